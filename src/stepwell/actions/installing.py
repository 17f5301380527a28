"""What an installation holds as a whole. Asked at start-up, before anybody has signed in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from stepwell.records.people.models import Account
from stepwell.records.tenancy.models import Organization


def has_organization() -> bool:
    """True when a program was founded, loaded or brought along here."""
    return Organization.objects.exists()


def has_real_organization() -> bool:
    """True when at least one program here is not imagined."""
    return Organization.objects.filter(is_demo=False).exists()


def somebody_can_sign_in() -> bool:
    """True when an active account has a password or a passkey."""
    active = Account.objects.filter(is_active=True)
    with_password = active.exclude(password="").exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return (
        with_password.exists()
        or active.filter(
            pk__in=Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).values("user_id")
        ).exists()
    )
