"""The acceptance tests of privacy by their numbers (PRV-nn), as far as rules hold them."""

from __future__ import annotations

from datetime import date, datetime
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from domain.privacy.papers import (
    COUNSELOR,
    DOCTOR,
    NORTH,
    NOW,
    SAM,
    SIGNED,
    SISTER,
    SOON,
    ZONE,
    asked,
    family_consent,
    opened,
    permitted,
    refused,
    rule,
    tpo_consent,
)
from stepwell.domain.privacy.accounting import (
    Channel,
    DeniedAttempt,
    Disclosure,
    RecipientUnknown,
    Scope,
    ScopeNotAttached,
    account,
    denied,
    disclosed,
)
from stepwell.domain.privacy.bases import (
    AuditFor,
    AuditOrEvaluation,
    Holder,
    MedicalEmergency,
    OwnAccess,
    ReceivedUnder,
    Redisclosure,
    ResearchRoute,
    ScientificResearch,
    WithinProgram,
)
from stepwell.domain.privacy.consent import (
    ClassOfRecipients,
    LastDay,
    NamedRecipient,
    NoEnd,
    RightToRevoke,
    Signature,
)
from stepwell.domain.privacy.disclosure import DisclosurePermit, decide
from stepwell.domain.privacy.elements import conforms
from stepwell.domain.privacy.notices import NOTICE, carries_notice
from stepwell.domain.privacy.preview import seen_by
from stepwell.domain.privacy.request import Patient, Recipient
from stepwell.domain.privacy.terms import (
    NOTES_KEPT_APART,
    TPO,
    Category,
    Purpose,
    RecipientClass,
    Relation,
    Signer,
    Standing,
    Statement,
)
from stepwell.domain.wording import neutral
from stepwell.kernel.decisions import Permit, Refuse

TO_DOCTOR = asked(Category.MEDICATIONS, recipient=DOCTOR, purpose=Purpose.TREATMENT)
BEFORE_2024 = "42 CFR part 2 prohibits unauthorized disclosure of these records."

NO_CONSENT_NEEDED = [
    OwnAccess(),
    MedicalEmergency(nature="overdose", consent_cannot_be_had=True),
    AuditOrEvaluation(done_for=AuditFor.PAYER, agreed_in_writing=True),
    ScientificResearch(route=ResearchRoute.FDA, director_decided=True),
    Redisclosure(holder=Holder.UNDER_HIPAA, received_under=ReceivedUnder.TPO_CONSENT, hipaa_allows=True),
]

ELEMENTS: list[tuple[int, dict[str, Any]]] = [
    (1, {"patient": None}),
    (1, {"patient": "  "}),
    (2, {"disclosers": ()}),
    (3, {"categories": frozenset()}),
    (4, {"recipients": ()}),
    (4, {"statements": frozenset({Statement.MAY_LOSE_PROTECTION, Statement.CONSEQUENCES_OF_REFUSING})}),
    (5, {"purposes": frozenset()}),
    (6, {"right_to_revoke": None}),
    (6, {"right_to_revoke": RightToRevoke(how="")}),
    (6, {"right_to_revoke": RightToRevoke(how="Write to us.", says_what_stays=False)}),
    (7, {"ends": None}),
    (8, {"signatures": ()}),
    (9, {"signed_at": None}),
    (10, {"statements": frozenset(Statement) - {Statement.MAY_LOSE_PROTECTION}}),
    (10, {"statements": frozenset(Statement) - {Statement.CONSEQUENCES_OF_REFUSING}}),
]


@pytest.mark.parametrize(("element", "changes"), ELEMENTS)
def test_prv_01_a_tpo_consent_that_lacks_an_element_is_never_in_force(
    element: int, changes: dict[str, Any]
) -> None:
    consent = tpo_consent(**changes)

    ready = conforms(consent, SAM)
    said = refused(TO_DOCTOR, consent)

    assert isinstance(ready, Refuse)
    assert f"element {element}:" in ready.because
    assert said.because == ready.because


def test_prv_01_a_tpo_consent_with_all_ten_elements_is_in_force() -> None:
    assert isinstance(conforms(tpo_consent(), SAM), Permit)
    assert rule(TO_DOCTOR, tpo_consent()) == "consent_for_tpo"


@pytest.mark.parametrize("purpose", sorted(Purpose, key=lambda each: each.value))
def test_prv_02_no_end_stands_only_with_treatment_payment_and_operations(purpose: Purpose) -> None:
    consent = tpo_consent(
        purposes=TPO | {purpose},
        ends=NoEnd(),
        statements=frozenset(Statement),
        purpose_in_words="a ride",
        is_asked_by_patient=True,
    )

    ready = conforms(consent, SAM)

    assert isinstance(ready, Permit) is (purpose in TPO)


