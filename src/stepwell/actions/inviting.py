"""Accounts come by invitation: an address that works once, for a day, and of which only a hash is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from stepwell.actions import enrolling, founding
from stepwell.actions.charts import Chart
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.people.models import Account, OneTimeLink
from stepwell.records.program.models import Service, Site, Staff, StaffSite
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization

VALID_FOR = timedelta(hours=24)
NO_ADDRESS = "@invitation.invalid"
"""The ending of an e-mail address that stands in until the first manager tells theirs."""
MAY_INVITE_STAFF = frozenset({Role.MANAGER})
MAY_INVITE_PARTICIPANTS = frozenset({Role.MANAGER, Role.INTAKE, Role.COUNSELOR})
DOORS = (
    (Role.PARTICIPANT, gettext_noop("Participant")),
    (Role.FAMILY, gettext_noop("Family")),
    (Role.COUNSELOR, gettext_noop("Counselor")),
    (Role.INTAKE, gettext_noop("Intake")),
    (Role.MANAGER, gettext_noop("Manager")),
    (Role.PRIVACY_OFFICER, gettext_noop("Privacy officer")),
)


class NotYoursToInvite(Refusal):
    """Only some roles bring others in."""


class NotADemo(Refusal):
    """Doors without a lock exist in a demo only."""


@dataclass(frozen=True)
class Door:
    """A demo account that anybody with the link may use."""

    role: Role
    label: str
    name: str
    token: str


def invite_first_manager(*, at: datetime, organization_name: str = "Our program") -> str:
    """The path of a link for a manager; makes organization and account where there are none.

    Asked for again, it gives a new link for the same account, so a lost link is no dead end.
    """
    organization = Organization.objects.filter(is_demo=False).order_by("created_at").first()
    if organization is None:
        organization = founding.found_organization(organization_name, is_demo=False, at=at)
    with scope.within(organization.pk):
        account = _first_manager(organization) or _make_first_manager(at=at)
        _work_somewhere(account)
    return fresh_link(account, at=at)


def _work_somewhere(account: Account) -> None:
    """A manager of no site sees nobody; where sites were brought along, the first manager runs them all."""
    staff = Staff.objects.filter(account=account, at_sites=None).first()
    if staff is not None:
        StaffSite.objects.bulk_create(
            StaffSite(staff=staff, site=site) for site in Site.objects.filter(retired_at=None)
        )


def _first_manager(organization: Organization) -> Account | None:
    rows = Account.objects.filter(organization=organization, role=Role.MANAGER.value, is_active=True)
    return rows.order_by("created_at").first()


def _make_first_manager(*, at: datetime) -> Account:
    staff = founding.hire(
        "Manager",
        "",
        credential="",
        languages=["en"],
        sites=[],
        services=[],
        availability=[],
        role=Role.MANAGER,
        email=f"manager-{secrets.token_hex(6)}{NO_ADDRESS}",
        at=at,
    )
    assert staff.account is not None  # hire makes it
    return staff.account


def invite_staff(
    by: SignedIn,
    given_name: str,
    family_name: str,
    *,
    role: Role,
    email: str,
    credential: str = "",
    languages: Iterable[str] = ("en",),
    sites: Iterable[Site] = (),
    services: Iterable[Service] = (),
    availability: Iterable[founding.WeeklyHours] = (),
    at: datetime,
) -> tuple[Staff, str]:
    """A new member of staff, and the path of the link that lets them in. Only a manager may."""
    if by.role not in MAY_INVITE_STAFF or role in {Role.PARTICIPANT, Role.FAMILY, Role.SYSTEM}:
        raise NotYoursToInvite(gettext_noop("Only a manager can invite staff."))
    staff = founding.hire(
        given_name,
        family_name,
        credential=credential,
        languages=languages,
        sites=sites,
        services=services,
        availability=availability,
        role=role,
        email=email,
        at=at,
    )
    assert staff.account is not None  # hire makes it
    return staff, fresh_link(staff.account, at=at)


def is_new(staff: Staff) -> bool:
    """Whether a colleague has an account and never signed in."""
    account = staff.account
    return account is not None and account.is_active and account.last_login is None


@transaction.atomic(durable=True)
def invite_again(by: SignedIn, staff: Staff, *, at: datetime) -> str:
    """A new link for a colleague whose first was lost; links given before no longer work.

    Only before their first sign-in: afterwards a link would let its holder in as them.
    """
    if by.role not in MAY_INVITE_STAFF:
        raise NotYoursToInvite(gettext_noop("Only a manager can invite staff."))
    if not is_new(staff):
        raise NotYoursToInvite(
            gettext_noop("This colleague has signed in already. They can ask for a new password.")
        )
    assert staff.account is not None  # is_new asked for it
    return fresh_link(staff.account, at=at)


def invite_person(chart: Chart, *, email: str, language: str, at: datetime) -> str:
    """The path of a link that lets the person of the chart in. Asked for again, it is a new link.

    Only before their first sign-in: afterwards a link would let its holder read as them.
    """
    if chart.by.role not in MAY_INVITE_PARTICIPANTS:
        raise NotYoursToInvite(gettext_noop("You can't invite this person. Ask a manager."))
    account = Account.objects.filter(person=chart.person).first()
    if account is None:
        account = enrolling.write_account(
            chart.person, email=email, role=Role.PARTICIPANT, language=language, at=at
        )
    if account.last_login is not None:
        raise NotYoursToInvite(
            gettext_noop("This person has signed in already. They can ask for a new password.")
        )
    path = fresh_link(account, at=at)
    chart.note("invited", account.pk, at=at)
    return path


invite_participant = transaction.atomic(durable=True)(invite_person)
"""`invite_person` in a transaction of its own."""


@transaction.atomic
def fresh_link(account: Account, *, at: datetime) -> str:
    """The path of a new link for an account; links given before no longer work.

    The path is told once, here. The database keeps a hash of its secret.
    """
    OneTimeLink.objects.filter(account=account, used_at=None, expires_at__gt=at).update(expires_at=at)
    secret = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(
        account=account, secret_hash=_hash(secret), made_at=at, expires_at=at + VALID_FOR
    )
    return f"/enter/{secret}"


def is_open(secret: str, *, at: datetime) -> bool:
    """Whether a link would still let somebody in. Looking doesn't use it."""
    return _open_links(secret, at=at).exists()


