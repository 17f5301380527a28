"""Everyone whom a change touches, and how: hours, clashes, authorized units, reviews. For actions alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Sum

from stepwell.actions import busy_times, levels_kept, review_times, rosters, week_facts
from stepwell.actions.notes_due import REACHES_BACK
from stepwell.actions.rippling.changes import Change, Kind, Laid
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week
from stepwell.records.admission.models import Authorization, Unit
from stepwell.records.episodes.models import Episode
from stepwell.records.schedule.models import Session, SessionStatus
from stepwell.records.sessions.models import CAME, Attendance, AttendanceState

_GONE = (AttendanceState.NOT_EXPECTED, *week_facts.GONE)


@dataclass(frozen=True)
class Seat:
    """One person at one session: as it is, and as it would be; None where they are not expected."""

    person: UUID
    before: Session | None
    after: Session | None


@dataclass(frozen=True)
class Clash:
    """Where somebody would have to be elsewhere: at something of their own, or another session."""

    session: Session
    is_own_time: bool


@dataclass(frozen=True)
class WeekHours:
    """The planned minutes of one week before, and after with what they can come to."""

    monday: date
    before: int
    after: int
    floor_minutes: int | None

    @property
    def falls_below(self) -> bool:
        return self.floor_minutes is not None and self.after < self.floor_minutes <= self.before


@dataclass(frozen=True)
class Units:
    """What is authorized on the day of the change, and how much of it the plan takes before and after."""

    unit: str
    of: int
    before: int
    after: int
    until_on: date

    @property
    def is_passed(self) -> bool:
        return self.after > self.of


@dataclass(frozen=True)
class Ripples:
    """What is known of everybody touched, by person, read in a fixed number of questions."""

    seats: Mapping[UUID, list[Seat]]
    stays: Mapping[UUID, Episode]
    hours: Mapping[UUID, tuple[WeekHours, ...]]
    clashes: Mapping[UUID, list[Clash]]
    apart: frozenset[UUID]
    """Who would be with somebody they are kept apart from, or with a leader they should not be with."""
    units: Mapping[UUID, Units]
    review_on: Mapping[UUID, date]
    notes_due: Mapping[UUID, int]
    """Notes of sessions they came to that nobody has signed yet."""


def seats_of(change: Change, laid: Laid) -> list[Seat]:
    """Everybody's places in the sessions, before and after."""
    turns = {turn.before.pk: turn for turn in laid.turns}
    rows = Attendance.objects.filter(session__in=turns, state=AttendanceState.EXPECTED)
    if change.person is not None:
        rows = rows.filter(person=change.person.person)
    there = list(rows.order_by("starts_at", "pk").values_list("person_id", "session_id"))
    seats = [
        Seat(who, turns[key].before, None if change.kind is Kind.REMOVE else turns[key].after)
        for who, key in there
    ]
    if change.kind is Kind.ADD and change.person is not None:
        known = {key for _, key in there}
        who = change.person.person.pk
        seats = [Seat(who, None, turn.after) for key, turn in turns.items() if key not in known]
    return seats


def read(change: Change, laid: Laid, *, on: date, at: datetime) -> Ripples:
    """Everybody's week and the next, from the day on which the change begins; the reader asked the rules."""
    seats: dict[UUID, list[Seat]] = defaultdict(list)
    for seat in seats_of(change, laid):
        seats[seat.person].append(seat)
    if change.person is not None:
        seats.setdefault(change.person.person.pk, [])
    people = list(seats)
    found = Episode.objects.filter(person__in=people, is_open=True).select_related("site", "template")
    stays = {stay.person_id: stay for stay in found}
    week = Week.of(on)
    clashes = _clashes(seats)
    due = review_times.due_of_episodes(list(stays.values()), at=at)
    return Ripples(
        seats=seats,
        stays=stays,
        hours=_hours(seats, stays, clashes, [week, week.next()]),
        clashes=clashes,
        apart=_apart(change, laid, people),
        units=_units(seats, on),
        review_on={who: due[stay.pk].due_on for who, stay in stays.items() if stay.pk in due},
        notes_due=_notes_due(people, at=at),
    )


