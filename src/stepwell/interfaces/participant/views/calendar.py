"""A secret address for the phone's own calendar, made and ended here."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from stepwell.actions import feeding
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant.opening import own_chart, show
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: Request) -> HttpResponse:
    """Whether there is an address, a new one shown once, or none any more."""
    at = clock.now()
    chart = own_chart(request, what="calendar", at=at)
    account = request.signed_in.account
    if account is None:
        raise Http404
    if "end" in request.POST:
        feeding.end_feed(account, at=at)
        messages.success(request, gettext("The calendar address no longer works."))
        return redirect("participant:feed")
    address = ""
    if request.method == "POST":
        secret = feeding.make_feed(account, key=request.POST.get("key", ""), at=at)
        address = request.build_absolute_uri(f"/calendar/{secret}.ics") if secret else ""
    context = {"address": address, "feed": feeding.find_feed(account), "key": fresh_key()}
    return show(request, chart, "participant/calendar.html", context)
