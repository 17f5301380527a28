"""PRV-08: a disclosure in an emergency has four facts, goes to medical personnel alone, and is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cast import Cast
from letting_in import own, priyas
from stepwell.actions import charts, disclosing, telling_in_emergencies
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.telling_in_emergencies import CannotTell, Told
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.privacy.accounting import Channel
from stepwell.domain.privacy.terms import Category
from stepwell.records.consents.models import DeniedAttempt, Disclosure, EmergencyReview
from stepwell.records.effects.models import OutboxRow


def told(at: datetime) -> Told:
    return Told(
        recipient_name="Dr. Ito",
        recipient_place="County hospital, emergency room, 1 Main St",
        is_medical=True,
        nature="Found without breath in the hallway",
        categories=frozenset({Category.IDENTITY, Category.MEDICATIONS}),
        channel=Channel.SPOKEN,
        told_at=at - timedelta(minutes=10),
        consent_cannot_be_had=True,
    )


def adas(cast: Cast, *, at: datetime) -> Chart:
    return charts.open_for(cast.sign_in(cast.ada), cast.sam.pk, Purpose.OVERSIGHT, what="emergency", at=at)


def test_it_is_kept_with_its_four_facts(cast: Cast, at: datetime) -> None:
    telling_in_emergencies.write_down(priyas(cast, at=at), told(at), key="e1", at=at)

    [kept] = disclosing.list_told(own(cast, at=at))

    assert (kept.recipient_name, kept.recipient_address) == (
        "Dr. Ito",
        "County hospital, emergency room, 1 Main St",
    )
    assert (kept.by, kept.at, kept.emergency) == (
        "Priya Natarajan LCSW",
        at - timedelta(minutes=10),
        "Found without breath in the hallway",
    )
    assert kept.consents == ()
    assert disclosing.account_for(own(cast, at=at), at=at) == ()  # PRV-12: no part of the account


@pytest.mark.parametrize("field", ["recipient_name", "recipient_place", "nature"])
def test_without_one_of_them_it_is_not_kept(cast: Cast, at: datetime, field: str) -> None:
    with pytest.raises(CannotTell):
        telling_in_emergencies.write_down(
            priyas(cast, at=at), replace(told(at), **{field: " "}), key="e1", at=at
        )

    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("minutes", [5, -60 * 24 * 15])
def test_a_time_that_is_ahead_or_long_past_is_refused(cast: Cast, at: datetime, minutes: int) -> None:
    wrong = replace(told(at), told_at=at + timedelta(minutes=minutes))

    with pytest.raises(CannotTell):
        telling_in_emergencies.write_down(priyas(cast, at=at), wrong, key="e1", at=at)


def test_nobody_but_medical_personnel_is_told_and_the_attempt_is_kept(cast: Cast, at: datetime) -> None:
    wrong = replace(told(at), is_medical=False)

    with pytest.raises(CannotTell, match="medical personnel"):
        telling_in_emergencies.write_down(priyas(cast, at=at), wrong, key="e1", at=at)

    assert DeniedAttempt.objects.get().rule == "medical_personnel_only"
    assert not Disclosure.objects.exists()


def test_a_person_who_could_be_asked_is_asked(cast: Cast, at: datetime) -> None:
    wrong = replace(told(at), consent_cannot_be_had=False)
    with pytest.raises(CannotTell, match="could be asked"):
        telling_in_emergencies.write_down(priyas(cast, at=at), wrong, key="e1", at=at)

    telling_in_emergencies.write_down(priyas(cast, at=at), told(at), key="e1", at=at)

    assert Disclosure.objects.count() == 1


def test_the_officer_is_told_and_looks_at_it(cast: Cast, at: datetime) -> None:
    telling_in_emergencies.write_down(priyas(cast, at=at), told(at), key="e1", at=at)
    assert OutboxRow.objects.filter(kind="officer_asked").count() == 1
    [waiting] = telling_in_emergencies.list_waiting(cast.sign_in(cast.ada), at=at)

    telling_in_emergencies.review(adas(cast, at=at), waiting.review.key, at=at)

    assert telling_in_emergencies.list_waiting(cast.sign_in(cast.ada), at=at) == []
    with pytest.raises(NotHere):
        telling_in_emergencies.review(priyas(cast, at=at), waiting.review.key, at=at)


def test_sent_twice_is_kept_once(cast: Cast, at: datetime) -> None:
    for _ in range(2):
        telling_in_emergencies.write_down(adas(cast, at=at), told(at), key="e1", at=at)

    assert EmergencyReview.objects.count() == 1


def test_the_person_and_who_arranges_write_down_nothing(cast: Cast, at: datetime) -> None:
    graces = charts.open_for(cast.sign_in(cast.grace), cast.sam.pk, Purpose.OPERATIONS, what="record", at=at)

    for chart in (own(cast, at=at), graces):
        with pytest.raises(NotHere):
            telling_in_emergencies.write_down(chart, told(at), key="e1", at=at)
