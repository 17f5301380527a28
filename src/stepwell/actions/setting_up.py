"""Each form of the setup page writes once: the key and what it makes are one transaction.

What `founding` makes shares the transaction of its form, so that nothing is made whose key isn't
kept, and no key is kept without it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from stepwell.actions import founding, inviting, once
from stepwell.actions.charts import NotHere
from stepwell.actions.founding import WeeklyHours
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.instruments.cadence import LONGEST_DAYS, SHORTEST_DAYS, USUAL_DAYS
from stepwell.domain.privacy.access import Role
from stepwell.domain.program.programs import Template
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.program.models import (
    ProgramTemplate,
    Service,
    Site,
    Staff,
    StaffAvailability,
    StaffService,
    StaffSite,
    SwapPolicy,
)
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization

LONGEST_REVIEW, LONGEST_SEAT = 180, 90
"""Days between two reviews, and for which a seat is held, at most. Program policy."""


class NotDays(Refusal):
    """No program waits so long or so short."""


class AlreadyOffered(Refusal):
    """Two services of one name couldn't be told apart."""


def _is_first(by: SignedIn, action: str, key: str, at: datetime) -> bool:
    if by.role is not Role.MANAGER:
        raise NotHere("There is nothing here.")
    return once.is_first_time(key, action=action, account_id=by.account_id, at=at)


@transaction.atomic(durable=True)
def name_organization(by: SignedIn, *, name: str, key: str, at: datetime) -> None:
    """Call the organization by another name."""
    if _is_first(by, "name_organization", key, at):
        Organization.objects.filter(pk=scope.organization_id()).update(name=name.strip())


@transaction.atomic(durable=True)
def add_site(by: SignedIn, *, key: str, at: datetime, **facts: Any) -> None:
    """Open a site. The manager who opens it works there, so that they see who comes to it."""
    if _is_first(by, "add_site", key, at):
        site = founding.make_site(**facts, at=at)
        if by.staff is not None:
            StaffSite.objects.create(staff=by.staff, site=site)


@transaction.atomic(durable=True)
def choose_swaps(by: SignedIn, site: Site, *, policy: str, key: str, at: datetime) -> None:
    """Whether people of a site take a session that does the same job at once, or ask for it."""
    if _is_first(by, "choose_swaps", key, at):
        Site.objects.filter(pk=site.pk).update(swap_policy=SwapPolicy(policy))


@transaction.atomic(durable=True)
def add_room(by: SignedIn, site: Site, *, key: str, at: datetime, **facts: Any) -> None:
    """Furnish a room; `facts` are those of `founding.furnish_room`."""
    if _is_first(by, "add_room", key, at):
        founding.make_room(site, **facts, at=at)


@transaction.atomic(durable=True)
def add_service(by: SignedIn, name: str, *, key: str, at: datetime, **facts: Any) -> None:
    """Offer a service under its short name. Refused when there is one of this name."""
    if _is_first(by, "add_service", key, at):
        if Service.objects.filter(key=name).exists():
            raise AlreadyOffered(gettext_noop("A service of this name is there already."))
        founding.make_service(name, **facts, at=at)


@transaction.atomic(durable=True)
def add_program(
    by: SignedIn,
    template: Template,
    *,
    level_of_care: str,
    review_days: int = 30,
    seat_days: int = 30,
    key: str,
    at: datetime,
) -> None:
    """Offer a program, with how often its plans are looked at and how long a seat is held."""
    if _is_first(by, "add_program", key, at):
        founding.make_program(
            template, level_of_care=level_of_care, review_days=review_days, seat_days=seat_days, at=at
        )


