"""Nobody is expected at two sessions at once after a timetable is published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from stepwell.actions import rosters
from stepwell.actions.planning_ahead import WEEKS_AHEAD
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling.made import Made
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.schedule.models import RosterEntry, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState
from stepwell.records.timetable.models import DraftPart


class CannotPublish(Refusal):
    """Something keeps the draft from being published; the sentence says what."""


@dataclass(frozen=True)
class _Awaited:
    """Somebody is expected at a session; as a guest, when they aren't on its group's roster."""

    key: UUID
    starts_at: datetime
    ends_at: datetime
    is_guest: bool


def clear(parts: Sequence[DraftPart], monday: date, made: Made, *, by: SignedIn, at: datetime) -> None:
    """Give up a guest's place that runs into a session of their own; refuse whatever else would be double.

    A guest made up for a session, or took one instead of another; with the new week that is settled.
    """
    awaited = _awaited(parts, monday)
    given_up = [one.key for mine in awaited.values() for one in _guests_in_the_way(mine)]
    rows = Attendance.objects.filter(pk__in=given_up)
    made.expect_no_more(rows)
    rosters.expect_no_more(rows, by=by, at=at)
    gone = set(given_up)
    if any(_are_double([one for one in mine if one.key not in gone]) for mine in awaited.values()):
        raise CannotPublish(
            gettext_noop(
                "Somebody has another session at that time, this week or later. Solve the week again."
            )
        )


def _awaited(parts: Sequence[DraftPart], monday: date) -> dict[UUID, list[_Awaited]]:
    people = [UUID(key) for part in parts for key in part.facts["floors"]]
    on_roster: dict[tuple[UUID, UUID], list[tuple[date, date | None]]] = {}
    for group, person, since, until in RosterEntry.objects.filter(person__in=people).values_list(
        "group_id", "person_id", "from_on", "until_on"
    ):
        on_roster.setdefault((group, person), []).append((since, until))
    rows = Attendance.objects.filter(
        person__in=people,
        state=AttendanceState.EXPECTED,
        held_on__gte=monday,
        held_on__lt=monday + timedelta(weeks=WEEKS_AHEAD + 1),
    ).exclude(session__status=SessionStatus.CANCELLED)
    found: dict[UUID, list[_Awaited]] = {}
    for key, person, day, group, starts_at, ends_at in rows.order_by("session__starts_at").values_list(
        "pk", "person_id", "held_on", "session__group_id", "session__starts_at", "session__ends_at"
    ):
        if day is None or starts_at is None or ends_at is None:
            continue
        is_guest = group is not None and not _belongs(on_roster.get((group, person), ()), day)
        found.setdefault(person, []).append(_Awaited(key, starts_at, ends_at, is_guest))
    return found


def _belongs(spans: Iterable[tuple[date, date | None]], day: date) -> bool:
    return any(since <= day and (until is None or day < until) for since, until in spans)


def _guests_in_the_way(mine: Sequence[_Awaited]) -> list[_Awaited]:
    own = [one for one in mine if not one.is_guest]
    return [one for one in mine if one.is_guest and any(_overlap(one, other) for other in own)]


def _are_double(mine: Sequence[_Awaited]) -> bool:
    return any(_overlap(one, other) for one, other in pairwise(mine))


def _overlap(one: _Awaited, other: _Awaited) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