@pytest.mark.parametrize("notes", sorted(NOTES_KEPT_APART, key=lambda each: each.value))
def test_prv_03_notes_with_anything_else_are_refused(notes: Category) -> None:
    bundled = tpo_consent(categories=frozenset({notes, Category.MEDICATIONS}))
    alone = tpo_consent(categories=frozenset({notes}))
    request = asked(notes, Category.MEDICATIONS, recipient=DOCTOR, purpose=Purpose.TREATMENT)

    assert rule(request, bundled) == "notes_bundled"
    assert opened(request, bundled) == frozenset()
    assert opened(request, alone) == {notes}


def test_prv_03_notes_of_both_kinds_are_two_consents() -> None:
    assert (
        rule(TO_DOCTOR, tpo_consent(categories=NOTES_KEPT_APART | {Category.MEDICATIONS})) == "notes_bundled"
    )


def test_prv_03_notes_are_never_a_condition_of_treatment() -> None:
    notes = Category.COUNSELING_NOTES
    forced = tpo_consent(categories=frozenset({notes}), is_condition_of_treatment=True)

    assert rule(asked(notes, recipient=DOCTOR, purpose=Purpose.TREATMENT), forced) == "notes_forced"


def test_prv_03_proceedings_with_any_other_purpose_are_refused() -> None:
    court = Recipient(id="court", relation=Relation.COURT)
    alone = family_consent(
        purposes=frozenset({Purpose.LEGAL_PROCEEDINGS}), recipients=(NamedRecipient(id="court"),)
    )
    bundled = replace(alone, purposes=alone.purposes | {Purpose.FAMILY})
    request = asked(recipient=court, purpose=Purpose.LEGAL_PROCEEDINGS)

    assert rule(request, alone) == "consent_for_proceedings"
    assert rule(request, bundled) == "proceedings_bundled"
    assert rule(asked(recipient=court), bundled) == "proceedings_bundled"


def test_prv_04_revoking_binds_the_very_next_read() -> None:
    consent = family_consent(revoked_at=NOW)

    assert opened(asked(), consent, at=NOW - SOON) == {Category.SCHEDULE}
    assert rule(asked(), consent, at=NOW) == "revoked"
    assert not any(seen_by(SISTER, [consent], at=NOW, patient=SAM, discloser=NORTH, zone=ZONE).values())


def test_prv_04_what_was_told_before_stays_in_the_account() -> None:
    told = record(permitted(asked(), family_consent(), at=SIGNED + SOON))

    refused(asked(), family_consent(revoked_at=NOW), at=NOW)

    assert account([told], patient="sam", at=NOW) == (told,)


def test_prv_05_what_goes_by_consent_carries_the_notice_in_force() -> None:
    permit = permitted(TO_DOCTOR, tpo_consent())

    assert permit.notice == NOTICE
    assert {"attach_notice", "attach_scope"} <= {each.name for each in permit.obligations}
    assert carries_notice(f"Medications,Dose\n...\n{NOTICE.short}\n")
    assert carries_notice(NOTICE.full)


def test_prv_05_the_words_of_before_2024_are_no_notice() -> None:
    assert BEFORE_2024 not in (NOTICE.short, NOTICE.full)
    assert not carries_notice(BEFORE_2024)


def test_prv_06_a_disclosure_says_everything_about_itself() -> None:
    permit = permitted(TO_DOCTOR, tpo_consent())

    told = disclosed(
        permit,
        recipient_name="Dr. Lee",
        recipient_address="12 Elm Street",
        by="robin",
        channel=Channel.FAX,
        scope=Scope.COPY_OF_CONSENT,
    )

    assert told == Disclosure(
        patient="sam",
        recipient="dr-lee",
        recipient_name="Dr. Lee",
        recipient_address="12 Elm Street",
        purpose=Purpose.TREATMENT,
        categories=frozenset({Category.MEDICATIONS}),
        rule="consent_for_tpo",
        consents=("tpo",),
        by="robin",
        at=NOW,
        channel=Channel.FAX,
        notice_version="2024-04-16",
        scope=Scope.COPY_OF_CONSENT,
        emergency=None,
    )