def _notes_due(people: Sequence[UUID], *, at: datetime) -> dict[UUID, int]:
    came = Attendance.objects.filter(
        person__in=people, state__in=CAME, starts_at__range=(at - REACHES_BACK, at), session__external_id=""
    )
    rows = came.exclude(note__signed_at__isnull=False).values_list("person_id")
    return dict(rows.annotate(Count("pk", distinct=True)).order_by())


def _clashes(seats: Mapping[UUID, list[Seat]]) -> dict[UUID, list[Clash]]:
    """Where a new hour meets what keeps the person, with the way there, or another session of theirs."""
    new = {
        who: [seat.after for seat in some if seat.after is not None and _is_new_hour(seat)]
        for who, some in seats.items()
    }
    people = [who for who, sessions in new.items() if sessions]
    busy = busy_times.rows_of(people)
    others = _others(new)
    found: dict[UUID, list[Clash]] = {}
    for who in people:
        days = sorted({one.held_on for one in new[who] if one.held_on is not None})
        keeps = busy_times.keeps_in(busy.get(who, ()), days)
        kept = [(Span(k.span.start, k.span.end), timedelta(minutes=k.travel_minutes)) for k in keeps]
        own = [Clash(one, is_own_time=True) for one in new[who] if _meets(one, kept)]
        taken = {one.session.pk for one in own}
        own += [
            Clash(one, is_own_time=False)
            for one in new[who]
            if one.pk not in taken and any(_span(one).overlaps(other) for other in others.get(who, ()))
        ]
        if own:
            found[who] = own
    return found


def _is_new_hour(seat: Seat) -> bool:
    if seat.before is None or seat.after is None:
        return True
    return (seat.before.starts_at, seat.before.ends_at) != (seat.after.starts_at, seat.after.ends_at) or (
        seat.before.by_video and not seat.after.by_video
    )


def _meets(session: Session, kept: Iterable[tuple[Span, timedelta]]) -> bool:
    span = _span(session)
    for stretch, way in kept:
        margin = timedelta() if session.by_video else way
        end = stretch.end + margin if stretch.end is not None else None
        if Span(stretch.start - margin, end).overlaps(span):
            return True
    return False


def _span(session: Session) -> Span:
    assert session.starts_at is not None
    return Span(session.starts_at, session.ends_at)


def _others(new: Mapping[UUID, Sequence[Session]]) -> dict[UUID, list[Span]]:
    """The other sessions at which each is expected, around the new hours."""
    starts = [one.starts_at for some in new.values() for one in some if one.starts_at]
    if not starts:
        return {}
    rows = Attendance.objects.filter(person__in=list(new), state=AttendanceState.EXPECTED)
    day = timedelta(days=1)
    rows = rows.filter(starts_at__range=(min(starts) - day, max(starts) + day))
    rows = rows.exclude(session__in={one.pk for some in new.values() for one in some})
    rows = rows.exclude(session__status=SessionStatus.CANCELLED)
    found: dict[UUID, list[Span]] = defaultdict(list)
    for who, start, end in rows.values_list("person_id", "session__starts_at", "session__ends_at"):
        if start is not None:
            found[who].append(Span(start, end))
    return found


