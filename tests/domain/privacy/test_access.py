"""Who may open a chart: one table, read from the brief and not from the code."""

from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.privacy.access import ChartPermit, Part, Purpose, Reader, Role, Subject, decide
from stepwell.kernel.decisions import Permit, Refuse

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
NORTH, SOUTH = UUID(int=11), UUID(int=12)
SAM, ROBIN = UUID(int=21), UUID(int=22)
ACCOUNT = UUID(int=31)

ALL = set(Part)
ARRANGING = {Part.IDENTITY, Part.CONTACT, Part.EPISODE, Part.SCHEDULE}
ALLOWED = {
    (Role.PARTICIPANT, Purpose.OWN): ALL,
    (Role.COUNSELOR, Purpose.TREATMENT): ALL - {Part.TRAIL, Part.ENQUIRY},
    (Role.COUNSELOR, Purpose.SAFETY): ALL - {Part.TRAIL, Part.ENQUIRY},
    (Role.INTAKE, Purpose.INTAKE): ARRANGING | {Part.ENQUIRY, Part.PLACEMENT, Part.ADMISSION, Part.CONSENTS},
    (Role.MANAGER, Purpose.OPERATIONS): ARRANGING | {Part.ATTENDANCE, Part.BILLING},
    (Role.PRIVACY_OFFICER, Purpose.OVERSIGHT): {Part.IDENTITY, Part.TRAIL, Part.CONSENTS},
    (Role.SYSTEM, Purpose.SYSTEM): ARRANGING | {Part.ATTENDANCE, Part.BILLING},
}
BY_SITE = {Role.COUNSELOR, Role.INTAKE, Role.MANAGER}
sam = Subject(SAM, HERE, frozenset({NORTH}))


def reader(role: Role, *, organization: UUID = HERE, person: UUID | None = SAM, site: UUID = NORTH) -> Reader:
    return Reader(ACCOUNT, role, organization, person, frozenset({site}))


@pytest.mark.parametrize(("role", "purpose"), list(product(Role, Purpose)))
def test_only_what_is_listed_is_permitted(role: Role, purpose: Purpose) -> None:
    decision = decide(reader(role), sam, purpose)
    expected = ALLOWED.get((role, purpose))
    if expected is None:
        assert isinstance(decision, Refuse)
    else:
        assert isinstance(decision, ChartPermit)
        assert decision.parts == expected


@pytest.mark.parametrize(("role", "purpose"), list(ALLOWED))
def test_another_organization_is_always_refused(role: Role, purpose: Purpose) -> None:
    assert isinstance(decide(reader(role, organization=ELSEWHERE), sam, purpose), Refuse)


@pytest.mark.parametrize(("role", "purpose"), [pair for pair in ALLOWED if pair[0] in BY_SITE])
def test_staff_reach_only_their_own_sites(role: Role, purpose: Purpose) -> None:
    assert isinstance(decide(reader(role, site=SOUTH), sam, purpose), Refuse)


@pytest.mark.parametrize(("role", "purpose"), list(product(Role, Purpose)))
def test_a_leader_reaches_who_is_in_their_sessions_and_only_for_treatment(
    role: Role, purpose: Purpose
) -> None:
    guest = Subject(SAM, HERE, frozenset({SOUTH}), led_by=frozenset({ACCOUNT}))
    stranger = Subject(SAM, HERE, frozenset({SOUTH}), led_by=frozenset({UUID(int=32)}))

    if role in BY_SITE:
        is_permitted = isinstance(decide(reader(role), guest, purpose), ChartPermit)
        assert is_permitted == ((role, purpose) == (Role.COUNSELOR, Purpose.TREATMENT))
        assert isinstance(decide(reader(role), stranger, purpose), Refuse)


@pytest.mark.parametrize("role", sorted(BY_SITE, key=lambda role: role.value))
def test_a_person_without_an_episode_shares_no_site(role: Role) -> None:
    enquirer = Subject(SAM, HERE, frozenset())
    assert all(isinstance(decide(reader(role), enquirer, purpose), Refuse) for purpose in Purpose)


