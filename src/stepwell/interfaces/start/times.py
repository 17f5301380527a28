"""The next free screening times, offered at once, and what comes next after one is chosen."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.actions import begun_enquiries, booking_screenings, enquiring
from stepwell.actions.refusals import Refusal
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.words import said
from stepwell.interfaces.start.answers import Visit
from stepwell.interfaces.start.program import at_program
from stepwell.kernel import clock

MANNERS: dict[str, str | Promise] = {
    "phone": _("By phone"),
    "video": _("By video"),
    "room": _("In person"),
}


@at_program
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose a time; one that is gone by then is told, and others are shown."""
    if not visit.is_sent or visit.begun is None:
        return redirect("start:first", visit.program)
    at = clock.now()
    enquiry = begun_enquiries.get_enquiry(visit.begun)
    manner = (request.POST or request.GET).get("manner", "phone")
    manner = manner if manner in MANNERS else "phone"
    problem = ""
    if request.method == "POST":
        chosen = _instant(request.POST.get("starts_at", ""))
        if chosen is None:
            problem = gettext("Choose one of the times.")
        else:
            problem = _booked(enquiry, chosen, manner, request.POST.get("key", ""), at)
        if not problem:
            return redirect("start:done", visit.program)
    safe = booking_screenings.safe_hours(enquiry)
    context = {
        "visit": visit,
        "enquiry": enquiry,
        "offers": booking_screenings.offer_times(enquiry.site, manner=manner, safe=safe, at=at),
        "manner": manner,
        "manners": MANNERS,
        "zone": ZoneInfo(enquiry.site.zone),
        "problem": problem,
        "has_errors": bool(problem),
        "key": fresh_key(),
    }
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
        "manner": MANNERS.get(screening.manner, "") if screening else "",
        "may_choose": booking_screenings.may_book(enquiry),
        "zone": ZoneInfo(enquiry.site.zone),
    }
    return render(request, "start/done.html", context)


def _booked(enquiry: Any, starts_at: datetime, manner: str, key: str, at: datetime) -> str:
    """Book it; what is wrong, in words, or nothing."""
    chart = enquiring.open_chart(enquiring.by_the_public(), enquiry, at=at)
    try:
        booking_screenings.book(chart, enquiry, starts_at=starts_at, manner=manner, key=key, at=at)
    except Refusal as refusal:
        return said(refusal)
    return ""


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
