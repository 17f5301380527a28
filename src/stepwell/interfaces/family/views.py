"""A supporter's pages: what helps, for everybody; and what somebody lets them see, as long as they do."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stepwell.actions import shared_charts
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.shared import sharing
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.FAMILY)
@require_safe
def home(request: Request) -> HttpResponse:
    """What to expect, what helps, where help is; and before it, what is shared with the reader now.

    Who shares nothing isn't asked about: the page is then that of somebody nobody invited.
    """
    shared = shared_charts.list_shared(request.signed_in, at=clock.now())
    return render(request, "family/home.html", {"shared": [sharing.seen(one) for one in shared]})


@for_roles(Role.FAMILY)
@require_safe
def one(request: Request, person_id: UUID) -> HttpResponse:
    """What one person shares; the same answer for somebody who shares nothing and for nobody at all."""
    shared = shared_charts.open_shared(request.signed_in, person_id, at=clock.now())
    return render(request, "family/one.html", {"one": sharing.seen(shared)})
