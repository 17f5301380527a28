"""A roster as the page shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from stepwell.actions.attending import Marked
from stepwell.actions.leading import Roster
from stepwell.interfaces.clinician import lines
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.words import ATTENDANCE


def context(roster: Roster, *, at: datetime, problem: tuple[UUID, str] | None = None) -> dict[str, Any]:
    """What the roster's template needs."""
    about, sentence = problem or (None, "")
    found = [
        lines.shown(line, problem=sentence if line.chart.person.pk == about else "") for line in roster.lines
    ]
    return {
        "roster": roster,
        "session": roster.session,
        "lines": found,
        "everyone_key": fresh_key(),
        "saved_at": roster.saved_at,
        "came": roster.came,
        "expected": len(found),
        "still_expected": roster.still_expected,
        "is_closed": not roster.is_open,
        "can_join": bool(roster.session.video_link),
    }


def what_was_replaced(marked: Marked) -> str:
    """The sentence about a conflict, or nothing when there was none."""
    entry = marked.replaced
    if entry is None:
        return ""
    return gettext("Changed on another device at %(time)s to %(state)s. Your answer now holds.") % {
        "time": date_format(localtime(entry.written_at), "TIME_FORMAT"),
        "state": str(ATTENDANCE.get(entry.state, entry.state)),
    }
