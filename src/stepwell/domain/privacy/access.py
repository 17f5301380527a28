"""Which parts of a chart a reader may open, for a purpose; what is not listed is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from uuid import UUID

from stepwell.kernel.decisions import Permit, Refuse


class Role(Enum):
    """What an account is to the organization. SYSTEM is a job, never a person."""

    PARTICIPANT = "participant"
    FAMILY = "family"
    COUNSELOR = "counselor"
    INTAKE = "intake"
    MANAGER = "manager"
    PRIVACY_OFFICER = "privacy_officer"
    SYSTEM = "system"


class Purpose(Enum):
    """What the chart is opened for, said before it is opened and kept in the trail."""

    OWN = "own"
    TREATMENT = "treatment"
    INTAKE = "intake"
    PLACEMENT = "placement"
    """A clinician who was asked to decide on somebody's level of care."""
    OPERATIONS = "operations"
    OVERSIGHT = "oversight"
    SAFETY = "safety"
    SYSTEM = "system"
    SHARED = "shared"
    """A supporter, by a consent: `disclosure.decide` answers, and nothing here does."""


class Part(Enum):
    """A part of the chart that can be opened or stay closed by itself."""

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
    CONSENTS = "consents"
    ENQUIRY = "enquiry"
    """How somebody came: who asked, what they said, the screening agreed."""
    PLACEMENT = "placement"
    ADMISSION = "admission"
    """What was told for the start: whom to call, medications, who pays, a safety plan, the checklist."""
    BILLING = "billing"
    """Which days count for whom who pays, and why not; no words of plan or note."""
    PLAN = "plan"
    NEEDS = "needs"
    MESSAGES = "messages"
    AFTERCARE = "aftercare"
    PRACTICE = "practice"
    """Own plans, tools and practices; of the last two a counselor reads what the person shares."""
    NOTES = "notes"
    """Signed session notes and their drafts. Counseling notes (42 CFR 2.11) belong to no part."""


class Reach(Enum):
    """Whose charts a ground covers, always inside one organization."""

    SELF = "self"
    PARTICIPANTS_AT_SHARED_SITE = "participants_at_shared_site"
    IN_SESSIONS_THEY_LEAD = "in_sessions_they_lead"
    ASKED_TO_DECIDE = "asked_to_decide"
    ANYONE_AT_SHARED_SITE = "anyone_at_shared_site"
    ORGANIZATION = "organization"


@dataclass(frozen=True)
class Reader:
    """The account that asks, and where it works; `person_id` where it is also somebody with a chart."""

    account_id: UUID
    role: Role
    organization_id: UUID
    person_id: UUID | None = None
    site_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Subject:
    """The person whose chart it is, and the sites of that person's episodes.

    `led_by` are the accounts of those who lead sessions the person belongs to, now or lately.
    `asked_at` are the sites where somebody asked about a place for them.
    `decided_by` are the accounts of clinicians who are asked to decide on their level of care.
    """

    person_id: UUID
    organization_id: UUID
    site_ids: frozenset[UUID] = frozenset()
    is_participant: bool = True
    led_by: frozenset[UUID] = frozenset()
    asked_at: frozenset[UUID] = frozenset()
    decided_by: frozenset[UUID] = frozenset()

    @property
    def has_only_asked(self) -> bool:
        """No care has begun: intake alone may know of them."""
        return bool(self.asked_at) and not self.is_participant


@dataclass(frozen=True)
class ChartPermit(Permit):
    """A permit that opens these parts of the chart and no other."""

    parts: frozenset[Part]

    def opens(self, part: Part) -> bool:
        """The part is among those permitted."""
        return part in self.parts


@dataclass(frozen=True)
class Ground:
    """Why a role may open charts for a purpose: which parts, whose, and the sentence for the trail."""

    parts: frozenset[Part]
    reach: Reach
    because: str


_ALL = frozenset(Part)
_ARRANGING = frozenset({Part.IDENTITY, Part.CONTACT, Part.EPISODE, Part.SCHEDULE})
_RUNNING = _ARRANGING | {Part.ATTENDANCE, Part.BILLING}
_ENTERING = _ARRANGING | {Part.ENQUIRY, Part.PLACEMENT, Part.ADMISSION, Part.CONSENTS}
"""Consents too, because papers are signed with intake before admission, and admission waits for them."""
_TREATING = _ALL - {Part.TRAIL, Part.ENQUIRY}

