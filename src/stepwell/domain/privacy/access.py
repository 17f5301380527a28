"""Who may open whose record, for which purpose, and which parts of it.

The rule is the minimum necessary of 45 CFR 164.502(b) and 164.514(d), and of 42 CFR
2.12(c)(3): within a program, those who need the information for their work. Which role
needs which part is the program's policy, written here in one table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from stepwell.kernel.decisions import Permit, Refuse


class Role(Enum):
    """What somebody is in the program. One account has one role."""

    PARTICIPANT = "participant"
    FAMILY = "family"
    COUNSELOR = "counselor"
    INTAKE = "intake"
    MANAGER = "manager"
    PRIVACY_OFFICER = "privacy_officer"
    SYSTEM = "system"


class Purpose(Enum):
    """Why a record is opened."""

    OWN = "own"
    TREATMENT = "treatment"
    INTAKE = "intake"
    OPERATIONS = "operations"
    OVERSIGHT = "oversight"
    SYSTEM = "system"


class Part(Enum):
    """The parts of a record that can be opened apart from one another."""

    IDENTITY = "identity"
    CONTACT = "contact"
    EPISODE = "episode"
    SCHEDULE = "schedule"
    ATTENDANCE = "attendance"
    MEASURES = "measures"
    CHECK_INS = "check_ins"
    DRUG_TESTS = "drug_tests"
    FREE_TEXT = "free_text"
    TRAIL = "trail"


_EVERYDAY = frozenset({Part.IDENTITY, Part.CONTACT, Part.EPISODE, Part.SCHEDULE})

PARTS: dict[tuple[Role, Purpose], frozenset[Part]] = {
    (Role.PARTICIPANT, Purpose.OWN): frozenset(Part),
    (Role.COUNSELOR, Purpose.TREATMENT): frozenset(Part) - {Part.TRAIL},
    (Role.INTAKE, Purpose.INTAKE): _EVERYDAY,
    (Role.MANAGER, Purpose.OPERATIONS): _EVERYDAY | {Part.ATTENDANCE},
    (Role.PRIVACY_OFFICER, Purpose.OVERSIGHT): frozenset({Part.IDENTITY, Part.TRAIL}),
    (Role.SYSTEM, Purpose.SYSTEM): _EVERYDAY | {Part.ATTENDANCE, Part.MEASURES},
}
"""The whole policy: a pair that isn't here opens nothing. Family needs a consent, so it has no line."""

_AT_SHARED_SITE = frozenset({Role.COUNSELOR, Role.INTAKE, Role.MANAGER})


@dataclass(frozen=True)
class Reader:
    """Who asks. `site_ids` are the sites where a member of staff works."""

    account_id: UUID | None
    role: Role
    organization_id: UUID
    person_id: UUID | None
    site_ids: frozenset[UUID]


@dataclass(frozen=True)
class Subject:
    """Whose record is asked for. `site_ids` are the sites of the person's episodes."""

    person_id: UUID
    organization_id: UUID
    site_ids: frozenset[UUID]
    is_participant: bool


def parts_open(reader: Reader, purpose: Purpose) -> frozenset[Part]:
    """What the purpose opens to the role; nothing where the policy has no line."""
    return PARTS.get((reader.role, purpose), frozenset())


def decide(reader: Reader, subject: Subject, purpose: Purpose) -> Permit | Refuse:
    """Permit only where the policy has a line and the reader stands in the right place; there is no default yes."""
    if reader.organization_id != subject.organization_id:
        return Refuse("the record belongs to another organization")
    if not parts_open(reader, purpose):
        return Refuse(f"a {reader.role.value} opens no record for {purpose.value}")
    if reader.role is Role.PARTICIPANT and reader.person_id != subject.person_id:
        return Refuse("a participant opens only their own record")
    if reader.role in _AT_SHARED_SITE and not reader.site_ids & subject.site_ids:
        return Refuse("the reader doesn't work at a site of this person")
    return Permit(f"{reader.role.value} for {purpose.value}")
