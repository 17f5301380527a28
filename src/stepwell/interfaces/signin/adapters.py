"""How allauth behaves here: no open sign-up, limits that lock nobody out, sealed seeds, neutral mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from stepwell.actions import sign_in_secrets, signing_in
from stepwell.interfaces.signin import devices, mail
from stepwell.interfaces.signin.factors import needs_second_factor
from stepwell.kernel import clock


class Accounts(DefaultAccountAdapter):
    """Accounts come by invitation and sign in by e-mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The e-mail address or the password is not right. Check both, or ask for a new password."
        ),
        "too_many_login_attempts": _(
            "There were too many tries from here. Wait 15 minutes, use a passkey, or ask for a new password."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        try:
            return str(super().get_client_ip(request))
        except PermissionDenied:  # a unix socket has no address
            return "0.0.0.0"  # noqa: S104

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try where it happens; see docs/decisions/0003-lock-out.md."""
        email = str(credentials.get("email", ""))
        answer = signing_in.begin_try(
            email,
            network=signing_in.network_of(self.get_client_ip(request)),
            knows_device=devices.find_device(request, email),
            at=clock.now(),
        )
        if isinstance(answer, signing_in.TooManyTries):
            raise self.validation_error("too_many_login_attempts")
        self._attempt = answer

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        account: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if account is not None:
            signing_in.succeed(self._attempt)
        return account

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        email = user.get_username()
        return self.authenticate(self.request, email=email, password=password) == user

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **hooks: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **hooks)
        devices.remember(request, response, email=user.get_username())
        return response

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At the installation's own address: the Host of a request is only what the asker says."""
        path = urlsplit(super().get_reset_password_from_key_url(key)).path
        return f"{settings.BASE_URL.rstrip('/')}{path}"

    def format_email_subject(self, subject: str) -> str:
        return " ".join(subject.split())

    def get_from_email(self) -> str:
        return settings.DEFAULT_FROM_EMAIL

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        language = getattr(context.get("user"), "language", None) or translation.get_language()
        with translation.override(language):
            message = self.render_mail(template_prefix, email, {"email": email, **context})
        mail.send_later(message)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        # One message for every kind of change: which one it was is nobody else's business.
        self.send_mail("signin/changed", email or user.get_username(), {"user": user})


class SecondFactors(DefaultMFAAdapter):
    """Seeds are sealed before they are kept; staff keep at least one second factor."""

    def encrypt(self, text: str) -> str:
        return sign_in_secrets.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sign_in_secrets.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second factor of somebody who needs one can be replaced, not removed."""
        if not needs_second_factor(authenticator.user):
            return True
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        others = Authenticator.objects.filter(user=authenticator.user, type__in=kinds)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def build_totp_url(self, user: AbstractBaseUser, secret: str) -> str:
        # The app shows this name on a phone's screen: neutral, and without the address.
        issuer = settings.MFA_TOTP_ISSUER
        return f"otpauth://totp/{quote(issuer)}?{urlencode({'secret': secret, 'issuer': issuer})}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        return {
            **super().get_public_key_credential_user_entity(user),
            "display_name": settings.MFA_TOTP_ISSUER,
        }