def _hours(
    seats: Mapping[UUID, list[Seat]],
    stays: Mapping[UUID, Episode],
    clashes: Mapping[UUID, list[Clash]],
    weeks: Sequence[Week],
) -> dict[UUID, tuple[WeekHours, ...]]:
    found: dict[UUID, list[WeekHours]] = defaultdict(list)
    for week in weeks:
        days = week.monday, week.sunday
        rows = Attendance.objects.filter(person__in=list(seats), held_on__range=days)
        rows = rows.exclude(state__in=_GONE)
        planned = dict(rows.values_list("person_id").annotate(Sum("planned_minutes")).order_by())
        floors = levels_kept.minutes_of((stay.pk for stay in stays.values()), on=week.monday)
        for who, some in seats.items():
            before = planned.get(who, 0)
            missed = {clash.session.pk for clash in clashes.get(who, ())}
            delta = sum(_difference(seat, week, missed) for seat in some)
            stay = stays.get(who)
            usual = stay.template.floor_minutes if stay and stay.template else None
            floor = floors.get(stay.pk, usual) if stay else None
            found[who].append(WeekHours(week.monday, before, before + delta, floor))
    return {who: tuple(some) for who, some in found.items()}


def _difference(seat: Seat, week: Week, missed: set[UUID]) -> int:
    lost = _minutes(seat.before, week)
    comes = seat.after is not None and seat.after.pk not in missed
    return (_minutes(seat.after, week) if comes else 0) - lost


def _minutes(session: Session | None, week: Week) -> int:
    if session is None or session.held_on is None or not week.contains(session.held_on):
        return 0
    return rosters.minutes_of(session)


def _apart(change: Change, laid: Laid, people: Sequence[UUID]) -> frozenset[UUID]:
    """Looked at where people or a leader are new to each other; elsewhere they are together already."""
    found: set[UUID] = set()
    if change.kind is Kind.LEADER and change.leader is not None:
        avoided = week_facts.avoided_leaders(people)
        found |= {who for who, leaders in avoided.items() if change.leader.pk in leaders}
    there: set[UUID] = set(people)
    for some in week_facts.keeping(turn.before.pk for turn in laid.turns).values():
        there |= some
    apart = week_facts.apart_of(people)
    return frozenset(found | {who for who, others in apart.items() if others & there})


def _units(seats: Mapping[UUID, list[Seat]], on: date) -> dict[UUID, Units]:
    """The authorization in force on a day, and what the plan of its time takes of it."""
    rows = Authorization.objects.filter(
        coverage__person__in=list(seats),
        coverage__voided_at=None,
        voided_at=None,
        from_on__lte=on,
        until_on__gte=on,
    )
    agreed = {row.coverage.person_id: row for row in rows.select_related("coverage").order_by("written_at")}
    if not agreed:
        return {}
    first, last = min(row.from_on for row in agreed.values()), max(row.until_on for row in agreed.values())
    planned: dict[UUID, dict[UUID, tuple[date, int]]] = defaultdict(dict)
    there = Attendance.objects.filter(person__in=list(agreed), held_on__range=(first, last))
    for who, key, day, minutes in there.exclude(state__in=_GONE).values_list(
        "person_id", "session_id", "held_on", "planned_minutes"
    ):
        if day is not None:
            planned[who][key] = day, minutes
    return {who: _of(row, planned[who], seats[who]) for who, row in agreed.items()}


def _of(row: Authorization, planned: Mapping[UUID, tuple[date, int]], seats: Sequence[Seat]) -> Units:
    after = dict(planned)
    for seat in seats:
        if seat.before is not None:
            after.pop(seat.before.pk, None)
        if seat.after is not None and seat.after.held_on is not None:
            after[seat.after.pk] = seat.after.held_on, rosters.minutes_of(seat.after)
    return Units(
        row.unit, row.units, _count(row, planned.values()), _count(row, after.values()), row.until_on
    )


def _count(row: Authorization, sessions: Iterable[tuple[date, int]]) -> int:
    """In the payer's unit; a part of an hour is a whole one, since it can't be had of another."""
    within = [(day, minutes) for day, minutes in sessions if row.from_on <= day <= row.until_on]
    if row.unit == Unit.DAY:
        return len({day for day, _ in within})
    if row.unit == Unit.SESSION:
        return len(within)
    return -(-sum(minutes for _, minutes in within) // 60)
