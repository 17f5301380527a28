"""A paper is offered by staff, signed by the person, and in force only with all its elements."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from cast import AT, TODAY, Cast
from stepwell.actions import charts, consenting
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.consents_kept import Kept
from stepwell.domain.privacy.access import Purpose as OpenedFor
from stepwell.domain.privacy.consent import (
    ClassOfRecipients,
    Consent,
    LastDay,
    NamedDiscloser,
    NamedRecipient,
    NoEnd,
    OnEvent,
    RightToRevoke,
)
from stepwell.domain.privacy.terms import TPO, Category, Purpose, RecipientClass, Statement
from stepwell.records.consents import models as rows

ZONE = ZoneInfo("America/Chicago")


@pytest.fixture
def sam(cast: Cast, at: datetime) -> Chart:
    return charts.open_own(cast.sign_in(cast.sam_account), what="sharing", at=at)


@pytest.fixture
def priyas(cast: Cast, at: datetime) -> Chart:
    """Sam's record, as the counselor has it open."""
    return charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, OpenedFor.TREATMENT, what="record", at=at)


def for_care(cast: Cast, **but: Any) -> Consent:
    """A consent for treatment, payment and operations with all ten elements, before it is signed."""
    whole = Consent(
        id="form",
        patient=str(cast.sam.pk),
        disclosers=(NamedDiscloser(id=str(cast.organization.pk)),),
        categories=frozenset({Category.EPISODE, Category.DIAGNOSIS, Category.BILLING}),
        recipients=(ClassOfRecipients(of=RecipientClass.TREATING_PROVIDERS),),
        purposes=TPO,
        right_to_revoke=RightToRevoke(how="in writing"),
        ends=NoEnd(),
        statements=frozenset(Statement),
    )
    return replace(whole, **but)


def offered(priyas: Chart, consent: Consent, *, key: str = "o") -> Kept:
    return consenting.offer(priyas, consent, key=key, at=AT)


def test_what_staff_offered_is_in_force_once_the_person_signed(sam: Chart, priyas: Chart, cast: Cast) -> None:
    paper = offered(priyas, for_care(cast))
    assert not paper.is_in_force(at=AT, zone=ZONE)

    signed = consenting.sign(sam, paper.row.pk, key="s", at=AT)

    assert signed.is_in_force(at=AT, zone=ZONE)
    assert signed.consent.signed_at == AT


@pytest.mark.parametrize(
    ("lacking", "told"),
    [
        ({"disclosers": ()}, "element 2"),
        ({"categories": frozenset()}, "element 3"),
        ({"recipients": ()}, "element 4"),
        ({"purposes": frozenset()}, "element 5"),
        ({"right_to_revoke": None}, "element 6"),
        ({"ends": None}, "element 7"),
        ({"statements": frozenset({Statement.MAY_BE_REDISCLOSED_UNDER_HIPAA})}, "element 10"),
    ],
)
def test_prv_01_a_paper_that_lacks_an_element_is_not_put_in_force(
    sam: Chart, priyas: Chart, cast: Cast, lacking: dict[str, Any], told: str
) -> None:
    paper = offered(priyas, for_care(cast, **lacking))

    with pytest.raises(consenting.NotInForce, match=told):
        consenting.sign(sam, paper.row.pk, key="s", at=AT)

    assert not rows.ConsentSignature.objects.exists()


def test_prv_02_no_end_is_an_end_for_treatment_payment_and_operations_alone(
    sam: Chart, priyas: Chart, cast: Cast
) -> None:
    for_work = for_care(
        cast,
        purposes=frozenset({Purpose.EMPLOYMENT}),
        recipients=(NamedRecipient(id="acme", name="Acme"),),
    )
    paper = offered(priyas, for_work)

    with pytest.raises(consenting.NotInForce, match="'none' is an end only"):
        consenting.sign(sam, paper.row.pk, key="s", at=AT)


def test_prv_03_notes_kept_apart_are_bundled_with_nothing(sam: Chart, priyas: Chart, cast: Cast) -> None:
    both = frozenset({Category.COUNSELING_NOTES, Category.EPISODE})
    paper = offered(priyas, for_care(cast, categories=both))

    with pytest.raises(consenting.NotInForce, match="bundles"):
        consenting.sign(sam, paper.row.pk, key="s", at=AT)


def test_what_was_declined_can_no_longer_be_signed(sam: Chart, priyas: Chart, cast: Cast) -> None:
    paper = offered(priyas, for_care(cast))
    consenting.revoke(sam, paper.row.pk, key="no", at=AT)

    with pytest.raises(consenting.ChangedMeanwhile):
        consenting.sign(sam, paper.row.pk, key="s", at=AT)


def test_prv_22_for_criminal_justice_alone_taking_back_waits_for_its_day(
    sam: Chart, priyas: Chart, cast: Cast
) -> None:
    probation = for_care(
        cast,
        purposes=frozenset({Purpose.CRIMINAL_JUSTICE}),
        recipients=(NamedRecipient(id="officer", name="Officer Bell"),),
        ends=LastDay(day=TODAY + timedelta(days=90)),
        irrevocable_until=LastDay(day=TODAY + timedelta(days=30)),
    )
    paper = consenting.sign(sam, offered(priyas, probation).row.pk, key="s", at=AT)
    taken = consenting.revoke(sam, paper.row.pk, key="r", at=AT)

    assert taken.is_in_force(at=AT, zone=ZONE)
    assert not taken.is_in_force(at=AT + timedelta(days=31), zone=ZONE)


def test_free_words_come_back_whole_and_are_nowhere_readable(sam: Chart, priyas: Chart, cast: Cast) -> None:
    told = for_care(
        cast,
        purposes=frozenset({Purpose.OTHER}),
        purpose_in_words="the adoption of a dog",
        recipients=(NamedRecipient(id="shelter", name="Paws"),),
        ends=OnEvent(event="the dog is home"),
    )

    kept = consenting.sign(sam, offered(priyas, told).row.pk, key="s", at=AT)

    assert kept.consent.purpose_in_words == "the adoption of a dog"
    assert kept.consent.ends == OnEvent(event="the dog is home")
    row = rows.Consent.objects.get()
    for words in ("dog", "Paws"):
        assert words not in str(row.form)
        assert words.encode() not in bytes(row.words or b"")


def test_a_paper_of_somebody_else_is_not_there(sam: Chart, priyas: Chart, cast: Cast, at: datetime) -> None:
    paper = offered(priyas, for_care(cast))
    marcus = charts.open_for(
        cast.sign_in(cast.priya), cast.marcus.pk, OpenedFor.TREATMENT, what="record", at=at
    )

    with pytest.raises(NotHere):
        consenting.revoke(marcus, paper.row.pk, key="r", at=at)


def test_instants_are_kept_as_instants(sam: Chart, priyas: Chart, cast: Cast) -> None:
    at = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # the night the clocks go back in Chicago

    signed = consenting.sign(sam, offered(priyas, for_care(cast)).row.pk, key="s", at=at)

    assert signed.consent.signed_at == at
