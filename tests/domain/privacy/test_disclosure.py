"""What holds of every decision by consent: nothing opens that was not granted, and revoking opens nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.privacy.papers import (
    DOCTOR,
    NOW,
    OFFICER,
    SAM,
    SIGNED,
    SISTER,
    SOON,
    asked,
    family_consent,
    justice_consent,
    opened,
    permitted,
    rule,
    tpo_consent,
)
from stepwell.domain.privacy.bases import Holder, ReceivedUnder, Redisclosure
from stepwell.domain.privacy.consent import (
    ClassOfDisclosers,
    Consent,
    IntermediaryRecipient,
    LastDay,
    NamedRecipient,
    NoEnd,
    OnEvent,
    Signature,
)
from stepwell.domain.privacy.disclosure import DisclosureRefusal, decide
from stepwell.domain.privacy.request import Discloser, Patient, Recipient, Request, Restriction
from stepwell.domain.privacy.terms import (
    NOTES_KEPT_APART,
    Category,
    DiscloserClass,
    Purpose,
    Relation,
    Signer,
    Standing,
    Statement,
)

SCHEDULE, ATTENDANCE = Category.SCHEDULE, Category.ATTENDANCE

moments = st.integers(-30, 200).map(lambda days: SIGNED + timedelta(days=days, hours=days % 24))
ordinary = sorted(set(Category) - NOTES_KEPT_APART, key=lambda each: each.value)
categories = st.frozensets(st.sampled_from(ordinary), min_size=1)
ends = st.one_of(
    st.integers(-5, 150).map(lambda days: LastDay(day=SIGNED.date() + timedelta(days=days))),
    st.builds(OnEvent, event=st.just("end of treatment"), happened_at=st.none() | moments),
    st.just(NoEnd()),
    st.none(),
)
purposes = st.frozensets(
    st.sampled_from([Purpose.FAMILY, Purpose.TREATMENT, Purpose.LEGAL_PROCEEDINGS]), max_size=2
)
consents = st.builds(
    lambda categories, ends, purposes, revoked, signed, number: replace(
        family_consent(),
        id=f"c{number}",
        categories=categories,
        ends=ends,
        purposes=purposes,
        revoked_at=revoked,
        signed_at=signed,
        statements=frozenset(Statement),
    ),
    categories | st.sampled_from(sorted(NOTES_KEPT_APART, key=str)).map(lambda each: frozenset({each})),
    ends,
    purposes,
    st.none() | moments,
    st.none() | moments,
    st.integers(0, 9),
)
requests = st.builds(
    lambda categories, purpose: asked(*categories, purpose=purpose),
    st.frozensets(st.sampled_from(Category), min_size=1),
    st.sampled_from([Purpose.FAMILY, Purpose.TREATMENT, Purpose.LEGAL_PROCEEDINGS]),
)


@given(st.sampled_from(Relation), st.sampled_from(Purpose), categories, moments)
def test_without_a_consent_nothing_is_opened_by_consent(
    relation: Relation, purpose: Purpose, wanted: frozenset[Category], at: datetime
) -> None:
    request = asked(*wanted, recipient=Recipient(id="ana", relation=relation), purpose=purpose)

    assert isinstance(decide(request, [], at=at), DisclosureRefusal)


@given(requests, st.lists(consents, max_size=3), moments)
def test_only_what_was_asked_and_granted_is_opened(
    request: Request, papers: list[Consent], at: datetime
) -> None:
    granted = frozenset().union(*(each.categories for each in papers))

    assert opened(request, *papers, at=at) <= request.categories & granted


@given(requests, st.lists(consents, max_size=3), moments)
def test_every_kind_is_answered_once_with_a_rule(
    request: Request, papers: list[Consent], at: datetime
) -> None:
    said = decide(request, papers, at=at)

    answered = [each.category for each in (*said.items, *said.withheld)]
    assert sorted(answered, key=lambda each: each.value) == sorted(
        request.categories, key=lambda each: each.value
    )
    assert said.because


@given(requests, consents, moments, moments)
def test_revoking_never_opens_anything(
    request: Request, paper: Consent, revoked: datetime, at: datetime
) -> None:
    kept = replace(paper, revoked_at=None)

    assert opened(request, replace(paper, revoked_at=revoked), at=at) <= opened(request, kept, at=at)
    assert revoked > at or not opened(request, replace(paper, revoked_at=revoked), at=at)


@given(requests, consents, st.integers(0, 100), st.integers(0, 100), moments)
def test_a_later_last_day_takes_nothing_away(
    request: Request, paper: Consent, days: int, more: int, at: datetime
) -> None:
    first = SIGNED.date() + timedelta(days=days)
    sooner = replace(paper, ends=LastDay(day=first))
    later = replace(paper, ends=LastDay(day=first + timedelta(days=more)))

    assert opened(request, sooner, at=at) <= opened(request, later, at=at)


@given(consents, moments, moments)
def test_what_has_ended_stays_ended(paper: Consent, one: datetime, other: datetime) -> None:
    unending = replace(paper, revoked_at=None, signed_at=SIGNED - timedelta(days=99))
    earlier, later = sorted([one, other])

    assert opened(asked(*Category), unending, at=later) <= opened(asked(*Category), unending, at=earlier)


@given(requests, categories, categories, moments)
def test_granting_one_more_ordinary_kind_takes_nothing_away(
    request: Request, granted: frozenset[Category], more: frozenset[Category], at: datetime
) -> None:
    paper = family_consent(*granted)

    assert opened(request, paper, at=at) <= opened(request, replace(paper, categories=granted | more), at=at)


@given(requests, st.lists(consents, max_size=3), consents, moments)
def test_one_more_consent_takes_nothing_away(
    request: Request, papers: list[Consent], another: Consent, at: datetime
) -> None:
    assert opened(request, *papers, at=at) <= opened(request, *papers, another, at=at)


@given(requests, consents, moments)
def test_a_bundled_consent_opens_nothing_of_what_must_stand_alone(
    request: Request, paper: Consent, at: datetime
) -> None:
    bundled = replace(paper, categories=paper.categories | {Category.COUNSELING_NOTES, SCHEDULE})

    assert opened(request, bundled, at=at) == frozenset()


def test_a_request_that_is_granted_in_part_is_permitted_in_part() -> None:
    said = permitted(asked(SCHEDULE, Category.DRUG_TESTS), family_consent(SCHEDULE))

    assert said.categories == {SCHEDULE}
    assert said.opens(SCHEDULE)
    assert not said.opens(Category.DRUG_TESTS)
    assert [(each.category, each.rule.name) for each in said.withheld] == [
        (Category.DRUG_TESTS, "category_not_granted")
    ]


def test_several_consents_add_up_each_until_its_own_end() -> None:
    until_march = family_consent(ATTENDANCE, id="march", ends=LastDay(day=date(2026, 3, 31)))
    request = asked(SCHEDULE, ATTENDANCE)

    assert permitted(request, family_consent(), until_march).consents == ("family", "march")
    assert opened(request, family_consent(), until_march, at=SIGNED + timedelta(days=60)) == {SCHEDULE}


def test_the_consent_that_came_nearest_is_told_about() -> None:
    elsewhere = family_consent(id="bo", recipients=(NamedRecipient(id="bo"),))
    ended = family_consent(id="ended", ends=LastDay(day=date(2026, 3, 3)))

    said = decide(asked(), [elsewhere, ended], at=NOW)

    assert (said.rule.name, said.withheld[0].consent) == ("expired", "ended")


def test_an_organization_stands_for_who_acts_for_it_and_a_person_for_nobody_else() -> None:
    clinic = family_consent(recipients=(NamedRecipient(id="clinic"),))
    nurse = Recipient(id="nurse", relation=Relation.OTHER, acts_for=frozenset({"clinic"}))

    assert opened(asked(recipient=nurse), clinic) == {SCHEDULE}
    assert rule(asked(recipient=nurse), family_consent()) == "recipient_not_named"


def test_prv_10_a_registered_alias_is_the_same_recipient_and_a_likeness_is_not() -> None:
    known = replace(SISTER, id="ana-2", aliases=frozenset({"ana"}))

    assert opened(asked(recipient=known), family_consent()) == {SCHEDULE}
    assert rule(asked(recipient=replace(SISTER, id="Ana")), family_consent()) == "recipient_not_named"


@pytest.mark.parametrize(
    ("recipient", "by"),
    [
        (Recipient(id="exchange", relation=Relation.INTERMEDIARY), "consent_for_tpo"),
        (replace(DOCTOR, through="exchange"), "consent_for_tpo"),
        (replace(DOCTOR, id="lab", relation=Relation.OTHER, through="exchange"), "consent_for_tpo"),
        (replace(DOCTOR, relation=Relation.OTHER, through="exchange"), "intermediary_not_named"),
        (replace(DOCTOR, through="another"), "intermediary_not_named"),
        (DOCTOR, "recipient_not_named"),
    ],
)
def test_an_intermediary_hands_on_to_named_members_and_to_who_treats(recipient: Recipient, by: str) -> None:
    named = IntermediaryRecipient(id="exchange", participants=frozenset({"lab"}), treating_participants=True)
    request = asked(ATTENDANCE, recipient=recipient, purpose=Purpose.TREATMENT)

    assert rule(request, tpo_consent(recipients=(named,))) == by


def test_an_intermediary_without_its_members_is_a_missing_part_of_element_4() -> None:
    through = replace(DOCTOR, through="exchange")
    bare = tpo_consent(
        recipients=(
            IntermediaryRecipient(id="exchange"),
            IntermediaryRecipient(id="exchange", treating_participants=True),
        )
    )

    assert rule(asked(ATTENDANCE, recipient=through, purpose=Purpose.TREATMENT), bare) == (
        "element_4_members_of_intermediary"
    )


def test_a_way_through_somebody_unnamed_is_not_covered_by_naming_its_end() -> None:
    named = tpo_consent(recipients=(NamedRecipient(id="dr-lee"),))
    through = replace(DOCTOR, through="exchange")

    assert rule(asked(ATTENDANCE, recipient=DOCTOR, purpose=Purpose.TREATMENT), named) == "consent_for_tpo"
    assert (
        rule(asked(ATTENDANCE, recipient=through, purpose=Purpose.TREATMENT), named)
        == "intermediary_not_named"
    )


def test_who_is_under_hipaa_gets_it_for_treatment_only_with_the_statement() -> None:
    silent = tpo_consent(
        recipients=(NamedRecipient(id="dr-lee"),),
        statements=frozenset({Statement.MAY_LOSE_PROTECTION, Statement.CONSEQUENCES_OF_REFUSING}),
    )
    request = asked(ATTENDANCE, recipient=DOCTOR, purpose=Purpose.TREATMENT)

    assert rule(request, silent) == "element_4_hipaa_statement"
    assert (
        rule(replace(request, recipient=replace(DOCTOR, is_under_hipaa=False)), silent) == "consent_for_tpo"
    )


def test_the_discloser_must_be_named_too_by_itself_or_by_its_class() -> None:
    by_class = family_consent(disclosers=(ClassOfDisclosers(of=DiscloserClass.TREATING_PROGRAMS),))
    south = Discloser(id="south")
    treating = replace(south, classes=frozenset({DiscloserClass.TREATING_PROGRAMS}))

    assert rule(asked(discloser=south), family_consent()) == "discloser_not_named"
    assert rule(asked(discloser=south), by_class) == "discloser_not_named"
    assert opened(asked(discloser=treating), by_class) == {SCHEDULE}


def test_an_end_by_event_comes_with_the_event_or_with_its_latest_day() -> None:
    by_event = family_consent(ends=OnEvent(event="end of treatment", happened_at=NOW))
    by_day = family_consent(ends=OnEvent(event="end of treatment", last_day=NOW.date() - timedelta(days=1)))

    assert opened(asked(), by_event, at=NOW - SOON) == {SCHEDULE}
    assert rule(asked(), by_event) == "expired"
    assert rule(asked(), by_day) == "expired"


def test_another_purpose_is_covered_only_in_the_same_words() -> None:
    consent = family_consent(purposes=frozenset({Purpose.OTHER}), purpose_in_words="A ride to church")
    ride = asked(purpose=Purpose.OTHER, purpose_in_words="a ride  to church")

    assert opened(ride, consent) == {SCHEDULE}
    assert rule(replace(ride, purpose_in_words="a ride"), consent) == "purpose_not_granted"


@pytest.mark.parametrize(
    ("changes", "by"),
    [
        ({"purposes": frozenset({Purpose.AT_PATIENT_REQUEST})}, "element_5_asked_by_patient"),
        ({"purposes": frozenset({Purpose.FUNDRAISING})}, "element_5_fundraising"),
        ({"purposes": frozenset({Purpose.OTHER})}, "element_5_purpose"),
        ({"is_known_false": True}, "known_false"),
    ],
)
def test_what_else_makes_a_consent_deficient(changes: dict[str, object], by: str) -> None:
    consent = family_consent(**changes)

    assert rule(asked(purpose=next(iter(consent.purposes))), consent) == by


def test_criminal_justice_is_told_through_who_monitors() -> None:
    request = asked(ATTENDANCE, recipient=OFFICER, purpose=Purpose.CRIMINAL_JUSTICE)

    said = permitted(request, justice_consent())

    assert said.rule.name == "consent_for_criminal_justice"
    assert "only_for_this_case" in {each.name for each in said.obligations}
    idle = replace(OFFICER, monitors_patient=False)
    assert rule(replace(request, recipient=idle), justice_consent()) == "monitoring_only"


def test_prv_22_a_consent_for_criminal_justice_waits_with_its_revocation_until_its_day() -> None:
    request = asked(ATTENDANCE, recipient=OFFICER, purpose=Purpose.CRIMINAL_JUSTICE)
    revoked = justice_consent(revoked_at=NOW)
    in_may = SIGNED + timedelta(days=61)

    assert opened(request, revoked, at=NOW) == {ATTENDANCE}
    assert rule(request, revoked, at=in_may) == "revoked"
    assert rule(request, replace(revoked, final_disposition_at=NOW), at=NOW) == "revoked"


def test_no_other_consent_can_be_made_irrevocable() -> None:
    tied = family_consent(revoked_at=NOW, irrevocable_until=LastDay(day=date(2026, 5, 1)))

    assert rule(asked(), tied) == "revoked"


@pytest.mark.parametrize(
    ("standing", "since", "by", "expected"),
    [
        (Standing.DECEASED, None, Signer.PATIENT, "representative_signs"),
        (Standing.DECEASED, None, Signer.REPRESENTATIVE, "consent"),
        (Standing.DECEASED, NOW, Signer.PATIENT, "consent"),
        (Standing.LACKS_CAPACITY_BY_COURT, None, Signer.GUARDIAN, "consent"),
        (Standing.LACKS_CAPACITY_BY_COURT, SIGNED, Signer.PATIENT, "representative_signs"),
        (Standing.LACKS_CAPACITY_FOR_NOW, None, Signer.PATIENT, "signed_without_capacity"),
        (Standing.LACKS_CAPACITY_FOR_NOW, NOW, Signer.PATIENT, "consent"),
        (Standing.ADULT, None, Signer.REPRESENTATIVE, "element_8_signature"),
    ],
)
def test_who_signs_depends_on_who_was_able_to(
    standing: Standing, since: datetime | None, by: Signer, expected: str
) -> None:
    sam = Patient(id="sam", standing=standing, standing_since=since)

    assert rule(asked(patient=sam), family_consent(signatures=(Signature(by=by),))) == expected


@pytest.mark.parametrize(
    ("restriction", "by"),
    [
        (Restriction(agreed_at=SIGNED), "restriction_agreed"),
        (Restriction(agreed_at=SIGNED, recipients=frozenset({"ana"})), "restriction_agreed"),
        (Restriction(agreed_at=SIGNED, relations=frozenset({Relation.SUPPORTER})), "restriction_agreed"),
        (Restriction(agreed_at=SIGNED, recipients=frozenset({"bo"})), "consent"),
        (Restriction(agreed_at=SIGNED, categories=frozenset({ATTENDANCE})), "consent"),
        (Restriction(agreed_at=SIGNED, purposes=frozenset({Purpose.PAYMENT})), "consent"),
        (Restriction(agreed_at=NOW + SOON), "consent"),
        (Restriction(agreed_at=SIGNED, ended_at=NOW), "consent"),
    ],
)
def test_prv_11_an_agreed_restriction_is_stronger_than_a_consent(restriction: Restriction, by: str) -> None:
    sam = Patient(id="sam", restrictions=(restriction,))

    assert rule(asked(patient=sam), family_consent()) == by


def test_a_program_hands_on_by_the_consent_it_got_the_record_by() -> None:
    basis = Redisclosure(holder=Holder.PART2_PROGRAM, received_under=ReceivedUnder.TPO_CONSENT)
    request = asked(
        ATTENDANCE, recipient=DOCTOR, purpose=Purpose.TREATMENT, basis=basis, discloser=Discloser(id="south")
    )

    assert permitted(request, tpo_consent()).rule.name == "redisclosure_by_program"
    assert rule(request, tpo_consent(revoked_at=NOW)) == "revoked"
    assert rule(replace(request, purpose=Purpose.EMPLOYMENT), tpo_consent()) == "recipient_not_named"


def test_the_paper_of_somebody_else_is_not_named_in_an_answer() -> None:
    said = decide(asked(patient=SAM), [family_consent(patient="kim")], at=NOW)

    assert said.withheld[0].consent is None


def test_two_instants_in_the_night_the_clocks_change_keep_their_order() -> None:
    zone = ZoneInfo("America/New_York")
    first = datetime(2026, 11, 1, 1, 45, fold=0, tzinfo=zone)
    second = datetime(2026, 11, 1, 1, 15, fold=1, tzinfo=zone)
    paper: Consent = family_consent(revoked_at=first, ends=LastDay(day=date(2026, 12, 1)))

    assert rule(asked(), paper, at=second) == "revoked"