@transaction.atomic(durable=True)
def change_days(
    by: SignedIn,
    program: ProgramTemplate,
    *,
    review_days: int,
    seat_days: int,
    ask_days: int = USUAL_DAYS,
    key: str,
    at: datetime,
) -> None:
    """How often plans are looked at and questionnaires asked, and how long a seat is held, from now on.

    Reviews are due by it at once; the seat of who left before is held as they were told.
    """
    if by.role is not Role.MANAGER:
        raise NotHere("There is no such page.")
    if not 1 <= review_days <= LONGEST_REVIEW or not 0 <= seat_days <= LONGEST_SEAT:
        raise NotDays(
            gettext_noop("A review comes after 1 to %(review)d days, and a seat is held for 0 to %(seat)d."),
            review=LONGEST_REVIEW,
            seat=LONGEST_SEAT,
        )
    if not SHORTEST_DAYS <= ask_days <= LONGEST_DAYS:
        raise NotDays(
            gettext_noop("A questionnaire is asked again after %(first)d to %(last)d days."),
            first=SHORTEST_DAYS,
            last=LONGEST_DAYS,
        )
    if _is_first(by, "change_days", key, at):
        days = {"review_days": review_days, "seat_days": seat_days, "ask_days": ask_days}
        ProgramTemplate.objects.filter(pk=program.pk, retired_at=None).update(**days)


@transaction.atomic(durable=True)
def name_on_call(by: SignedIn, staff: Staff, *, site: Site, key: str, at: datetime) -> None:
    """Name who answers for safety at a site from now on, until further notice."""
    if _is_first(by, "name_on_call", key, at):
        founding.make_duty(staff, site=site, starts_at=at, ends_at=None, at=at)


@transaction.atomic(durable=True)
def add_colleague(
    by: SignedIn, *, given_name: str, family_name: str, role: Role, key: str, at: datetime, **facts: Any
) -> str:
    """The path of the link that lets a new colleague in, or nothing the second time: it is shown once.

    `facts` are those of `founding.hire`.
    """
    if not _is_first(by, "add_colleague", key, at):
        return ""
    if role in {Role.PARTICIPANT, Role.FAMILY, Role.SYSTEM}:
        raise inviting.NotYoursToInvite(gettext_noop("Only a manager can invite staff."))
    facts = {"credential": "", "languages": ["en"], "sites": [], "services": [], "availability": [], **facts}
    staff = founding.make_staff(given_name, family_name, role=role, **facts, at=at)
    assert staff.account is not None  # make_staff makes it
    return inviting.fresh_link(staff.account, at=at)


def find_colleague(by: SignedIn, staff_id: UUID) -> Staff:
    """Somebody who works here, with where, what and when; or NotHere."""
    rows = Staff.objects.filter(retired_at=None).select_related("account")
    staff = rows.prefetch_related("at_sites", "may_lead", "availability").filter(pk=staff_id).first()
    if by.role is not Role.MANAGER or staff is None:
        raise NotHere("There is nobody like that.")
    return staff


@transaction.atomic(durable=True)
def change_colleague(
    by: SignedIn,
    staff: Staff,
    *,
    services: Iterable[Service],
    hours: Iterable[WeeklyHours],
    supervisor: UUID | None = None,
    key: str,
    at: datetime,
) -> None:
    """What somebody may lead from now on, when they work, and who co-signs their notes, if anybody.

    Sessions on the calendar stay as they are, and so does a note that waits for a signature.

    Hours at sites the manager doesn't run are left alone.
    """
    if not _is_first(by, "change_colleague", key, at):
        return
    others = Staff.objects.filter(retired_at=None).exclude(pk=staff.pk).exclude(credential="")
    Staff.objects.filter(pk=staff.pk).update(
        supervisor=others.filter(pk=supervisor).first() if supervisor else None
    )
    StaffService.objects.filter(staff=staff).delete()
    StaffService.objects.bulk_create(StaffService(staff=staff, service=service) for service in services)
    StaffAvailability.objects.filter(staff=staff, site__in=by.reader.site_ids).delete()
    StaffAvailability.objects.bulk_create(
        StaffAvailability(
            staff=staff,
            site=one.site,
            weekday=one.weekday,
            from_time=one.from_time,
            until_time=one.until_time,
        )
        for one in dict.fromkeys(hours)
        if one.site.pk in by.reader.site_ids
    )
