"""How much somebody leads in a week, and how the sessions of a service are held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from stepwell.actions import once
from stepwell.actions.charts import NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling import closures
from stepwell.actions.timetabling.gathered_leaders import LEADS_AT_MOST
from stepwell.actions.timetabling.gathered_services import usual_minutes
from stepwell.actions.timetabling.sites import need_manager
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.program.models import Service, Staff
from stepwell.records.timetable.models import LeaderLimit, SessionShape

WEEK_AT_MOST = 60 * 60
SHORTEST, LONGEST = 15, 8 * 60


class NotAWeekOfWork(Refusal):
    """More than a week of work holds, or less than nothing."""


class NotALength(Refusal):
    """No session is so short or so long."""


@dataclass(frozen=True)
class Limit:
    """How much somebody leads in a week at most, and whether they also lead by video."""

    weekly_minutes: int
    by_video: bool


@dataclass(frozen=True)
class Shape:
    """How sessions of a service are held in the next timetable."""

    minutes: int
    is_open: bool
    by_gender: bool


def limit_of(by: SignedIn, staff: Staff) -> Limit:
    """What holds for somebody: their own limit, or else the program's usual."""
    need_manager(by)
    row = LeaderLimit.objects.filter(staff=staff).first()
    return Limit(row.weekly_minutes, row.by_video) if row else Limit(LEADS_AT_MOST, True)


@transaction.atomic(durable=True)
def limit_leader(by: SignedIn, staff: Staff, limit: Limit, *, key: str, at: datetime) -> None:
    """From the next timetable on they lead so much a week at most. Sessions on the calendar stay."""
    need_manager(by)
    if not closures.works_here(by, staff):
        raise NotHere("There is nobody like that.")
    if not 0 <= limit.weekly_minutes <= WEEK_AT_MOST:
        raise NotAWeekOfWork(
            gettext_noop("Type hours of a week, from 0 to %(most)d."), most=WEEK_AT_MOST // 60
        )
    if once.is_first_time(key, action="limit_leader", account_id=by.account_id, at=at):
        LeaderLimit.objects.update_or_create(
            staff=staff, defaults={"weekly_minutes": limit.weekly_minutes, "by_video": limit.by_video}
        )


def find_service(by: SignedIn, service_id: UUID) -> Service:
    """A service that is offered, or NotHere."""
    need_manager(by)
    service = Service.objects.filter(pk=service_id, retired_at=None).first()
    if service is None:
        raise NotHere("There is no such service.")
    return service


def shape_of(by: SignedIn, service: Service) -> Shape:
    """What holds for a service: its own shape, or else that of its running groups, or the usual."""
    need_manager(by)
    row = SessionShape.objects.filter(service=service).first()
    if row is not None:
        return Shape(row.minutes, row.is_open, row.by_gender)
    return Shape(usual_minutes(service), True, False)


@transaction.atomic(durable=True)
def shape_service(by: SignedIn, service: Service, shape: Shape, *, key: str, at: datetime) -> None:
    """From the next timetable on its sessions are held like this. Groups that run stay as they are."""
    need_manager(by)
    if not SHORTEST <= shape.minutes <= LONGEST:
        raise NotALength(
            gettext_noop("A session lasts from %(least)d to %(most)d minutes."), least=SHORTEST, most=LONGEST
        )
    if once.is_first_time(key, action="shape_service", account_id=by.account_id, at=at):
        SessionShape.objects.update_or_create(
            service=service,
            defaults={"minutes": shape.minutes, "is_open": shape.is_open, "by_gender": shape.by_gender},
        )


def is_by_gender() -> bool:
    """Whether any service in use may be held for one gender."""
    return SessionShape.objects.filter(by_gender=True, service__retired_at=None).exists()
