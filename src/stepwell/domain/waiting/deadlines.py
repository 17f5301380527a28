"""By when the law wants something done for somebody who waits.

Source: 45 CFR 96.126(b) and 96.131(d), for programs that receive block grant
funds; 42 USC 300x-23(a)(2) and 300x-27(b). Hours are time that really passes;
days are days at the site.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.domain.waiting.order import INJECTING, PREGNANT, Waiting
from stepwell.kernel.sentences import Sentence, gettext_noop

INTERIM_HOURS = 48
ADMIT_DAYS, ADMIT_DAYS_WITH_INTERIM = 14, 120


@dataclass(frozen=True)
class Deadlines:
    """Interim help by an instant, admission by a day; None where the law sets none."""

    interim_by: datetime | None
    admit_by: date | None
    sentence: Sentence
    source: str


_NONE = gettext_noop("No federal deadline; the program's own rules hold.")
_PREGNANT = gettext_noop("Interim help within 48 hours; without a seat, tell the State's office at once.")
_FIRST = gettext_noop("A seat within 14 days; without one, interim help within 48 hours.")
_LATER = gettext_noop("Interim help has begun, so a seat within 120 days.")


def deadlines(waiting: Waiting, *, has_interim_help: bool, zone: ZoneInfo) -> Deadlines:
    """What the law wants for them, and by when.

    >>> asked = datetime(2028, 2, 20, 12, tzinfo=ZoneInfo("America/Chicago"))
    >>> who = Waiting("ann", asked, frozenset({INJECTING}))
    >>> found = deadlines(who, has_interim_help=False, zone=ZoneInfo("America/Chicago"))
    >>> found.admit_by.isoformat(), found.interim_by.isoformat()
    ('2028-03-05', '2028-02-22T12:00:00-06:00')
    """
    interim = (waiting.asked_at.astimezone(UTC) + timedelta(hours=INTERIM_HOURS)).astimezone(zone)
    asked_on = waiting.asked_at.astimezone(zone).date()
    if INJECTING in waiting.grounds:
        days = ADMIT_DAYS_WITH_INTERIM if has_interim_help else ADMIT_DAYS
        words = _LATER if has_interim_help else _FIRST
        by = asked_on + timedelta(days=days)
        return Deadlines(interim, by, Sentence(words), "45 CFR 96.126(b)")
    if PREGNANT in waiting.grounds:
        return Deadlines(interim, None, Sentence(_PREGNANT), "45 CFR 96.131(c), (d)")
    return Deadlines(None, None, Sentence(_NONE), "program policy")
