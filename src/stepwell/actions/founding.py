"""An organization and what it works with: sites, rooms, services, staff, programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.domain.program.programs import Template
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.people.models import Account
from stepwell.records.program.models import (
    OnCallDuty,
    Phase,
    PhaseService,
    ProgramTemplate,
    Room,
    Service,
    ServiceKind,
    Site,
    Staff,
    StaffAvailability,
    StaffService,
    StaffSite,
    SwapPolicy,
)
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization


class UnknownZone(Refusal):
    """No clock keeps this time zone, so no session could have a time."""


class EmailTaken(Refusal):
    """Somebody signs in with this address already."""


class UnknownService(Refusal):
    """The program names a service that the organization doesn't offer."""


@dataclass(frozen=True)
class WeeklyHours:
    """When somebody works at a site each week, in the site's civil time. Weekday 0 is Monday."""

    site: Site
    weekday: int
    from_time: time
    until_time: time


@transaction.atomic(durable=True)
def found_organization(
    name: str, *, is_demo: bool, crisis_contacts: Iterable[Mapping[str, str]] = (), at: datetime
) -> Organization:
    """A new organization with nothing in it. The only action that needs no open scope."""
    contacts = [dict(contact) for contact in crisis_contacts]
    return Organization.objects.create(name=name, is_demo=is_demo, crisis_contacts=contacts, created_at=at)


def make_site(
    name: str,
    *,
    zone: str,
    address: str = "",
    phone: str = "",
    swap_policy: str = SwapPolicy.ASK.value,
    at: datetime,
) -> Site:
    """A place to meet, with the zone its sessions keep."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        sentence = gettext_noop("There is no time zone %(zone)s. Choose one like America/Chicago.")
        raise UnknownZone(sentence, zone=zone) from error
    return Site.objects.create(
        name=name, zone=zone, address=address, phone=phone, swap_policy=SwapPolicy(swap_policy)
    )


open_site = transaction.atomic(durable=True)(make_site)
"""`make_site` in a transaction of its own."""


def make_room(
    site: Site, *, name: str, seats: int, is_video: bool = False, video_link: str = "", at: datetime
) -> Room:
    """Seats at a site; a video room has a link instead and is never full."""
    return Room.objects.create(site=site, name=name, seats=seats, is_video=is_video, video_link=video_link)


furnish_room = transaction.atomic(durable=True)(make_room)
"""`make_room` in a transaction of its own."""


def make_service(key: str, *, kind: str, title: Mapping[str, str], at: datetime) -> Service:
    """A kind of session; offering the same key again gives the service that is there."""
    service, _ = Service.objects.get_or_create(
        key=key, defaults={"kind": ServiceKind(kind), "title": dict(title)}
    )
    return service


offer_service = transaction.atomic(durable=True)(make_service)
"""`make_service` in a transaction of its own."""


def make_staff(
    given_name: str,
    family_name: str,
    *,
    credential: str,
    languages: Iterable[str],
    sites: Iterable[Site],
    services: Iterable[Service],
    availability: Iterable[WeeklyHours],
    role: Role,
    email: str,
    at: datetime,
) -> Staff:
    """Somebody who works here, with an account that nobody can sign in to by password yet."""
    account = make_account(email=email, role=role, language="en", at=at)
    staff = Staff.objects.create(
        account=account,
        given_name=given_name,
        family_name=family_name,
        credential=credential,
        languages=list(languages),
    )
    StaffSite.objects.bulk_create(StaffSite(staff=staff, site=site) for site in sites)
    StaffService.objects.bulk_create(StaffService(staff=staff, service=service) for service in services)
    StaffAvailability.objects.bulk_create(
        StaffAvailability(
            staff=staff,
            site=hours.site,
            weekday=hours.weekday,
            from_time=hours.from_time,
            until_time=hours.until_time,
        )
        for hours in availability
    )
    return staff


hire = transaction.atomic(durable=True)(make_staff)
"""`make_staff` in a transaction of its own."""


def make_account(*, email: str, role: Role, language: str, at: datetime) -> Account:
    """An account of the open scope without a usable password. The caller holds the transaction."""
    if Account.objects.filter(email__iexact=email).exists():
        raise EmailTaken(gettext_noop("This e-mail address is in use already. Choose another one."))
    account = Account(
        organization_id=scope.organization_id(),
        email=email.lower(),
        role=role.value,
        language=language,
        created_at=at,
    )
    account.set_unusable_password()
    account.save(force_insert=True)
    return account


def make_duty(
    staff: Staff, *, site: Site, starts_at: datetime, ends_at: datetime | None, at: datetime
) -> OnCallDuty:
    """Name who answers for safety at a site; without an end, until further notice."""
    return OnCallDuty.objects.create(staff=staff, site=site, starts_at=starts_at, ends_at=ends_at)


put_on_call = transaction.atomic(durable=True)(make_duty)
"""`make_duty` in a transaction of its own."""


def make_program(
    template: Template,
    *,
    at: datetime,
    level_of_care: str = "2.1",
    titles: Mapping[str, str] | None = None,
    phase_titles: Mapping[str, Mapping[str, str]] | None = None,
    review_days: int = 30,
    seat_days: int = 30,
) -> ProgramTemplate:
    """Offer a program. Every service it names must be offered here already.

    `titles` and `phase_titles` (by the phase's name) add languages to the names of the file.
    """
    services = _services_of(template)
    row = ProgramTemplate.objects.create(
        title={"en": template.name, **(titles or {})},
        level_of_care=level_of_care,
        weeks=template.weeks,
        group_min=template.group_min,
        group_max=template.group_max,
        review_days=review_days,
        seat_days=seat_days,
    )
    for position, phase in enumerate(template.phases, start=1):
        more_titles = (phase_titles or {}).get(phase.name, {})
        phase_row = Phase.objects.create(
            template=row,
            position=position,
            title={"en": phase.name or f"Phase {position}", **more_titles},
            weeks=phase.weeks,
            weekly_minutes=phase.weekly_minutes,
        )
        PhaseService.objects.bulk_create(
            PhaseService(phase=phase_row, service=services[key], weekly_minutes=minutes)
            for key, minutes in phase.mix.items()
        )
    return row


adopt_template = transaction.atomic(durable=True)(make_program)
"""`make_program` in a transaction of its own."""


def _services_of(template: Template) -> dict[str, Service]:
    wanted = {key for phase in template.phases for key in phase.mix}
    offered = {service.key: service for service in Service.objects.filter(key__in=wanted)}
    if missing := sorted(wanted - offered.keys()):
        sentence = gettext_noop("The program names services that are not offered here: %(services)s.")
        raise UnknownService(sentence, services=", ".join(missing))
    return offered
