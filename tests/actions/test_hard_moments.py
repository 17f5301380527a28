"""In a hard moment one's own plan opens, and nobody hears of it unless the person agreed."""

from __future__ import annotations

from datetime import datetime

import pytest

from cast import Cast
from letting_in import own, priyas
from practiced import fill_in
from stepwell.actions import filling_tools, hard_moments, messaging
from stepwell.actions.charts import NotHere
from stepwell.records.messages.models import Message
from stepwell.records.practice.models import Hearing


def test_the_plans_and_the_people_in_them_are_found(cast: Cast, at: datetime) -> None:
    chart = own(cast, at=at)
    entry = fill_in(chart, "staying-well", {"people": "Mo, 555-0100\nAna"}, at=at)
    assert hard_moments.find(chart).people == []
    filling_tools.keep(chart, entry.pk, seen_version=0, key="k1", at=at)

    found = hard_moments.find(chart)

    assert (list(found.plans), found.people) == (["staying-well"], ["Mo, 555-0100", "Ana"])


def test_nobody_hears_of_it_until_that_is_agreed(cast: Cast, at: datetime) -> None:
    chart = own(cast, at=at)
    assert hard_moments.rule_of(chart) is Hearing.NOBODY

    hard_moments.agree(chart, Hearing.COUNSELOR, key="a1", at=at)
    assert hard_moments.rule_of(chart) is Hearing.COUNSELOR

    hard_moments.agree(chart, Hearing.NOBODY, key="a2", at=at.replace(hour=18))
    assert hard_moments.rule_of(chart) is Hearing.NOBODY
    assert Message.objects.count() == 0


def test_the_counselor_is_told_once_in_the_person_s_own_thread(cast: Cast, at: datetime) -> None:
    chart = own(cast, at=at)

    for _ in range(2):
        hard_moments.tell(chart, "I opened my plan.", key="t1", at=at)

    priya = priyas(cast, at=at)
    [line] = messaging.read(priya, messaging.find_talk(priya, None, at=at), at=at)
    assert line.words == "I opened my plan."


def test_the_counselor_agrees_to_nothing_for_somebody(cast: Cast, at: datetime) -> None:
    with pytest.raises(NotHere):
        hard_moments.agree(priyas(cast, at=at), Hearing.COUNSELOR, key="a1", at=at)
    with pytest.raises(NotHere):
        hard_moments.tell(priyas(cast, at=at), "x", key="t1", at=at)
