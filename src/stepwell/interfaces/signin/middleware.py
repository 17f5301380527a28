"""The organization and the reader of a request, and the end of a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext

from stepwell.actions import signing_in
from stepwell.interfaces.shared.requests import find_signed_in
from stepwell.interfaces.signin import lifetimes
from stepwell.interfaces.signin.factors import has_second_factor, needs_second_factor
from stepwell.kernel import clock

Next = Callable[[HttpRequest], HttpResponse]


class EndsInTime:
    """Ends a session that was idle too long for its role, or that is too old."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and lifetimes.is_over(request, at=clock.now()):
            logout(request)
            messages.info(
                request, gettext("You were signed out because it was quiet for a while. Sign in again.")
            )
        return self.get_response(request)


class InOrganization:
    """Opens the scope of the signed-in account's organization, and names the reader `request.signed_in`."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with signing_in.in_scope_of(request.user) as reader:
            if reader is None and request.user.is_authenticated:
                logout(request)  # somebody who no longer works here
            request.signed_in = reader  # type: ignore[attr-defined]  # set for views
            return self.get_response(request)


class SpeaksTheirLanguage:
    """The account's language goes before the browser's."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reader = find_signed_in(request)
        if reader is not None and reader.account is not None:
            translation.activate(reader.account.language)
            request.LANGUAGE_CODE = reader.account.language
        return self.get_response(request)


class SecondFactorForStaff:
    """Staff outside a demo set up a second factor before anything else."""

    FLAG = "second_factor"

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Lead to the set-up; sign-in's own pages and pages for anyone stay open."""
        if request.path.startswith("/sign-in/") or getattr(view, "allowed_roles", "") is None:
            return None
        if not needs_second_factor(request.user) or request.session.get(self.FLAG):
            return None
        if has_second_factor(request.user):
            request.session[self.FLAG] = True
            return None
        return redirect("signin:second_factor")


class ErrorsAreUnprocessable:
    """A form of sign-in that is shown again because of a mistake answers 422, as every form here does."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        form = (response.context_data or {}).get("form")
        is_wrong = form is not None and getattr(form, "is_bound", False) and bool(form.errors)
        if request.method == "POST" and request.path.startswith("/sign-in/") and is_wrong:
            response.status_code = 422
        return response
