"""The next free screening times, offered at once, and what comes next after one is chosen."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.actions import begun_enquiries, booking_screenings, enquiring
from stepwell.actions.charts import Chart
from stepwell.interfaces.shared import free_times
from stepwell.interfaces.start.answers import Visit
from stepwell.interfaces.start.program import at_program
from stepwell.kernel import clock


@at_program
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose a time; one that is gone by then is told, and others are shown."""
    if not visit.is_sent or visit.begun is None:
        return redirect("start:first", visit.program)
    at = clock.now()
    enquiry = begun_enquiries.get_enquiry(visit.begun)
    manner = free_times.manner_of(request)
    problem = ""
    if request.method == "POST":
        problem = free_times.book(lambda: _chart(enquiry, at), enquiry, manner, request, at=at)
        if not problem:
            return redirect("start:done", visit.program)
    context = {"visit": visit, **free_times.shown(enquiry, manner, problem=problem, at=at)}
    return render(request, "start/times.html", context, status=422 if problem else 200)


@at_program
@require_safe
def done(request: HttpRequest, visit: Visit) -> HttpResponse:
    """It is sent: what comes next, with the time if one is chosen."""
    if not visit.is_sent or visit.begun is None:
        return redirect("start:first", visit.program)
    enquiry = begun_enquiries.get_enquiry(visit.begun)
    screening = booking_screenings.find_screening(enquiry)
    context = {
        "visit": visit,
        "enquiry": enquiry,
        "screening": screening,
        "manner": free_times.MANNERS.get(screening.manner, "") if screening else "",
        "may_choose": booking_screenings.may_book(enquiry),
        "zone": ZoneInfo(enquiry.site.zone),
    }
    return render(request, "start/done.html", context)


def _chart(enquiry: Any, at: datetime) -> Chart:
    return enquiring.open_chart(enquiring.by_the_public(), enquiry, at=at)