def use_link(secret: str, *, at: datetime) -> Account | None:
    """The account the link lets in, once; None when it is wrong, used or too old.

    One conditional UPDATE decides, so of two who press at the same time one gets in.
    """
    if not _open_links(secret, at=at).update(used_at=at):
        return None
    link = OneTimeLink.objects.select_related("account__organization").get(secret_hash=_hash(secret))
    return link.account if link.account.is_active else None


def _open_links(secret: str, *, at: datetime) -> QuerySet[OneTimeLink]:
    return OneTimeLink.objects.filter(secret_hash=_hash(secret), used_at=None, expires_at__gt=at)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def needs_address(account: Account) -> bool:
    """Whether a stand-in is kept where the e-mail address should be."""
    return account.email.endswith(NO_ADDRESS)


@transaction.atomic(durable=True)
def introduce_first_manager(
    account: Account, *, email: str, given_name: str, family_name: str, program: str
) -> None:
    """The first manager tells their name, address and the program's name. Refused once told."""
    if not needs_address(account):
        raise NotYoursToInvite(gettext_noop("Your name and address are known already."))
    if Account.objects.filter(email__iexact=email).exists():
        raise founding.EmailTaken(gettext_noop("This e-mail address is in use already. Choose another one."))
    Account.objects.filter(pk=account.pk).update(email=email.lower())
    Staff.objects.filter(account=account).update(given_name=given_name, family_name=family_name)
    Organization.objects.filter(pk=account.organization_id).update(name=program)


def find_demo() -> Organization | None:
    """The demo organization of this installation, when it holds nothing but a demo."""
    organizations = list(Organization.objects.order_by("created_at")[:10])
    is_demo_only = bool(organizations) and all(organization.is_demo for organization in organizations)
    return organizations[0] if is_demo_only else None


def list_doors() -> list[Door]:
    """A door for each role of the demo. Refused where anything real is kept."""
    organization = find_demo()
    if organization is None:
        raise NotADemo(gettext_noop("There are doors in a demo only."))
    doors = []
    with scope.within(organization.pk):
        for role, label in DOORS:
            account = _demo_account(organization, role)
            if account is not None:
                doors.append(Door(role, label, _name_of(account), _token(account)))
    return doors


def demo_doors(*, base_url: str, at: datetime) -> list[tuple[str, str]]:
    """For each role of the demo, what it is called and the address that signs in at once."""
    return [(door.label, f"{base_url.rstrip('/')}/demo/{door.token}/") for door in list_doors()]


def find_behind_door(token: str) -> Account | None:
    """The demo account a door leads to; None for a wrong token and outside a demo."""
    organization = find_demo()
    if organization is None:
        return None
    for role, _ in DOORS:
        account = _demo_account(organization, role)
        if account is not None and hmac.compare_digest(_token(account), token):
            return account
    return None


def _demo_account(organization: Organization, role: Role) -> Account | None:
    rows = Account.objects.filter(organization=organization, role=role.value, is_active=True)
    return rows.select_related("organization").order_by("created_at", "pk").first()


def _name_of(account: Account) -> str:
    staff = Staff.objects.filter(account=account).first()
    if staff is not None:
        return staff.full_name
    return account.person.short_name if account.person else ""


def _token(account: Account) -> str:
    message = f"demo door\0{account.pk}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()[:40]
