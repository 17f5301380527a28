"""Coming in for the first time: by an invitation, or through a door of the demo."""

from __future__ import annotations

from copy import copy
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from stepwell.actions import inviting, signing_in
from stepwell.actions.refusals import Refusal
from stepwell.interfaces.shared.requests import Request, for_anyone, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.interfaces.signin.factors import needs_second_factor
from stepwell.interfaces.signin.forms import LENGTH_HINT
from stepwell.interfaces.signin.views import ANY_ROLE
from stepwell.kernel import clock

CAME_BY_LINK = "came_by_link"
BACKEND = "stepwell.interfaces.signin.backends.WithOrganization"


class Welcome(forms.Form):
    """A password for an account that has none yet."""

    password = forms.CharField(
        label=_("Choose a password"),
        help_text=LENGTH_HINT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: object, account: Any, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # a form's own arguments, passed on
        self.account = account

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self._told_account())
        return password

    def _told_account(self) -> Any:
        """The account as it will be, so that a password like its new address is refused too."""
        told = copy(self.account)
        told.email = self.cleaned_data.get("email") or told.email
        return told


class FirstManager(Welcome):
    """The first manager tells who they are as well."""

    program = forms.CharField(label=_("What is your program called?"), max_length=200)
    given_name = forms.CharField(
        label=_("Your first name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    family_name = forms.CharField(
        label=_("Your last name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("You sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    field_order = ("program", "given_name", "family_name", "email", "password")


@for_anyone
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, secret: str) -> HttpResponse:
    """A link of an invitation. Looking at it uses nothing up; the button lets in, once.

    Programs that read mail open every link, so a GET must not be enough.
    """
    if request.method == "GET":
        if not inviting.is_open(secret, at=clock.now()):
            return render(request, "signin/link_over.html", status=404)
        return render(request, "signin/enter.html")
    account = inviting.use_link(secret, at=clock.now())
    if account is None:
        return render(request, "signin/link_over.html", status=404)
    if request.user.is_authenticated:
        logout(request)
    request.session[CAME_BY_LINK] = str(account.pk)
    # Through allauth's own steps: who has a second factor is still asked for it.
    answer: HttpResponse = perform_login(
        request, account, email_verification="none", redirect_url="/sign-in/welcome/"
    )
    return answer


@for_roles(*ANY_ROLE)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def welcome(request: Request) -> HttpResponse:
    """A password, asked for once after a link; then the second factor for those who need one."""
    account = request.signed_in.account
    if account is None or request.session.get(CAME_BY_LINK) != str(account.pk):
        return redirect("signin:front")
    kind = FirstManager if inviting.needs_address(account) else Welcome
    form = kind(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid() and _settle(request, form):
        return redirect("signin:second_factor" if needs_second_factor(account) else "signin:front")
    status = 422 if request.method == "POST" else 200
    return render(request, "signin/welcome.html", {"form": form}, status=status)


def _settle(request: Request, form: Welcome) -> bool:
    """Keep what was told; False with a sentence at the form when it can't be."""
    account = request.signed_in.account
    assert account is not None  # the caller looked
    try:
        if isinstance(form, FirstManager):
            told = {
                name: form.cleaned_data[name] for name in ("email", "given_name", "family_name", "program")
            }
            inviting.introduce_first_manager(account, **told)
    except Refusal as refusal:
        form.add_error("email", said(refusal))
        return False
    signing_in.set_password(account, password=form.cleaned_data["password"])
    del request.session[CAME_BY_LINK]
    update_session_auth_hash(request, account)
    record_authentication(request, account, method="password", reauthenticated=True)
    return True


@for_anyone
@require_GET
def demo_door(request: HttpRequest, token: str) -> HttpResponse:
    """Signs in at once, in a demo; anywhere else there is no such address."""
    account = inviting.find_behind_door(token)
    if account is None:
        raise Http404
    logout(request)
    login(request, account, backend=BACKEND)
    UserSession.objects.create_from_request(request)
    return redirect("signin:front")
