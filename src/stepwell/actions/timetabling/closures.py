"""Closed days, closed rooms and absences as they stand, and how many sessions are planned in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce

from stepwell.actions.charts import NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.timetabling.sites import need_manager, own_sites
from stepwell.records.program.models import RoomClosure, Site, SiteHoliday, Staff, StaffAbsence, StaffSite
from stepwell.records.schedule.models import Session, SessionStatus


@dataclass(frozen=True)
class ClosedDay:
    """A day on which a site is closed. `planned` sessions stand on the calendar all the same."""

    site: Site
    on: date
    planned: int


@dataclass(frozen=True)
class Closed:
    """A span in which a room can't be used or somebody is away.

    `planned` sessions still need them; the first is at the site `first_at` on the day `first_on`.
    """

    key: UUID
    row_id: UUID
    """The room's key, or the key of who is away."""
    name: str
    site: Site | None
    starts_at: datetime
    ends_at: datetime
    planned: int
    first_at: UUID | None
    first_on: date | None


def planned_on(by: SignedIn, site_id: UUID, *, on: date, at: datetime) -> int:
    """How many sessions of a site would be called off if it were closed on that day."""
    (site,) = own_sites(by, [site_id])
    return _ahead(at).filter(site=site, held_on=on).count()


def list_closed_days(by: SignedIn, *, after: date, at: datetime) -> list[ClosedDay]:
    """The closed days of the manager's sites from a day on, the next one first."""
    need_manager(by)
    there = _ahead(at).filter(site=OuterRef("site"), held_on=OuterRef("on_date"))
    rows = SiteHoliday.objects.filter(site__in=by.reader.site_ids, voided_at=None, on_date__gte=after)
    rows = rows.select_related("site").annotate(planned=_counted(there, "site"))
    return [ClosedDay(row.site, row.on_date, row.planned) for row in rows.order_by("on_date", "site__name")]


def list_closed_rooms(by: SignedIn, *, at: datetime) -> list[Closed]:
    """Rooms of the manager's sites that can't be used now or later, the next one first."""
    need_manager(by)
    rows = RoomClosure.objects.filter(
        room__site__in=by.reader.site_ids, room__retired_at=None, voided_at=None, ends_at__gt=at
    )
    rows = rows.select_related("room__site").annotate(**_within("room", "room", at))
    return [
        _closed(row, row.room_id, row.room.name, row.room.site) for row in rows.order_by("starts_at", "pk")
    ]


def list_absences(by: SignedIn, staff: Staff | None = None, *, at: datetime) -> list[Closed]:
    """When people of the manager's sites are away, now or later, the next one first.

    Of one of them only, if `staff` is given; NotHere for who works at other sites.
    """
    need_manager(by)
    rows = StaffAbsence.objects.filter(voided_at=None, ends_at__gt=at, staff__retired_at=None)
    if staff is not None:
        if not works_here(by, staff):
            raise NotHere("There is nobody like that.")
        rows = rows.filter(staff=staff)
    else:
        here = StaffSite.objects.filter(site__in=by.reader.site_ids)
        rows = rows.filter(staff__in=here.values("staff"))
    rows = rows.select_related("staff").annotate(**_within("leader", "staff", at))
    return [_closed(row, row.staff_id, row.staff.full_name, None) for row in rows.order_by("starts_at", "pk")]


def works_here(by: SignedIn, staff: Staff) -> bool:
    """Whether somebody works at a site of the reader's."""
    return staff.at_sites.filter(site__in=by.reader.site_ids).exists()


def _ahead(at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(status=SessionStatus.PLANNED, starts_at__gt=at)


def _within(theirs: str, own: str, at: datetime) -> dict[str, Any]:
    """How many sessions ahead use the row's room or leader in its span, and where and when the first is."""
    there: dict[str, Any] = {
        theirs: OuterRef(own),
        "starts_at__lt": OuterRef("ends_at"),
        "ends_at__gt": OuterRef("starts_at"),
    }
    rows = _ahead(at).filter(**there)
    first = rows.order_by("starts_at", "pk")
    return {
        "planned": _counted(rows, theirs),
        "first_at": Subquery(first.values("site")[:1], output_field=UUIDField()),
        "first_on": Subquery(first.values("held_on")[:1]),
    }


def _closed(row: Any, row_id: UUID, name: str, site: Site | None) -> Closed:
    return Closed(
        row.pk, row_id, name, site, row.starts_at, row.ends_at, row.planned, row.first_at, row.first_on
    )


def _counted(rows: QuerySet[Session], by: str) -> Coalesce:
    """The number of these rows, which all have the same `by`, for each row outside."""
    counted = rows.order_by().annotate(one=F(by)).values("one").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