GROUNDS: Mapping[tuple[Role, Purpose], Ground] = MappingProxyType(
    {
        (Role.PARTICIPANT, Purpose.OWN): Ground(_ALL, Reach.SELF, "people may see their own record"),
        (Role.COUNSELOR, Purpose.TREATMENT): Ground(
            _TREATING,
            Reach.PARTICIPANTS_AT_SHARED_SITE,
            "counselors treat the participants of their sites",
        ),
        (Role.COUNSELOR, Purpose.SAFETY): Ground(
            _TREATING,
            Reach.PARTICIPANTS_AT_SHARED_SITE,
            "counselors answer for the safety of the participants of their sites",
        ),
        (Role.COUNSELOR, Purpose.PLACEMENT): Ground(
            frozenset({Part.IDENTITY, Part.ENQUIRY, Part.PLACEMENT}),
            Reach.ASKED_TO_DECIDE,
            "a clinician decides on the level of care of those they are asked about",
        ),
        (Role.INTAKE, Purpose.INTAKE): Ground(
            _ENTERING, Reach.ANYONE_AT_SHARED_SITE, "intake arranges entry at its sites"
        ),
        (Role.MANAGER, Purpose.OPERATIONS): Ground(
            _RUNNING, Reach.PARTICIPANTS_AT_SHARED_SITE, "managers run the program at their sites"
        ),
        (Role.PRIVACY_OFFICER, Purpose.OVERSIGHT): Ground(
            frozenset({Part.IDENTITY, Part.TRAIL, Part.CONSENTS}),
            Reach.ORGANIZATION,
            "privacy officers review who saw what",
        ),
        (Role.SYSTEM, Purpose.SYSTEM): Ground(
            _RUNNING, Reach.ORGANIZATION, "jobs remind people and count hours"
        ),
    }
)
"""Every yes there is. FAMILY has none: family see only what a consent names, which is another decision."""

OF_LEADERS: Mapping[tuple[Role, Purpose], Ground] = MappingProxyType(
    {
        (Role.COUNSELOR, Purpose.TREATMENT): Ground(
            _TREATING,
            Reach.IN_SESSIONS_THEY_LEAD,
            "counselors treat those who are in sessions they lead, whichever site they come to",
        )
    }
)
"""Where the first ground doesn't reach: a group by video may hold people of several sites."""


def decide(reader: Reader, subject: Subject, purpose: Purpose) -> ChartPermit | Refuse:
    """Permit the parts that a listed ground covers; refuse everything else.

    >>> from uuid import UUID
    >>> house, site, sam = UUID(int=1), UUID(int=2), UUID(int=3)
    >>> counselor = Reader(UUID(int=4), Role.COUNSELOR, house, site_ids=frozenset({site}))
    >>> answer = decide(counselor, Subject(sam, house, frozenset({site})), Purpose.TREATMENT)
    >>> answer.opens(Part.MEASURES), answer.opens(Part.TRAIL)
    (True, False)

    Source: 42 CFR 2.12(c)(3) and 45 CFR 164.502(b), which bound use inside a
    program to those who need it; how roles map to parts is program policy.
    The sentence of a refusal is for the trail and the reader's own screen
    must look as if the person did not exist.
    """
    if reader.organization_id != subject.organization_id:
        return Refuse("the record belongs to another organization")
    ground = GROUNDS.get((reader.role, purpose))
    if ground is None:
        return Refuse(f"nothing allows the role {reader.role.value} to open a record for {purpose.value}")
    leading = OF_LEADERS.get((reader.role, purpose))
    if leading is not None and not _reaches(ground.reach, reader, subject):
        ground = leading if _reaches(leading.reach, reader, subject) else ground
    if not _reaches(ground.reach, reader, subject):
        return Refuse(f"{ground.because}, and this person is not among them")
    return ChartPermit(ground.because, ground.parts)


def _reaches(reach: Reach, reader: Reader, subject: Subject) -> bool:
    shares_site = not reader.site_ids.isdisjoint(subject.site_ids)
    match reach:
        case Reach.SELF:
            return reader.person_id is not None and reader.person_id == subject.person_id
        case Reach.PARTICIPANTS_AT_SHARED_SITE:
            return shares_site and subject.is_participant
        case Reach.IN_SESSIONS_THEY_LEAD:
            return subject.is_participant and reader.account_id in subject.led_by
        case Reach.ASKED_TO_DECIDE:
            return reader.account_id in subject.decided_by
        case Reach.ANYONE_AT_SHARED_SITE:
            return shares_site or not reader.site_ids.isdisjoint(subject.asked_at)
        case Reach.ORGANIZATION:
            return reader.role is Role.SYSTEM or not subject.has_only_asked
