"""What a phone kept while it had no network, and sends later."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.dateparse import parse_datetime

from stepwell.interfaces.shared.requests import Request

LONGEST_KEPT = timedelta(days=60)
"""How long ago a phone may say that words were typed; what says more counts as typed then."""


def filled_at(request: Request, *, at: datetime) -> datetime | None:
    """When the words were typed, on our clock: the phone says what its own said then, and says now."""
    filled = _moment(request.POST.get("filled_at", ""))
    sent = _moment(request.headers.get("X-Sent-At", ""))
    if filled is None or sent is None:
        return None
    return at - min(max(sent - filled, timedelta(0)), LONGEST_KEPT)


def _moment(told: str) -> datetime | None:
    try:
        found = parse_datetime(told)
    except ValueError:
        return None
    return found if found and found.tzinfo else None