def test_prv_06_a_disclosure_without_scope_or_address_is_not_recorded() -> None:
    permit = permitted(TO_DOCTOR, tpo_consent())

    with pytest.raises(ScopeNotAttached):
        record(permit, scope=None)
    with pytest.raises(RecipientUnknown):
        record(permit, recipient_address=" ")


def test_prv_07_without_a_ground_nothing_is_told_and_the_attempt_is_kept() -> None:
    said = refused(asked())

    kept = denied(said, by="robin")

    assert kept == DeniedAttempt(
        patient="sam",
        recipient="ana",
        purpose=Purpose.FAMILY,
        categories=frozenset({Category.SCHEDULE}),
        rule="no_consent",
        because=said.because,
        by="robin",
        at=NOW,
    )


def test_prv_07_having_told_before_gives_no_right_to_tell_again() -> None:
    told = record(permitted(asked(), family_consent(), at=SIGNED + SOON))

    assert told.is_by_consent
    assert rule(asked(), at=NOW) == "no_consent"


STRANGERS = [SISTER, DOCTOR, Recipient(id="police", relation=Relation.LAW_ENFORCEMENT)]


@pytest.mark.parametrize("who", STRANGERS, ids=lambda each: each.id)
def test_prv_09_who_is_not_covered_is_answered_as_for_somebody_who_was_never_here(who: Recipient) -> None:
    here = refused(asked(Category.PRESENCE, recipient=who), family_consent(Category.SCHEDULE))
    revoked = refused(asked(Category.SCHEDULE, recipient=who), family_consent(revoked_at=SIGNED))
    never_here = refused(asked(Category.PRESENCE, recipient=who, patient=Patient(id="nobody")))

    answers = {each.answer_to_asker for each in (here, revoked, never_here)}

    assert len(answers) == 1
    assert {each.says_that_nothing_exists for each in (here, revoked, never_here)} == {True}
    assert isinstance(neutral.check(answers.pop(), "en"), Permit)


def test_prv_13_notes_kept_apart_are_for_who_wrote_them_and_who_a_consent_of_their_own_names() -> None:
    notes = Category.COUNSELING_NOTES
    author = asked(notes, recipient=COUNSELOR, purpose=Purpose.TREATMENT, basis=WithinProgram(is_author=True))
    colleague = replace(author, basis=WithinProgram(needs=frozenset(Category)))
    sam = asked(
        notes,
        recipient=Recipient(id="sam", relation=Relation.PATIENT),
        purpose=Purpose.OWN_ACCESS,
        basis=OwnAccess(),
    )
    doctor = asked(notes, recipient=DOCTOR, purpose=Purpose.TREATMENT)

    assert opened(author) == {notes}
    assert rule(colleague) == "notes_need_own_consent"
    assert rule(sam) == "notes_not_in_own_access"
    assert rule(doctor, tpo_consent()) == "category_not_granted"
    assert opened(doctor, tpo_consent(categories=frozenset({notes}))) == {notes}


def test_prv_14_family_sees_item_by_item_what_a_live_consent_grants() -> None:
    granted = {Category.SCHEDULE, Category.FAMILY_SESSIONS}

    seen = seen_by(SISTER, [family_consent(*granted)], at=NOW, patient=SAM, discloser=NORTH, zone=ZONE)

    assert {each for each, is_seen in seen.items() if is_seen} == granted


@pytest.mark.parametrize(
    ("consent", "by"),
    [
        (family_consent(revoked_at=NOW), "revoked"),
        (family_consent(ends=LastDay(day=date(2026, 3, 8))), "expired"),
        (family_consent(signed_at=NOW + SOON), "not_signed_yet"),
        (family_consent(recipients=(NamedRecipient(id="bo"),)), "recipient_not_named"),
        (family_consent(patient="kim"), "other_person"),
    ],
)
def test_prv_14_family_sees_nothing_by_a_consent_that_is_not_live_or_not_theirs(
    consent: Any, by: str
) -> None:
    assert rule(asked(), consent) == by


def test_prv_14_a_preview_before_signing_is_what_is_seen_after() -> None:
    draft = family_consent(Category.SCHEDULE, signed_at=None, signatures=())
    signed = draft.as_if_signed(at=NOW)

    preview = seen_by(SISTER, [draft], at=NOW, patient=SAM, discloser=NORTH, zone=ZONE)

    assert opened(asked(*Category), draft) == frozenset()
    assert {each for each, is_seen in preview.items() if is_seen} == opened(asked(*Category), signed)


