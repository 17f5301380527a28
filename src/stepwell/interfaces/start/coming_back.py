"""Save and come back: an address told once, which leads back to the answers and works once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.actions import begun_enquiries
from stepwell.actions.charts import NotHere
from stepwell.interfaces.start.answers import Visit, remember
from stepwell.interfaces.start.program import RETURNS, at_program, may_go_on, too_many
from stepwell.kernel import clock


@at_program
@require_POST
def keep(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The address that leads back, for who has begun."""
    if not visit.secret:
        return redirect("start:first", visit.program)
    return told(request, visit)


@at_program
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest, visit: Visit, secret: str) -> HttpResponse:
    """The way back. Looking uses nothing up; the button opens it, once."""
    at = clock.now()
    if not may_go_on(request, "come back", RETURNS):
        return too_many(request, visit)
    if begun_enquiries.find(secret, at=at) is None:
        return render(request, "start/over.html", {"visit": visit}, status=404)
    if request.method != "POST":
        return render(request, "start/back.html", {"visit": visit})
    try:
        remember(request, visit.program, begun_enquiries.renew(secret, at=at))
    except NotHere:  # opened in two places at once
        return render(request, "start/over.html", {"visit": visit}, status=404)
    return redirect("start:first", visit.program)


def told(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Tell the address, once. One told before no longer works."""
    fresh = begun_enquiries.renew(visit.secret, at=clock.now())
    remember(request, visit.program, fresh)
    path = reverse("start:back", args=[visit.program, fresh])
    return render(request, "start/kept.html", {"visit": visit, "address": request.build_absolute_uri(path)})
