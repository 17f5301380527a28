"""What a session gives to the weeks of those who come. How it changes is in `rippling`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from stepwell.actions import charts, levels_kept
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.readers import SignedIn
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.kernel.weeks import Week
from stepwell.records.schedule.models import Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState

_PURPOSES = {Role.MANAGER: Purpose.OPERATIONS, Role.INTAKE: Purpose.INTAKE}
_COUNTED = ~Q(state=AttendanceState.NOT_EXPECTED)


@dataclass(frozen=True)
class Touched:
    """One person who is expected, and the minutes of their week with the session and without it.

    `floor_minutes` is None where no program tells one, and for readers who don't see hours.
    """

    chart: Chart
    loses: int
    planned: int
    floor_minutes: int | None

    @property
    def left(self) -> int:
        return self.planned - self.loses

    @property
    def falls_below(self) -> bool:
        """The plan reaches the floor with this session and not without it."""
        return self.floor_minutes is not None and self.left < self.floor_minutes <= self.planned

    @property
    def was_below(self) -> bool:
        return self.floor_minutes is not None and self.planned < self.floor_minutes


def find_session(by: SignedIn, session_id: UUID) -> Session:
    """A session at a site of the reader's, or NotHere."""
    rows = Session.objects.filter(pk=session_id, site__in=by.reader.site_ids)
    session = rows.select_related("site", "room", "leader", "group", "service").first()
    if session is None or by.role not in _PURPOSES:
        raise NotHere("There is no such session.")
    return session


def may_call_off(session: Session, *, at: datetime) -> bool:
    """Whether it is still to come."""
    return (
        session.status == SessionStatus.PLANNED and session.starts_at is not None and session.starts_at > at
    )


def list_touched(by: SignedIn, session: Session, *, at: datetime) -> list[Touched]:
    """Who would lose how many minutes of their week; one line in the trail names them all."""
    there = Attendance.objects.filter(_COUNTED, session=session)
    rows = {
        row["person_id"]: row
        for row in there.values(
            "person_id",
            "episode_id",
            "planned_minutes",
            floor=levels_kept.floor_told(
                on=session.held_on, episode="episode_id", template="episode__template"
            ),
        )
    }
    opened = charts.open_list(by, list(rows), _PURPOSES[by.role], what="session", at=at)
    planned = _planned([row["episode_id"] for row in rows.values()], session)
    sees_hours = by.role is Role.MANAGER
    touched = [
        Touched(
            chart=chart,
            loses=(row := rows[chart.person.pk])["planned_minutes"],
            planned=planned.get(row["episode_id"], 0),
            floor_minutes=row["floor"] if sees_hours else None,
        )
        for chart in opened
    ]
    return sorted(touched, key=lambda one: (not one.falls_below, one.chart.person.full_name))


def _planned(episodes: list[UUID], session: Session) -> dict[UUID, int]:
    if session.held_on is None:
        return {}
    week = Week.of(session.held_on)
    rows = Attendance.objects.filter(
        _COUNTED, episode__in=episodes, held_on__range=(week.monday, week.sunday)
    )
    sums = rows.values("episode_id").annotate(all_minutes=Coalesce(Sum("planned_minutes"), 0)).order_by()
    return {row["episode_id"]: row["all_minutes"] for row in sums}
