"""Who asked for another time hears that there is an answer, and reads it, with the counselor's words."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from actions.test_swapping import open_other, take
from cast import Cast
from stepwell.actions import charts, composing, hearing_back, settling, swapping
from stepwell.actions.charts import Chart
from stepwell.actions.reaching import TooManyWords
from stepwell.records.effects.models import OutboxRow
from stepwell.records.program.models import Site
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Swap

BASE = "https://x.invalid"


@pytest.fixture
def other(cast: Cast, at: datetime) -> Session:
    Site.objects.update(swap_policy="ask")
    return open_other(cast, at)


@pytest.fixture
def own(cast: Cast, other: Session, at: datetime) -> Chart:
    return charts.open_own(cast.sign_in(cast.sam_account), what="swap", at=at)


def answer(cast: Cast, swap: Swap, at: datetime, *, yes: bool, words: str = "") -> Swap:
    chart = settling.open_swap(cast.sign_in(cast.priya), swap.pk, at=at)
    return settling.settle(chart, swap_id=swap.pk, yes=yes, words=words, key=f"a{swap.pk}", at=at)


def letter(at: datetime) -> composing.Letter | composing.NotSent | composing.Later:
    row = OutboxRow.objects.get(kind=hearing_back.ANSWERED)
    return composing.compose(row, base_url=BASE, at=at)


def test_a_no_is_heard_with_the_counselors_words(
    own: Chart, cast: Cast, other: Session, at: datetime
) -> None:
    swap = take(own, cast, other, at)

    answer(cast, swap, at, yes=False, words=" Thursday's group is about to end. ")

    (heard,) = hearing_back.list_heard(own, at=at)
    assert (heard.is_yes, heard.gives, heard.swap.takes) == (False, cast.today, other)
    assert heard.words == "Thursday's group is about to end."
    assert b"Thursday" not in bytes(Swap.objects.get().words or b"")


def test_the_message_says_only_that_something_waits(
    own: Chart, cast: Cast, other: Session, at: datetime
) -> None:
    answer(cast, take(own, cast, other, at), at, yes=False, words="Not this week.")

    found = letter(at)

    assert isinstance(found, composing.Letter)
    assert found.to == "sam@test.stepwell.invalid"
    assert found.text.startswith("Something is waiting for you. Sign in to see it.")
    assert letter(at + timedelta(hours=11)) == composing.NO_LONGER_TRUE  # the session has begun


def test_a_yes_is_heard_too_and_its_message_names_the_hour(
    own: Chart, cast: Cast, other: Session, at: datetime
) -> None:
    answer(cast, take(own, cast, other, at), at, yes=True, words="See you there.")

    (heard,) = hearing_back.list_heard(own, at=at)

    assert (heard.is_yes, heard.words) == (True, "See you there.")
    assert [row.kind for row in OutboxRow.objects.filter(person_id=cast.sam.pk)] == ["changed"]


def test_what_a_counselor_arranged_otherwise_is_told_as_well(
    own: Chart, cast: Cast, other: Session, at: datetime
) -> None:
    swap = swapping.take(own, session_id=cast.today.pk, takes_id=None, reason="work", key="k", at=at)

    answer(cast, swap, at, yes=True)

    assert isinstance(letter(at), composing.Letter)
    assert hearing_back.list_heard(own, at=at)[0].is_yes


def test_who_asks_again_sees_the_question_and_not_the_old_answer(
    own: Chart, cast: Cast, other: Session, at: datetime
) -> None:
    answer(cast, take(own, cast, other, at), at, yes=False)
    later = at + timedelta(minutes=5)

    take(own, cast, other, later, key="again")

    assert hearing_back.list_heard(own, at=later) == []


def test_nothing_is_heard_of_what_was_had_at_once_or_is_over(
    own: Chart, cast: Cast, other: Session, at: datetime
) -> None:
    answer(cast, take(own, cast, other, at), at, yes=False)
    assert cast.today.starts_at is not None

    assert hearing_back.list_heard(own, at=cast.today.starts_at) == []
    assert hearing_back.list_heard(own, session_id=other.pk, at=at) == []
    Site.objects.update(swap_policy="at_once")
    take(own, cast, other, at + timedelta(minutes=1), key="now")
    assert hearing_back.list_heard(own, at=at + timedelta(minutes=1)) == []


def test_more_words_than_fit_are_refused_and_nothing_is_settled(
    own: Chart, cast: Cast, other: Session, at: datetime
) -> None:
    swap = take(own, cast, other, at)

    with pytest.raises(TooManyWords):
        answer(cast, swap, at, yes=False, words="x" * 301)

    assert Swap.objects.get().state == "asked"
