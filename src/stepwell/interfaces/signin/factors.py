"""Who needs a second factor, and who has one."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled

KINDS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def needs_second_factor(user: object) -> bool:
    """Staff read other people's records, so they need one; a demo holds no real records."""
    organization = getattr(user, "organization", None)
    is_staff = getattr(user, "is_staff_member", False)
    return bool(is_staff and organization is not None and not organization.is_demo)


def has_second_factor(user: Any) -> bool:
    """An authenticator app or a passkey is set up. Recovery codes alone are none."""
    return bool(is_mfa_enabled(user, KINDS))
