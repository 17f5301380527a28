"""Who is asking: an account with its role and sites, as the rules of access know it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from stepwell.domain.privacy.access import Reader, Role
from stepwell.records.people.models import Account, Person
from stepwell.records.program.models import Staff
from stepwell.records.tenancy import composed
from stepwell.records.tenancy.composed import Gaps

SYSTEM_ID = UUID(int=0)
"""Stands for the program itself where a reader needs a key."""


@dataclass(frozen=True)
class SignedIn:
    """A reader: the account, and who is behind it."""

    reader: Reader
    called: str = ""
    """The name where it is known without asking: of staff, and of a job."""
    account: Account | None = None
    staff: Staff | None = None

    @cached_property
    def name(self) -> str:
        """The name that the trail will show; that of a participant or supporter is asked for when needed."""
        if self.called or self.account is None:
            return self.called
        person = _person.first(person=self.account.person_id) if self.account.person_id else None
        return person.full_name if person else self.account.email

    @property
    def account_id(self) -> UUID | None:
        """The account, or None for the program itself."""
        return self.account.pk if self.account else None

    @property
    def role(self) -> Role:
        return self.reader.role


def of(account: Account) -> SignedIn:
    """The reader behind an account. The scope of the account's organization must be open."""
    role = Role(account.role)
    staff, sites = _find_staff(account) if account.is_staff_member else (None, frozenset())
    called = " ".join(filter(None, [staff.full_name, staff.credential])) if staff else ""
    return SignedIn(
        reader=Reader(
            account_id=account.pk,
            role=role,
            organization_id=account.organization_id,
            person_id=account.person_id,
            site_ids=sites,
        ),
        called=called,
        account=account,
        staff=staff,
    )


@composed.once
def _staff(gap: Gaps) -> QuerySet[Any]:
    """Once for each site."""
    return Staff.objects.filter(account_id=gap.account).annotate(works_at=F("at_sites__site_id"))


@composed.once
def _person(gap: Gaps) -> QuerySet[Person]:
    return Person.objects.filter(pk=gap.person)


def _find_staff(account: Account) -> tuple[Staff | None, frozenset[UUID]]:
    """Who works here under this account, and at which sites: one query, since every page asks."""
    rows = _staff(account=account.pk)
    sites = frozenset(row.works_at for row in rows if row.works_at is not None)
    return (rows[0] if rows else None), sites


def system(organization_id: UUID, *, name: str) -> SignedIn:
    """The program itself, in a job that `name` tells of ("reminders", "import")."""
    return SignedIn(
        reader=Reader(
            account_id=SYSTEM_ID,
            role=Role.SYSTEM,
            organization_id=organization_id,
            person_id=None,
            site_ids=frozenset(),
        ),
        called=name,
    )
