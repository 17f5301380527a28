"""How long a session lasts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from stepwell.domain.privacy.access import Role
from stepwell.interfaces.shared.idle import IDLE

LONGEST = timedelta(hours=12)
WRITTEN_EVERY = timedelta(minutes=1)
"""A page doesn't cost a write: the last sight is kept to the minute."""

STARTED, SEEN = "started_at", "seen_at"


def is_over(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the session has ended by now. When it hasn't, this visit is noted."""
    session = request.session
    now = at.timestamp()
    started = session.get(STARTED, now)
    seen = session.get(SEEN, now)
    if now - started > LONGEST.total_seconds() or now - seen > _idle(request).total_seconds():
        return True
    if SEEN not in session or now - seen > WRITTEN_EVERY.total_seconds():
        session[STARTED], session[SEEN] = started, now
    return False


def _idle(request: HttpRequest) -> timedelta:
    return IDLE.get(Role(getattr(request.user, "role", "")), min(IDLE.values()))
