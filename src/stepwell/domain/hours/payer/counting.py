"""The count: minutes of each session, then days, weeks and people as sums of them.

Seconds are dropped once, at the session; everything above adds up whole minutes, so that sums agree. A minute
is credited once: of two sessions at one time the earlier one keeps what they share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from stepwell.domain.hours.attended import credited_minutes
from stepwell.domain.hours.payer import reasons
from stepwell.domain.hours.payer.facts import Authorization, Events, Session
from stepwell.domain.hours.payer.reasons import Reason
from stepwell.domain.hours.payer.rules import Edition, RuleSet
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week

COUNTS = "counts"
_NO_RULES = Reason("rules_in_force", "No edition of the rules is in force on this day.")


@dataclass(frozen=True)
class CountedSession:
    """A session's minutes: planned, attended, and those that are the payer's."""

    session: Session
    planned: int
    attended: int
    credited: int
    because: Reason | None


@dataclass(frozen=True)
class CountedDay:
    """Whether a day counts; `because` tells what it lacks, of a day that counts the units not authorized."""

    person: str
    day: date
    sessions: tuple[CountedSession, ...]
    counts: bool
    because: tuple[Reason, ...]
    units: int
    edition: Edition | None

    @property
    def planned(self) -> int:
        return sum(each.planned for each in self.sessions)

    @property
    def attended(self) -> int:
        return sum(each.attended for each in self.sessions)

    @property
    def credited(self) -> int:
        return sum(each.credited for each in self.sessions)


@dataclass(frozen=True)
class CountedWeek:
    """A week from Monday to Sunday: the clinical dose, and what the payer's rules say of it."""

    person: str
    monday: date
    days: tuple[CountedDay, ...]
    because: tuple[Reason, ...] = field(default=())

    @property
    def attended(self) -> int:
        return sum(day.attended for day in self.days)

    @property
    def counted_days(self) -> int:
        return sum(day.counts for day in self.days)


def count(events: Events, rules: RuleSet) -> list[CountedWeek]:
    """Every week of every person with a session, in order."""
    by_person: dict[str, list[Session]] = defaultdict(list)
    for session in events.sessions:
        by_person[session.person].append(session)
    return [
        week
        for person in sorted(by_person)
        for week in _Person(person, by_person[person], events, rules).weeks()
    ]


class _Person:
    def __init__(self, person: str, sessions: Sequence[Session], events: Events, rules: RuleSet) -> None:
        self._person, self._events, self._rules = person, events, rules
        self._sessions = sorted(sessions, key=lambda each: (each.block.start, each.id))
        own = [each for each in events.authorizations if each.person == person]
        self._left = {
            each: each.units for each in sorted(own, key=lambda each: (each.ends, each.begins, each.id))
        }

    def weeks(self) -> list[CountedWeek]:
        by_week: dict[date, list[CountedDay]] = defaultdict(list)
        by_day = self._by_day()
        for day in sorted(by_day):
            by_week[Week.of(day).monday].append(self._day(day, by_day[day]))
        return [self._authorized(monday, days) for monday, days in sorted(by_week.items())]

    def _by_day(self) -> dict[date, list[CountedSession]]:
        taken: list[Span] = []
        by_day: dict[date, list[CountedSession]] = defaultdict(list)
        for session in self._sessions:
            by_day[session.day].append(self._session(session, taken))
            taken += _stay(session)
        return by_day

    def _session(self, session: Session, taken: Sequence[Span]) -> CountedSession:
        block, breaks = session.block, list(session.breaks)
        planned = credited_minutes(block, breaks, block.start, None)
        others = [span for span in taken if span.overlaps(block)]
        attended = credited_minutes(block, [*breaks, *others], session.came_at, session.left_at)
        edition = self._rules.on(session.day)
        because = reasons.of_session(session, edition, attended) if edition else _NO_RULES
        return CountedSession(session, planned, attended, 0 if because else attended, because)

    def _day(self, day: date, sessions: Sequence[CountedSession]) -> CountedDay:
        edition = self._rules.on(day)
        if edition is None:
            return CountedDay(self._person, day, tuple(sessions), False, (_NO_RULES,), 0, None)
        credited = sum(each.credited for each in sessions)
        found: list[Reason] = []
        short = reasons.of_minutes(credited, edition)
        if short is not None:
            found = [each.because for each in sessions if each.because is not None]
            found += [short] if credited or not found else []
        unplanned = reasons.of_plan(self._person, day, self._events.plans, edition.plan_days)
        if edition.plan_required and unplanned is not None:
            found.append(unplanned)
        units = 0 if found else edition.unit.of(credited)
        if not found and not units:
            found.append(Reason("unit", f"{credited} minutes are less than one unit of {edition.unit}."))
        return CountedDay(self._person, day, tuple(sessions), not found, tuple(found), units, edition)

    def _week(self, monday: date, days: Sequence[CountedDay]) -> CountedWeek:
        """The week by the rules in force on its last day with a session."""
        edition = days[-1].edition
        if edition is None:
            return CountedWeek(self._person, monday, tuple(days))
        counted = [day for day in days if day.counts]
        by_kind: dict[str, int] = defaultdict(int)
        for each in (session for day in counted for session in day.sessions):
            by_kind[each.session.kind] += each.credited
        minutes = sum(day.credited for day in counted)
        short = tuple(reasons.of_week(len(counted), minutes, by_kind, edition))
        if short and edition.week_binds:
            days = [_refused(day, short) if day.counts else day for day in days]
        return CountedWeek(self._person, monday, tuple(days), short)

    def _authorized(self, monday: date, days: Sequence[CountedDay]) -> CountedWeek:
        """The week of the days that are authorized; one that is refused as a whole uses no units."""
        before = dict(self._left)
        week = self._week(monday, [self._use_units(day) for day in days])
        if not week.counted_days:
            self._left = before
        return week

    def _use_units(self, day: CountedDay) -> CountedDay:
        """Take the day's units from what is authorized; fewer where fewer are left."""
        if not day.counts or day.edition is None or not day.edition.authorization_required:
            return day
        wanted = day.units
        for authorization in [each for each in self._left if each.holds_on(day.day)]:
            used = min(wanted, self._left[authorization])
            self._left[authorization] -= used
            wanted -= used
        if wanted == day.units:
            return _refused(day, (Reason("authorization", _unauthorized(day.day, self._left)),))
        if wanted:
            day = replace(day, because=(*day.because, reasons.of_units(day.units - wanted, day.units)))
        return replace(day, units=day.units - wanted)


def _stay(session: Session) -> list[Span]:
    """The time in which the person was in the session, its breaks left out; none where they weren't."""
    if session.came_at is None:
        return []
    present = Span(session.came_at, session.left_at) if session.left_at != session.came_at else None
    shared = present.shared(session.block) if present else None
    return shared.minus(session.breaks) if shared else []


def _refused(day: CountedDay, because: Iterable[Reason]) -> CountedDay:
    return replace(day, counts=False, units=0, because=(*day.because, *because))


def _unauthorized(day: date, left: Iterable[Authorization]) -> str:
    known = list(left)
    if any(each.holds_on(day) for each in known):
        return "The authorized units are used up."
    ended = [each.ends for each in known if each.ends < day]
    return f"The authorization ended on {reasons.spoken(max(ended))}." if ended else "Nothing is authorized."
