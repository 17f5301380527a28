"""A drafted week for 600 people at five sites, in a program of its own, for the manager's timetable page."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from bench.people import SEED, Writer, found
from bench.timetable import simple
from stepwell.actions import readers
from stepwell.actions.readers import SignedIn
from stepwell.actions.timetabling import solving
from stepwell.actions.timetabling.laying_out import cost_fields, keep_plan
from stepwell.domain.privacy.access import Role
from stepwell.domain.timetable.costs import costs_of
from stepwell.domain.timetable.life import keeping
from stepwell.kernel.weeks import Week
from stepwell.records.episodes.models import BusyKind, BusyTime
from stepwell.records.people.models import Account, Person
from stepwell.records.program.models import Service, Site, Staff, StaffAvailability, StaffService, StaffSite
from stepwell.records.tenancy import scope
from stepwell.records.timetable.models import DraftPart, DraftState

SITES, AT_A_SITE = 5, 120
MIX = {"group_cbt": 180, "dbt_skills": 180, "relapse_prevention": 180}
OPEN, CLOSES = time(8), time(21)
DAY, EVENING = [(time(8), time(16))], [(time(16), time(22))]
SPLIT = [(time(8), time(14)), (time(15), time(22))]
WORK = [DAY] * 6 + [EVENING] * 3 + [SPLIT]
"""When people work on weekdays; a split shift leaves no room for a group."""
EXPLAINED = 12
"""For so many people of each site it is found out why they lack something: as many as the page names."""


@dataclass(frozen=True)
class DraftedWeek:
    """A draft with a plan for each of its sites, and the manager who looks at it."""

    organization_id: UUID
    manager: Account
    draft_id: UUID
    site_ids: list[UUID]


def write(*, now: datetime) -> DraftedWeek:
    """Another organization in the same database, with its draft for next week."""
    program = found("Bench, a drafted week", mix=MIX, now=now, host="weeks.bench.invalid")
    with scope.within(program.organization.pk):
        writer = Writer(program, random.Random(SEED + 1))
        for number in range(SITES):
            writer.site(number, AT_A_SITE)
        sites = list(Site.objects.order_by("name"))
        manager = _manager(writer, sites)
        _hours(writer)
        _work(writer)
        writer.rows.write()
        draft = _draft(readers.of(manager), sites, now=now)
    return DraftedWeek(program.organization.pk, manager, draft, [site.pk for site in sites])


def _hours(writer: Writer) -> None:
    """Every counselor may lead everything, on every weekday."""
    others = Service.objects.exclude(pk=writer.program.service.pk)
    for place in StaffSite.objects.filter(staff__account__role=Role.COUNSELOR.value).order_by("pk"):
        for service in others:
            writer.rows.add(StaffService(pk=writer.key(), staff_id=place.staff_id, service=service))
        for day in range(5):
            writer.rows.add(
                StaffAvailability(
                    pk=writer.key(), staff_id=place.staff_id, site_id=place.site_id, weekday=day,
                    from_time=OPEN, until_time=CLOSES,
                )
            )  # fmt: skip


def _work(writer: Writer) -> None:
    for number, person in enumerate(Person.objects.order_by("pk")):
        for begins, ends in WORK[number % len(WORK)]:
            for day in range(5):
                writer.rows.add(
                    BusyTime(
                        pk=writer.key(), person=person, kind=BusyKind.WORK, weekday=day, from_time=begins,
                        until_time=ends, zone=writer.program.zone,
                    )
                )  # fmt: skip


def _manager(writer: Writer, sites: list[Site]) -> Account:
    account = writer.account(f"manager@{writer.program.host}", Role.MANAGER)
    staff = Staff(pk=writer.key(), account=account, given_name="Grace", family_name="Okafor")
    writer.rows.add(account)
    writer.rows.add(staff)
    for site in sites:
        writer.rows.add(StaffSite(pk=writer.key(), staff=staff, site=site))
    return account


def _draft(by: SignedIn, sites: list[Site], *, now: datetime) -> UUID:
    """The facts as the product gathers them, with the simple plan: what is drawn of it costs the same."""
    week = Week.at(now, ZoneInfo(sites[0].zone)).next()
    draft = solving.start_solving(by, site_ids=[site.pk for site in sites], week=week, key="bench", at=now)
    for part in DraftPart.objects.filter(draft=draft).select_related("draft", "site"):
        problem = keeping.read_problem(part.problem)
        plan = simple.plan(problem)
        fields = {
            **keep_plan(part, problem, plan, ways_in=EXPLAINED),
            **cost_fields(part, problem, costs_of(problem, plan)),
        }
        DraftPart.objects.filter(pk=part.pk).update(**fields, state=DraftState.READY, version=1)
    return draft
