"""Coming back in one tap: from a leave, into a held seat, or by asking again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from stepwell.actions import leaving
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant.opening import own_chart, say_refusal, show
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def way_back(request: Request) -> HttpResponse:
    """What one tap does now; the tap itself."""
    at = clock.now()
    chart = own_chart(request, what="way_back", at=at)
    if request.method != "POST":
        door = leaving.door_of(chart, at=at)
        return show(request, chart, "participant/way_back.html", {"door": door, "key": fresh_key()})
    words = {
        "seat": gettext("Welcome back. Your seat is yours again."),
        "return": gettext("Welcome back. Your sessions are yours again."),
        "ask": gettext("Asked. Somebody calls you in the hours you named."),
    }
    try:
        how = leaving.come_back(chart, key=request.POST.get("key", "")[:80], at=at)
    except Refusal as refusal:
        say_refusal(request, refusal)
    else:
        if how:
            messages.success(request, words[how])
    return redirect("participant:today")
