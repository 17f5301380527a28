"""Sign-in's forms with our labels, and nothing in the fields before somebody types."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordKeyForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

LENGTH_HINT = _("At least 10 characters. A few words in a row are easy to remember and hard to guess.")


class SignIn(LoginForm):
    """E-mail and password; a password manager and paste may fill both."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, login=_("E-mail address"), password=_("Password"))
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"
        self.fields["password"].help_text = ""


class NewPassword(ResetPasswordKeyForm):
    """A new password after a mail; typed once, because it can be looked at."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password1=_("New password"), password2=_("New password, once more"))
        self.fields["password1"].help_text = LENGTH_HINT


class ChangePassword(ChangePasswordForm):
    """The old password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self,
            oldpassword=_("Your password now"),
            password1=_("New password"),
            password2=_("New password, once more"),
        )
        self.fields["password1"].help_text = LENGTH_HINT


def _plain(form: forms.Form, **labels: Any) -> None:
    """Labels stand above the fields; a placeholder would go away when it is needed."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if name in labels:
            field.label = labels[name]


class AddPasskey(AddWebAuthnForm):
    """A passkey or a security key; made to sign in alone unless somebody says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"passwordless": True, "name": _("This device"), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What do you call it?")
        passwordless = self.fields["passwordless"]
        passwordless.label = _("Sign in with it alone, without a password")
        passwordless.help_text = _("It then asks for a fingerprint, a face or the PIN of your phone.")
