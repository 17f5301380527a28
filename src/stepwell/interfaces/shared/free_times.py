"""Choosing one of the next free times for a screening: by phone, by video or in person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stepwell.actions import booking_screenings
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.words import said

MANNERS: dict[str, str | Promise] = {
    "phone": _("By phone"),
    "video": _("By video"),
    "room": _("In person"),
}


def manner_of(request: HttpRequest) -> str:
    """How they want to talk; by phone unless another way is named."""
    manner = (request.POST or request.GET).get("manner", "phone")
    return manner if manner in MANNERS else "phone"


def shown(enquiry: Any, manner: str, *, problem: str = "", most: int = 6, at: datetime) -> dict[str, Any]:
    """What the page of free times shows, with a fresh key for its form."""
    safe = booking_screenings.safe_hours(enquiry)
    return {
        "enquiry": enquiry,
        "offers": booking_screenings.offer_times(enquiry.site, manner=manner, safe=safe, at=at, limit=most),
        "manner": manner,
        "manners": MANNERS,
        "zone": ZoneInfo(enquiry.site.zone),
        "problem": problem,
        "has_errors": bool(problem),
        "key": fresh_key(),
    }


def book(
    open_chart: Callable[[], Chart], enquiry: Any, manner: str, request: HttpRequest, *, at: datetime
) -> str:
    """Book the chosen time; what is wrong, in words, or nothing. Without a time no record is opened."""
    starts_at = _instant(request.POST.get("starts_at", ""))
    if starts_at is None:
        return gettext("Choose one of the times.")
    key = request.POST.get("key", "")
    try:
        booking_screenings.book(open_chart(), enquiry, starts_at=starts_at, manner=manner, key=key, at=at)
    except Refusal as refusal:
        return said(refusal)
    return ""


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
