"""The letter of a week follows one rule: told without a visit and never tested are two things."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stepwell.domain.outcomes.published import XBOT_NALTREXONE, Compared, Share
from stepwell.domain.outcomes.weeks import Reading, Told, word

FIRST = date(2020, 1, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def visit(*, result: bool | None = None, use: int | None = None) -> Told:
    """One visit on day 7, meant for week 1."""
    return Told(
        {} if result is None else {day(7): [result]}, set() if use is None else {day(use)}, {1: [day(7)]}
    )


@pytest.mark.parametrize(
    ("told", "letter"),
    [
        (visit(), "o"),
        (visit(result=False), "-"),
        (visit(result=True), "+"),
        (visit(result=False, use=1), "+"),
        (visit(result=False, use=0), "-"),
        (visit(use=7), "+"),
        (Told({}, {day(7)}, {}), "o"),
    ],
    ids=["untested", "negative", "positive", "told of the week", "told of before", "told alone", "no visit"],
)
def test_a_week_by_its_visit(told: Told, letter: str) -> None:
    assert word(told, weeks=1, reading=Reading.VISIT, first=FIRST) == letter


def test_a_visit_kept_late_leaves_its_calendar_week_empty() -> None:
    late = visit(result=False)
    assert word(late, weeks=2, reading=Reading.VISIT, first=FIRST) == "-o"
    assert word(late, weeks=2, reading=Reading.CALENDAR, first=FIRST) == "o-"


def test_a_share_agrees_only_within_its_interval() -> None:
    assert Compared(XBOT_NALTREXONE, "by visit", Share(115, 188)).agrees
    assert not Compared(XBOT_NALTREXONE, "by visit", Share(80, 188)).agrees


def test_of_nobody_nothing_is_known() -> None:
    assert Share(0, 0).interval == (0.0, 100.0)
    assert Share(10, 10).interval[1] == pytest.approx(100.0)