def test_prv_14_the_last_day_ends_by_the_clock_of_the_site() -> None:
    consent = family_consent(ends=LastDay(day=date(2026, 3, 8)))
    new_york = ZoneInfo(ZONE)

    assert opened(asked(), consent, at=datetime(2026, 3, 8, 23, 59, tzinfo=new_york)) == {Category.SCHEDULE}
    assert rule(asked(), consent, at=datetime(2026, 3, 9, 0, 0, tzinfo=new_york)) == "expired"


@pytest.mark.parametrize("purpose", [Purpose.FAMILY, Purpose.PAYMENT, Purpose.AT_PATIENT_REQUEST])
def test_prv_15_a_guardian_gets_nothing_of_a_minor_who_consents_alone(purpose: Purpose) -> None:
    minor = Patient(id="sam", standing=Standing.MINOR_CONSENTS_ALONE)
    guardian = Recipient(id="ana", relation=Relation.GUARDIAN)
    request = asked(Category.SCHEDULE, Category.BILLING, recipient=guardian, purpose=purpose, patient=minor)
    by_guardian = replace(
        family_consent(Category.SCHEDULE, Category.BILLING),
        purposes=frozenset({purpose}),
        statements=frozenset(Statement),
        is_asked_by_patient=True,
    )
    signed_by_guardian = replace(by_guardian, signatures=tuple(signature("guardian")))

    assert rule(request) == "no_consent"
    assert rule(request, signed_by_guardian) == "minor_signs"
    assert opened(request, by_guardian) == {Category.SCHEDULE, Category.BILLING}


def test_prv_15_where_state_law_asks_for_the_guardian_both_sign() -> None:
    minor = Patient(id="sam", standing=Standing.MINOR_WITH_GUARDIAN)
    request = asked(patient=minor)

    assert rule(request, family_consent()) == "minor_and_guardian_sign"
    assert rule(request, family_consent(signatures=tuple(signature("guardian")))) == "minor_and_guardian_sign"
    assert opened(request, family_consent(signatures=tuple(signature("patient", "guardian"))))


def test_prv_16_what_a_stranger_is_told_names_no_care_and_no_program() -> None:
    said = refused(asked(Category.PRESENCE)).answer_to_asker

    assert isinstance(neutral.check(said, "en", names=["Riverbend", "North"]), Permit)


def test_prv_17_the_roster_of_a_group_is_for_who_leads_it() -> None:
    roster = Category.GROUP_ROSTER
    leads = WithinProgram(leads_group=True)
    leader = asked(roster, recipient=COUNSELOR, purpose=Purpose.TREATMENT, basis=leads)
    peer = asked(
        roster,
        recipient=Recipient(id="sam", relation=Relation.PATIENT),
        purpose=Purpose.OWN_ACCESS,
        basis=OwnAccess(),
    )

    assert rule(leader) == "leads_group"
    assert rule(replace(leader, basis=WithinProgram(needs=frozenset(Category)))) == "roster_for_leaders"
    assert rule(peer) == "roster_for_leaders"
    assert rule(asked(roster), family_consent(roster)) == "roster_for_leaders"


@pytest.mark.parametrize("basis", NO_CONSENT_NEEDED, ids=lambda each: type(each).__name__)
def test_prv_17_no_ground_but_leading_opens_a_roster(basis: Any) -> None:
    for relation, purpose in product(Relation, Purpose):
        who = Recipient(id="who", relation=relation)
        assert rule(asked(Category.GROUP_ROSTER, recipient=who, purpose=purpose, basis=basis)) == (
            "roster_for_leaders"
        )


def test_prv_10_a_class_is_matched_by_a_verified_relation_and_by_nothing_else() -> None:
    plans_only = tpo_consent(recipients=(ClassOfRecipients(of=RecipientClass.HEALTH_PLANS),))

    assert rule(TO_DOCTOR, plans_only) == "recipient_not_named"
    assert rule(replace(TO_DOCTOR, recipient=SISTER), tpo_consent()) == "recipient_not_named"


def signature(*by: str) -> list[Signature]:
    return [Signature(by=Signer(each)) for each in by]


def record(permit: DisclosurePermit, **changes: Any) -> Disclosure:
    details: dict[str, Any] = {
        "recipient_name": "Ana",
        "recipient_address": "the family page",
        "by": "robin",
        "channel": Channel.PAGE,
        "scope": Scope.CLEAR_EXPLANATION,
    }
    return disclosed(permit, **{**details, **changes})


def test_a_decision_is_never_a_yes_by_being_looked_at() -> None:
    with pytest.raises(TypeError):
        bool(decide(asked(), [], at=NOW))