@pytest.mark.parametrize(("role", "purpose"), list(product(Role, Purpose)))
def test_who_is_asked_to_decide_reaches_the_screening_and_nothing_else(role: Role, purpose: Purpose) -> None:
    asked = Subject(SAM, HERE, is_participant=False, decided_by=frozenset({ACCOUNT}))
    of_another = Subject(SAM, HERE, is_participant=False, decided_by=frozenset({UUID(int=32)}))

    if role in BY_SITE:
        decision = decide(reader(role), asked, purpose)
        if (role, purpose) == (Role.COUNSELOR, Purpose.PLACEMENT):
            assert isinstance(decision, ChartPermit)
            assert decision.parts == {Part.IDENTITY, Part.ENQUIRY, Part.PLACEMENT}
        else:
            assert isinstance(decision, Refuse)
        assert isinstance(decide(reader(role), of_another, purpose), Refuse)
        assert isinstance(decide(reader(role, organization=ELSEWHERE), asked, purpose), Refuse)


@pytest.mark.parametrize(("role", "purpose"), list(product(Role, Purpose)))
def test_who_only_asked_is_known_to_intake_of_that_site_alone(role: Role, purpose: Purpose) -> None:
    asked = Subject(SAM, HERE, is_participant=False, asked_at=frozenset({NORTH}))
    others = Reader(ACCOUNT, role, HERE, ROBIN, frozenset({NORTH}))

    permitted = isinstance(decide(others, asked, purpose), ChartPermit)

    known_to = {(Role.INTAKE, Purpose.INTAKE), (Role.SYSTEM, Purpose.SYSTEM)}
    assert permitted == ((role, purpose) in known_to)
    assert isinstance(decide(reader(Role.INTAKE, site=SOUTH), asked, purpose), Refuse)


def test_a_participant_sees_nobody_else() -> None:
    assert isinstance(decide(reader(Role.PARTICIPANT, person=ROBIN), sam, Purpose.OWN), Refuse)
    assert isinstance(decide(reader(Role.PARTICIPANT, person=None), sam, Purpose.OWN), Refuse)


def test_counselors_treat_participants_only() -> None:
    supporter = Subject(ROBIN, HERE, frozenset({NORTH}), is_participant=False)
    assert isinstance(decide(reader(Role.COUNSELOR), supporter, Purpose.TREATMENT), Refuse)
    assert isinstance(decide(reader(Role.INTAKE), supporter, Purpose.INTAKE), Permit)


def test_the_privacy_officer_reaches_everybody_in_the_organization() -> None:
    decision = decide(reader(Role.PRIVACY_OFFICER, site=SOUTH), sam, Purpose.OVERSIGHT)
    assert isinstance(decision, ChartPermit)
    assert not decision.opens(Part.FREE_TEXT)


ids = st.sampled_from([UUID(int=number) for number in range(1, 4)])
readers = st.builds(Reader, ids, st.sampled_from(Role), ids, st.none() | ids, st.frozensets(ids))
subjects = st.builds(Subject, ids, ids, st.frozensets(ids), st.booleans())


@given(readers, subjects, st.sampled_from(Purpose))
def test_no_permit_crosses_an_organization_or_lacks_a_reason(
    who: Reader, whose: Subject, purpose: Purpose
) -> None:
    decision = decide(who, whose, purpose)
    assert decision.because
    if isinstance(decision, Permit):
        assert who.organization_id == whose.organization_id
        assert who.role is not Role.FAMILY


@given(readers, subjects)
def test_free_text_opens_to_the_person_and_to_counselors_alone(who: Reader, whose: Subject) -> None:
    for purpose in Purpose:
        decision = decide(who, whose, purpose)
        if isinstance(decision, ChartPermit) and decision.opens(Part.FREE_TEXT):
            assert who.role in {Role.PARTICIPANT, Role.COUNSELOR}


@pytest.mark.parametrize("kind", [Role, Purpose, Part])
def test_values_that_are_stored_are_lower_case(kind: type[Role]) -> None:
    assert all(member.value == member.name.lower() for member in kind)
