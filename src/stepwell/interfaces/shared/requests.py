"""Who may come to a page by role; the gate to a record itself is `charts.open_for`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from stepwell.actions.readers import SignedIn
from stepwell.domain.privacy.access import Role

P = ParamSpec("P")


UNTOLD = frozenset({Role.PARTICIPANT, Role.FAMILY})
"""Whose pages no address bar names once they have left: the name of a page tells what this is."""


class Request(HttpRequest):
    """A request of somebody who is signed in. Views behind `for_roles` take it."""

    signed_in: SignedIn
    htmx: HtmxDetails


View = Callable[Concatenate[Request, P], HttpResponseBase]
PlainView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def find_signed_in(request: HttpRequest) -> SignedIn | None:
    """The reader of a request, or None for who is signed out."""
    return cast("SignedIn | None", getattr(request, "signed_in", None))


def for_roles(*roles: Role) -> Callable[[View[P]], PlainView[P]]:
    """Only these roles reach the view.

    Who is signed out is led to sign-in and back; where only participants and families
    come, the way back is not kept. Who has another role gets the same answer as for an
    address that doesn't exist.
    """
    allowed = frozenset(roles)

    def gate(view: View[P]) -> PlainView[P]:
        @wraps(view)
        def gated(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            reader = find_signed_in(request)
            if reader is None:
                return _to_sign_in(request, comes_back=not allowed <= UNTOLD)
            if reader.role not in allowed:
                raise Http404
            return view(cast("Request", request), *args, **kwargs)

        gated.allowed_roles = allowed  # type: ignore[attr-defined]  # read by tests/architecture
        return gated

    return gate


def for_anyone(view: PlainView[P]) -> PlainView[P]:
    """Says aloud that a page is for everybody, signed in or not."""

    @wraps(view)
    def open_to_all(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    open_to_all.allowed_roles = None  # type: ignore[attr-defined]  # read by tests/architecture
    return open_to_all


def _to_sign_in(request: HttpRequest, *, comes_back: bool) -> HttpResponse:
    # A writing can't be repeated after sign-in, so a POST comes back to the first page.
    back = request.get_full_path() if request.method == "GET" else "/"
    address = redirect_to_login(back).url if comes_back else resolve_url(settings.LOGIN_URL)
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)
