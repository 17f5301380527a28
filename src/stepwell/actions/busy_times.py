"""The times a person can't come, read from the records: one way, for everybody who asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.timetable.busy import Busy, BusyKind, Rota
from stepwell.domain.timetable.equivalent import Keeps
from stepwell.records.episodes.models import BusyTime, ComingWishes

_KINDS = {
    "work": BusyKind.WORK_SHIFT,
    "school": BusyKind.SCHOOL_RUN,
    "court": BusyKind.COURT,
    "travel": BusyKind.TRAVEL,
}


def as_busy(row: BusyTime) -> Busy:
    """A row of the records as the rule knows it."""
    days: dict[str, Any]
    if row.rota_days is not None:
        assert row.valid_from is not None  # a rota is counted from there
        days = {"rota": Rota(row.valid_from, row.rota_days, frozenset(row.rota_on))}
    elif row.weekday is not None:
        days = {"weekdays": frozenset({row.weekday})}
    else:
        days = {"dates": frozenset({row.on_date})}
    return Busy(
        _KINDS.get(row.kind, BusyKind.OTHER),
        row.from_time,
        row.until_time,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        skips=frozenset(date.fromisoformat(day) for day in row.skipped_on),
        travel_minutes=row.travel_minutes,
        **days,
    )


def keeps_in(rows: Iterable[BusyTime], days: Sequence[date]) -> tuple[Keeps, ...]:
    """Every stretch that keeps the person on these days and the nights beside them, with its way."""
    wanted = [days[0] - timedelta(days=1), *days, days[-1] + timedelta(days=1)] if days else []
    found = []
    for row in rows:
        busy = as_busy(row)
        spans = busy.spans_in(wanted, ZoneInfo(row.zone))
        found += [Keeps(span, busy.travel_minutes) for span in spans]
    return tuple(found)


def rows_of(people: Iterable[UUID]) -> dict[UUID, list[BusyTime]]:
    """What keeps each of these people, in one question. For actions that have asked the rules."""
    found: dict[UUID, list[BusyTime]] = {}
    for row in BusyTime.objects.filter(person__in=list(people), voided_at=None):
        found.setdefault(row.person_id, []).append(row)
    return found


def wishes_of(people: Iterable[UUID]) -> dict[UUID, ComingWishes]:
    """How each of these people can come, where they said so."""
    return {row.person_id: row for row in ComingWishes.objects.filter(person__in=list(people))}
