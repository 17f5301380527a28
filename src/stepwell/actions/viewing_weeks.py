"""The week of a site: its sessions by day and time, with room, leader and how many people. No names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from stepwell.actions.charts import NotHere
from stepwell.actions.readers import SignedIn
from stepwell.domain.privacy.access import Role
from stepwell.kernel.civil import wall_minutes
from stepwell.kernel.weeks import Week
from stepwell.records.program.models import ServiceKind, Site
from stepwell.records.schedule.models import Session, SessionStatus
from stepwell.records.sessions.models import AttendanceState

_MAY_LOOK = frozenset({Role.MANAGER, Role.INTAKE})


@dataclass(frozen=True)
class Slot:
    """One session in the site's civil time."""

    session_id: UUID
    group_id: UUID | None
    title: dict[str, str]
    service: dict[str, str]
    kind: str
    starts: datetime
    ends: datetime
    room: str
    leader: str
    people: int
    places: int | None
    by_video: bool
    is_cancelled: bool

    @property
    def day(self) -> date:
        return self.starts.date()

    @property
    def minutes(self) -> int:
        """Minutes that pass, also on the nights the clocks change."""
        return int((self.ends.timestamp() - self.starts.timestamp()) // 60)

    @property
    def drawn_from(self) -> int:
        """Minutes after midnight by the clock on the wall."""
        return wall_minutes(self.starts, self.ends)[0]

    @property
    def drawn_until(self) -> int:
        """Where the session ends on the wall."""
        return wall_minutes(self.starts, self.ends)[1]


@dataclass(frozen=True)
class SiteWeek:
    """A week of one site. `without_time` counts, by day, sessions brought along without an hour."""

    site: Site
    zone: ZoneInfo
    week: Week
    today: date
    slots: tuple[Slot, ...]
    without_time: dict[date, int]

    @property
    def running(self) -> list[Slot]:
        return [slot for slot in self.slots if not slot.is_cancelled]

    @property
    def cancelled(self) -> int:
        return len(self.slots) - len(self.running)

    @property
    def groups(self) -> list[Slot]:
        return [slot for slot in self.running if slot.kind == ServiceKind.GROUP]

    @property
    def mean_group(self) -> float | None:
        """People a group, of the groups that were not cancelled."""
        return sum(slot.people for slot in self.groups) / len(self.groups) if self.groups else None

    @property
    def largest_group(self) -> int:
        return max((slot.people for slot in self.groups), default=0)

    @property
    def smallest_group(self) -> int:
        return min((slot.people for slot in self.groups), default=0)


def sites_of(by: SignedIn) -> list[Site]:
    """The sites the reader works at, by name."""
    return list(Site.objects.filter(pk__in=by.reader.site_ids).order_by("name"))


def week_of_site(by: SignedIn, site: Site, week: Week, *, at: datetime) -> SiteWeek:
    """The sessions of a site in an ISO week of the site's own calendar; NotHere at other people's sites."""
    if by.role not in _MAY_LOOK or site.pk not in by.reader.site_ids:
        raise NotHere("There is no such site.")
    zone = ZoneInfo(site.zone)
    expected = Count("attendances", filter=~Q(attendances__state=AttendanceState.NOT_EXPECTED))
    days = Session.objects.filter(site=site, held_on__range=(week.monday, week.sunday))
    timed = days.filter(starts_at__isnull=False, ends_at__isnull=False)
    rows = timed.select_related("room", "leader", "service", "group").annotate(people=expected)
    loose = days.filter(ends_at=None).values_list("held_on").annotate(number=Count("pk")).order_by("held_on")
    return SiteWeek(
        site=site,
        zone=zone,
        week=week,
        today=at.astimezone(zone).date(),
        slots=tuple(_slot(row, zone) for row in rows.order_by("starts_at", "pk")),
        without_time={day: number for day, number in loose if day is not None},
    )


def last_week_with_sessions(site: Site, *, at: datetime) -> Week | None:
    """The latest week in which the site met: where to look when this week is empty."""
    today = site.day_at(at)
    rows = Session.objects.filter(site=site, held_on__lte=today + timedelta(days=6))
    held_on = rows.order_by("-held_on").values_list("held_on", flat=True).first()
    return Week.of(held_on) if held_on else None


def _slot(row: Session, zone: ZoneInfo) -> Slot:
    assert row.starts_at is not None
    assert row.ends_at is not None  # rows without a time are counted apart
    return Slot(
        session_id=row.pk,
        group_id=row.group_id,
        title=row.title,
        service=row.service.title if row.service else {},
        kind=row.service.kind
        if row.service
        else (ServiceKind.GROUP if row.group_id else ServiceKind.INDIVIDUAL),
        starts=row.starts_at.astimezone(zone),
        ends=row.ends_at.astimezone(zone),
        room=row.room.name if row.room else "",
        leader=str(row.leader) if row.leader else "",
        people=row.people,  # type: ignore[attr-defined]  # annotated above
        places=row.group.max_members if row.group else None,
        by_video=row.by_video,
        is_cancelled=row.status == SessionStatus.CANCELLED,
    )
