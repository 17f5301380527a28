"""Who is asking: an account with its role and sites, as the rules of access know it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from stepwell.domain.privacy.access import Reader, Role
from stepwell.records.people.models import Account
from stepwell.records.program.models import Staff, StaffSite


SYSTEM_ID = UUID(int=0)
"""Stands for the program itself where a reader needs a key."""


@dataclass(frozen=True)
class SignedIn:
    """A reader with the name that the trail will show."""

    reader: Reader
    name: str
    account: Account | None = None
    staff: Staff | None = None

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
    staff = Staff.objects.filter(account=account).first() if account.is_staff_member else None
    sites = StaffSite.objects.filter(staff=staff).values_list("site_id", flat=True) if staff else ()
    if staff is not None:
        name = " ".join(filter(None, [staff.full_name, staff.credential]))
    else:
        name = account.person.full_name if account.person else account.email
    return SignedIn(
        reader=Reader(
            account_id=account.pk,
            role=role,
            organization_id=account.organization_id,
            person_id=account.person_id,
            site_ids=frozenset(sites),
        ),
        name=name,
        account=account,
        staff=staff,
    )


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
        name=name,
    )
