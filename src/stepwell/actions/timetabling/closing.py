"""Closed days, closed rooms and absences as they stand, and how many sessions are planned in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from stepwell.actions import once
from stepwell.actions.charts import NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.timetabling.sites import need_manager, own_sites
from stepwell.records.program.models import RoomClosure, Site, SiteHoliday, Staff, StaffAbsence
from stepwell.records.schedule.models import Session, SessionStatus


@dataclass(frozen=True)
class ClosedDay:
    """A day on which a site is closed. `planned` sessions stand on the calendar all the same."""

    site: Site
    on: date
    planned: int


@dataclass(frozen=True)
class Closed:
    """A span in which a room can't be used or somebody is away; `planned` sessions still need them."""

    key: UUID
    name: str
    site: Site | None
    starts_at: datetime
    ends_at: datetime
    planned: int


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
    rows = rows.select_related("room__site").annotate(planned=_within("room", at))
    return [
        Closed(row.pk, row.room.name, row.room.site, row.starts_at, row.ends_at, row.planned)
        for row in rows.order_by("starts_at", "pk")
    ]


def list_absences(by: SignedIn, staff: Staff, *, at: datetime) -> list[Closed]:
    """When somebody is away, now or later, the next one first. NotHere at sites that aren't the manager's."""
    need_manager(by)
    if not works_here(by, staff):
        raise NotHere("There is nobody like that.")
    rows = StaffAbsence.objects.filter(staff=staff, voided_at=None, ends_at__gt=at)
    rows = rows.annotate(planned=_within("leader", at, "staff"))
    return [
        Closed(row.pk, staff.full_name, None, row.starts_at, row.ends_at, row.planned)
        for row in rows.order_by("starts_at", "pk")
    ]


def works_here(by: SignedIn, staff: Staff) -> bool:
    """Whether somebody works at a site of the reader's."""
    return staff.at_sites.filter(site__in=by.reader.site_ids).exists()


@transaction.atomic(durable=True)
def open_room(by: SignedIn, closure_id: UUID, *, key: str, at: datetime) -> None:
    """The room can be used after all. Saying it twice changes nothing."""
    need_manager(by)
    rows = RoomClosure.objects.filter(pk=closure_id, room__site__in=by.reader.site_ids)
    if not rows.exists():
        raise NotHere("There is no such closure.")
    if once.is_first_time(key, action="open_room", account_id=by.account_id, at=at):
        RoomClosure.objects.filter(pk=closure_id, voided_at=None).update(voided_at=at)


def _ahead(at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(status=SessionStatus.PLANNED, starts_at__gt=at)


def _within(theirs: str, at: datetime, own: str = "") -> Coalesce:
    there: Mapping[str, object] = {
        theirs: OuterRef(own or theirs),
        "starts_at__lt": OuterRef("ends_at"),
        "ends_at__gt": OuterRef("starts_at"),
    }
    return _counted(_ahead(at).filter(**there), theirs)


def _counted(rows: QuerySet[Session], by: str) -> Coalesce:
    """The number of these rows, which all have the same `by`, for each row outside."""
    counted = rows.order_by().annotate(one=F(by)).values("one").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
