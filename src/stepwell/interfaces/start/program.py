"""Which program a page belongs to, and how often a network may ask there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from stepwell.actions import enquiring, limiting, signing_in
from stepwell.interfaces.shared.requests import for_anyone
from stepwell.interfaces.start.answers import Visit, visit_of
from stepwell.kernel import clock

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]
PlainView = Callable[Concatenate[HttpRequest, UUID, P], HttpResponseBase]
HOUR = timedelta(hours=1)
BEGINNINGS = 30
"""So many people may begin from one network in an hour: a shelter or a hospital has one address."""
SENDINGS = 10
RETURNS = 20


def at_program(view: View[P]) -> PlainView[P]:
    """The page runs in the program of its address, with what this browser has begun there.

    For everybody, signed in or not: nobody needs an account to ask. Where nobody does
    intake the page says whom to call.
    """

    @for_anyone
    @wraps(view)
    def in_program(
        request: HttpRequest, /, program_id: UUID, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        with enquiring.at_program(program_id) as program:
            sites = enquiring.list_sites()
            if not sites:
                return render(request, "start/nobody.html", {"program": program})
            visit = visit_of(request, program.pk, sites, at=clock.now())
            return view(request, visit, *args, **kwargs)

    return in_program  # type: ignore[return-value]  # an address gives program_id by its name


def may_go_on(request: HttpRequest, what: str, times: int) -> bool:
    """Whether this network may do it once more in this hour."""
    network = signing_in.network_of(str(get_adapter().get_client_ip(request)))
    return limiting.may_do(what, network=network, times=times, within=HOUR, at=clock.now())


def too_many(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Too often from one place: say so, and how to go on without this page."""
    return render(request, "start/too_many.html", {"visit": visit}, status=429)
