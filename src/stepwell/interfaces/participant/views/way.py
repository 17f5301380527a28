"""The time before the first day: one's place on the list, how long it may take, and what helps meanwhile."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stepwell.actions import own_way, waiting_list
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant.opening import own_chart, show
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.tracks import days_of
from stepwell.kernel import clock


@for_roles(Role.PARTICIPANT)
@require_safe
def place(request: Request) -> HttpResponse:
    """The own place and why it is that, a range of days, and who calls when. Nobody else is named."""
    at = clock.now()
    chart = own_chart(request, what="waiting_place", at=at)
    way = own_way.find(chart, at=at)
    if way is None:
        raise Http404
    found = waiting_list.find_own_place(chart, at=at)
    context = {
        "way": way,
        "place": found,
        "suits": [(one, days_of(one.groups)) for one in found.suits] if found else [],
    }
    return show(request, chart, "participant/place.html", context)


@for_roles(Role.PARTICIPANT)
@require_safe
def skills(request: Request) -> HttpResponse:
    """Five short things that help in a hard moment, to try by oneself."""
    return render(request, "participant/skills.html")
