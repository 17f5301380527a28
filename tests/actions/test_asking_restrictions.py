"""The person asks that something isn't told; who looks after privacy answers, and a yes binds at once."""

from __future__ import annotations

from datetime import datetime

import pytest

from cast import Cast
from letting_in import let_in, own, priyas
from stepwell.actions import asking_restrictions, charts, restricting, shared_charts
from stepwell.actions.charts import Chart, NotHere
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.privacy.request import Restriction
from stepwell.domain.privacy.terms import Category, Relation
from stepwell.records.consents.models import RestrictionRequest
from stepwell.records.effects.models import OutboxRow

PLANS = frozenset({Relation.HEALTH_PLAN, Relation.THIRD_PARTY_PAYER})


def adas(cast: Cast, *, at: datetime) -> Chart:
    return charts.open_for(cast.sign_in(cast.ada), cast.sam.pk, Purpose.OVERSIGHT, what="restriction", at=at)


def ask(cast: Cast, *, at: datetime, is_paid: bool = False, key: str = "r1") -> RestrictionRequest:
    asking_restrictions.ask(
        own(cast, at=at), words="Don't tell Elena when I come.", is_paid_by_person=is_paid, key=key, at=at
    )
    return RestrictionRequest.objects.latest("asked_at")


def not_to_elena(cast: Cast, *, at: datetime) -> Restriction:
    return Restriction(
        agreed_at=at,
        recipients=frozenset({str(cast.elena.pk)}),
        categories=frozenset({Category.SCHEDULE}),
    )


def test_a_request_waits_for_the_officer_who_is_told_that_something_waits(cast: Cast, at: datetime) -> None:
    ask(cast, at=at)

    [waiting] = asking_restrictions.list_waiting(cast.sign_in(cast.ada), at=at)

    assert (waiting.chart.person, waiting.asked.words) == (cast.sam, "Don't tell Elena when I come.")
    assert OutboxRow.objects.get(kind="officer_asked").payload == {"staff": str(cast.ada.pk)}


def test_a_yes_stops_a_consent_that_is_in_force(cast: Cast, at: datetime) -> None:
    """PRV-11."""
    let_in(cast, Category.SCHEDULE, Category.EPISODE, at=at)
    row = ask(cast, at=at)

    asking_restrictions.agree(adas(cast, at=at), row.pk, not_to_elena(cast, at=at), key="a1", at=at)

    shared = shared_charts.open_shared(cast.sign_in(cast.elena_account), cast.sam.pk, at=at)
    assert shared.opens(Category.EPISODE)
    assert not shared.opens(Category.SCHEDULE)
    [asked] = asking_restrictions.list_asked(own(cast, at=at))
    assert asked.is_agreed


def test_a_no_has_a_reason_that_the_person_reads(cast: Cast, at: datetime) -> None:
    row = ask(cast, at=at)
    with pytest.raises(asking_restrictions.CannotAnswer):
        asking_restrictions.decline(adas(cast, at=at), row.pk, words=" ", key="a1", at=at)

    asking_restrictions.decline(
        adas(cast, at=at), row.pk, words="Take it back yourself, under Privacy.", key="a2", at=at
    )

    [asked] = asking_restrictions.list_asked(own(cast, at=at))
    assert (asked.is_agreed, asked.answer) == (False, "Take it back yourself, under Privacy.")
    assert asking_restrictions.list_waiting(cast.sign_in(cast.ada), at=at) == []


def test_what_was_paid_in_full_is_agreed_to_and_covers_the_plans(cast: Cast, at: datetime) -> None:
    row = ask(cast, at=at, is_paid=True)
    chart = adas(cast, at=at)

    with pytest.raises(asking_restrictions.CannotAnswer):
        asking_restrictions.decline(chart, row.pk, words="No", key="a1", at=at)
    with pytest.raises(asking_restrictions.CannotAnswer):
        asking_restrictions.agree(chart, row.pk, not_to_elena(cast, at=at), key="a2", at=at)
    asking_restrictions.agree(chart, row.pk, Restriction(agreed_at=at, relations=PLANS), key="a3", at=at)

    [agreed] = restricting.list_agreed(chart)
    assert agreed.restriction.relations == PLANS


def test_a_request_is_answered_once(cast: Cast, at: datetime) -> None:
    row = ask(cast, at=at)
    chart = adas(cast, at=at)
    asking_restrictions.agree(chart, row.pk, not_to_elena(cast, at=at), key="a1", at=at)

    asking_restrictions.agree(chart, row.pk, not_to_elena(cast, at=at), key="a1", at=at)
    with pytest.raises(asking_restrictions.CannotAnswer):
        asking_restrictions.decline(chart, row.pk, words="No", key="a2", at=at)

    assert len(restricting.list_agreed(chart)) == 1


def test_only_the_person_asks_and_only_the_officer_answers(cast: Cast, at: datetime) -> None:
    row = ask(cast, at=at)

    with pytest.raises(NotHere):
        asking_restrictions.ask(
            priyas(cast, at=at), words="Don't tell", is_paid_by_person=False, key="r2", at=at
        )
    with pytest.raises(NotHere):
        asking_restrictions.agree(priyas(cast, at=at), row.pk, not_to_elena(cast, at=at), key="a1", at=at)
    with pytest.raises(NotHere):
        asking_restrictions.list_waiting(cast.sign_in(cast.priya), at=at)


def test_words_are_sealed_and_kept_once(cast: Cast, at: datetime) -> None:
    ask(cast, at=at)
    ask(cast, at=at)

    assert b"Elena" not in bytes(RestrictionRequest.objects.get().words)
