"""The account of disclosures: three years, by consent, and nothing that was only tried."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.privacy.papers import NOW, SIGNED, SOON, asked, family_consent, permitted
from stepwell.domain.privacy.accounting import Channel, Disclosure, Scope, account, disclosed
from stepwell.domain.privacy.bases import MedicalEmergency
from stepwell.domain.privacy.consent import OnEvent
from stepwell.domain.privacy.request import Patient, Recipient
from stepwell.domain.privacy.terms import Purpose, Relation


def told_at(at: datetime, patient: str = "sam") -> Disclosure:
    paper = family_consent(patient=patient, signed_at=at, ends=OnEvent(event="end of treatment"))
    permit = permitted(asked(patient=Patient(id=patient)), paper, at=at)
    return disclosed(
        permit,
        recipient_name="Ana",
        recipient_address="the family page",
        by="robin",
        channel=Channel.PAGE,
        scope=Scope.CLEAR_EXPLANATION,
    )


def test_the_account_goes_three_years_back_and_is_in_order() -> None:
    within, at_the_edge, before = (
        told_at(NOW - SOON),
        told_at(NOW.replace(year=2023)),
        told_at(datetime(2023, 3, 9, 14, tzinfo=UTC)),
    )

    assert account([within, before, at_the_edge], patient="sam", at=NOW) == (at_the_edge, within)


def test_three_years_before_a_leap_day_is_the_day_before_march() -> None:
    leap_day = datetime(2028, 2, 29, 12, tzinfo=UTC)
    kept = told_at(datetime(2025, 2, 28, 12, tzinfo=UTC))

    assert account([kept], patient="sam", at=leap_day) == (kept,)
    assert account([told_at(datetime(2025, 2, 28, 11, tzinfo=UTC))], patient="sam", at=leap_day) == ()


def test_the_account_is_of_one_person_and_of_what_went_by_consent() -> None:
    hospital = Recipient(id="er", relation=Relation.MEDICAL_PERSONNEL)
    basis = MedicalEmergency(nature="overdose suspected", consent_cannot_be_had=True)
    emergency = disclosed(
        permitted(asked(recipient=hospital, purpose=Purpose.MEDICAL_EMERGENCY, basis=basis)),
        recipient_name="Dr. Roe, County Hospital",
        recipient_address="1 Main Street",
        by="robin",
        channel=Channel.SPOKEN,
    )

    assert emergency.emergency == "overdose suspected"
    assert account([emergency, told_at(NOW, patient="kim")], patient="sam", at=NOW) == ()


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=400)])
def test_a_record_is_of_the_instant_of_its_permit(later: timedelta) -> None:
    assert told_at(SIGNED + later).at == SIGNED + later
