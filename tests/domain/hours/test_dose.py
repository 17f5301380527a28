"""The week's dose and the one thing to be said of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.hours.dose import (
    ADOLESCENT_FLOOR_MINUTES,
    ADULT_FLOOR_MINUTES,
    CEILING_MINUTES,
    Dose,
    DoseReason,
    in_hours,
    judge,
)

minutes = st.integers(0, 30 * 60)


def test_the_published_numbers() -> None:
    assert (ADULT_FLOOR_MINUTES, ADOLESCENT_FLOOR_MINUTES, CEILING_MINUTES) == (540, 360, 1140)


@pytest.mark.parametrize(
    ("planned", "delivered", "is_over", "reason"),
    [
        (540, 540, True, DoseReason.ON_FLOOR),
        (540, 539, True, DoseReason.MISSED),
        (540, 539, False, DoseReason.WEEK_NOT_OVER),
        (370, 370, True, DoseReason.PLANNED_BELOW_FLOOR),
        (370, 0, False, DoseReason.PLANNED_BELOW_FLOOR),
        (370, 560, True, DoseReason.ON_FLOOR),
        (1140, 1140, True, DoseReason.ON_FLOOR),
        (1141, 0, False, DoseReason.ABOVE_CEILING),
        (540, 1141, True, DoseReason.ABOVE_CEILING),
    ],
)
def test_a_week_has_one_reason(planned: int, delivered: int, is_over: bool, reason: DoseReason) -> None:
    assert judge(Dose(planned, delivered), week_is_over=is_over).reason is reason


def test_a_week_can_be_known_to_fall_short_before_it_is_over() -> None:
    dose = Dose(planned_minutes=540, delivered_minutes=180)
    assert judge(dose, week_is_over=False, still_to_come=359).reason is DoseReason.OUT_OF_REACH
    assert judge(dose, week_is_over=False, still_to_come=360).reason is DoseReason.WEEK_NOT_OVER


def test_six_hours_are_enough_for_an_adolescent() -> None:
    assert judge(Dose(360, 360, ADOLESCENT_FLOOR_MINUTES), week_is_over=True).reason is DoseReason.ON_FLOOR


def test_the_sentence_says_the_numbers() -> None:
    judgment = judge(Dose(600, 480), week_is_over=True)
    assert str(judgment.sentence) == "8 h delivered of 10 h planned; 1 h short of the week."


@given(minutes, minutes, minutes, st.booleans(), st.none() | minutes)
def test_every_week_has_a_sentence(
    planned: int, delivered: int, floor: int, is_over: bool, to_come: int | None
) -> None:
    judgment = judge(Dose(planned, delivered, floor), week_is_over=is_over, still_to_come=to_come)
    assert str(judgment.sentence).endswith((".", "better."))
    assert "%" not in str(judgment.sentence)


@given(minutes, minutes, minutes)
def test_short_by_and_enough_agree(planned: int, delivered: int, floor: int) -> None:
    dose = Dose(planned, delivered, floor)
    assert (dose.short_by == 0) == (delivered >= floor)
    assert dose.short_by >= 0


def test_minutes_below_zero_cannot_be_held() -> None:
    with pytest.raises(ValueError, match="below zero"):
        Dose(540, -1)


@given(minutes)
def test_hours_in_words_lose_no_minute(number: int) -> None:
    words = in_hours(number).split()
    amounts = dict(zip(words[1::2], map(int, words[::2]), strict=True))
    assert amounts.get("h", 0) * 60 + amounts.get("min", 0) == number
