"""What a payer's day is counted from: sessions, notes, plans and what is authorized. No words are read.

Parts of actions: the caller has asked the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count

from stepwell.actions import notes_kept
from stepwell.actions.notes_kept import NoteState
from stepwell.domain.hours.payer.facts import Authorization, Events, Plan, Session
from stepwell.domain.hours.payer.rules import Edition, RuleSet, Unit
from stepwell.kernel.spans import Span
from stepwell.records.admission.models import Authorization as Authorized
from stepwell.records.admission.models import Unit as AuthorizedUnit
from stepwell.records.plans.models import PlanSignature, PlanSigner
from stepwell.records.sessions.models import CAME, Attendance, AttendanceState

WHOLE_HOUR = 60


def events_of(people: Sequence[UUID], rules: Mapping[UUID, RuleSet], first: date, last: date) -> Events:
    """All that decides about these days. Units are used in the order of days, so it begins with them."""
    authorized = list(_authorized(people, first))
    since = min([first, *(row.from_on for row in authorized)])
    sessions = tuple(_sessions(people, since - timedelta(days=since.weekday()), last))
    return Events(
        ZoneInfo("UTC"),
        sessions,
        tuple(_plans(people)),
        tuple(_units(authorized, rules)),
    )


def _sessions(people: Sequence[UUID], first: date, last: date) -> Iterable[Session]:
    rows = Attendance.objects.filter(
        person__in=people,
        held_on__range=(first, last),
        starts_at__isnull=False,
        session__ends_at__isnull=False,
    )
    rows = rows.exclude(state=AttendanceState.NOT_EXPECTED)
    found = list(
        rows.select_related("session", "session__site", "session__service").order_by("starts_at", "pk")
    )
    sizes = _sizes([row.session_id for row in found])
    signed = notes_kept.states_of([row.pk for row in found])
    return [_session(row, sizes.get(row.session_id, 1), signed) for row in found]


def _session(row: Attendance, size: int, signed: Mapping[UUID, NoteState]) -> Session:
    session, held_on = row.session, row.held_on
    starts_at, ends_at = session.starts_at, session.ends_at
    assert starts_at is not None and ends_at is not None and held_on is not None  # noqa: PT018  # as asked for
    came = starts_at + timedelta(minutes=row.minutes_late) if row.state in CAME else None
    left = ends_at - timedelta(minutes=row.minutes_left_early)
    breaks = [
        Span(starts_at + timedelta(minutes=after), starts_at + timedelta(minutes=after + long))
        for after, long in session.breaks
    ]
    note = signed.get(row.pk)
    by_wall = starts_at.astimezone(ZoneInfo(session.site.zone))
    usual = "group" if session.group_id else "individual"
    return Session(
        id=f"{by_wall:%H:%M}",
        person=str(row.person_id),
        kind=session.service.kind if session.service else usual,
        block=Span(starts_at, ends_at),
        day=held_on,
        breaks=breaks,
        came_at=came,
        left_at=max(came, left) if came else None,
        members=max(1, size),
        note_signed_at=note.whole_at if note else None,
    )


def _sizes(sessions: Sequence[UUID]) -> dict[UUID, int]:
    """How many came to each."""
    rows = Attendance.objects.filter(session__in=set(sessions), state__in=CAME).order_by()
    return dict(rows.values_list("session_id").annotate(n=Count("pk")))


def _plans(people: Sequence[UUID]) -> Iterable[Plan]:
    """A plan is in force from the day on which the second of both signed it, at the site."""
    rows = PlanSignature.objects.filter(revision__person__in=people).select_related("revision__episode__site")
    signed: dict[UUID, dict[str, PlanSignature]] = {}
    for row in rows:
        signed.setdefault(row.revision_id, {})[row.signer] = row
    for both in signed.values():
        if both.keys() >= {PlanSigner.PARTICIPANT.value, PlanSigner.COUNSELOR.value}:
            last = max(both.values(), key=lambda each: each.signed_at)
            site = last.revision.episode.site
            yield Plan(str(last.revision.person_id), site.day_at(last.signed_at))


def _authorized(people: Sequence[UUID], first: date) -> Iterable[Authorized]:
    """Also of a coverage that another replaced: it holds for its days."""
    rows = Authorized.objects.filter(coverage__person__in=people, voided_at=None, until_on__gte=first)
    return rows.select_related("coverage").order_by("from_on", "pk")


def _units(rows: Iterable[Authorized], rules: Mapping[UUID, RuleSet]) -> Iterable[Authorization]:
    for row in rows:
        person = row.coverage.person_id
        edition = rules[person].on(row.from_on) or next(iter(rules[person].editions), None)
        units = units_of(row.units, row.unit, edition) if edition else None
        if units is not None:
            yield Authorization(str(person), units, row.from_on, row.until_on, str(row.pk))


def units_of(number: int, unit: str, edition: Edition) -> int | None:
    """Authorized units as units of the rules, whole ones; None where one can't be told by the other.

    A session is a day's worth (policy). Days of rules by the hour can't be told.

    >>> units_of(10, "hour", Edition(date(2026, 1, 1), unit=Unit.QUARTER_HOUR))
    40
    >>> units_of(10, "hour", Edition(date(2026, 1, 1), day_minutes=180))
    3
    """
    if edition.unit is Unit.DAY:
        if unit != AuthorizedUnit.HOUR.value:
            return number
        return number * WHOLE_HOUR // edition.day_minutes if edition.day_minutes else None
    return edition.unit.of(number * WHOLE_HOUR) if unit == AuthorizedUnit.HOUR.value else None
