"""A review is due at the earliest of what the program, the payers and events ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.instruments.gad7 import GAD7
from stepwell.domain.instruments.phq9 import PHQ9
from stepwell.domain.reviews.due import (
    DAYS_ALLOWED,
    TOLD,
    Event,
    Kind,
    Measured,
    PayerRule,
    ReviewFacts,
    Trigger,
    review_due,
)

ZONE = ZoneInfo("America/New_York")
BEGAN = date(2026, 3, 2)
FACTS = ReviewFacts(BEGAN, program_days=14)
MEDICARE = PayerRule("Medicare", 60, BEGAN, "42 CFR 424.24(d): certified again every 60 days")

instants = st.datetimes(datetime(2026, 3, 3), datetime(2026, 6, 1), timezones=st.just(UTC))
events = st.builds(Event, st.sampled_from(TOLD), instants)
facts = st.builds(
    ReviewFacts,
    began_on=st.just(BEGAN),
    program_days=st.integers(7, 90),
    last_review_at=st.none() | instants,
    payers=st.just(()) | st.just((MEDICARE,)),
    absent_at=st.lists(instants, max_size=8).map(tuple),
    events=st.lists(events, max_size=4).map(tuple),
    measures=st.lists(
        st.builds(Measured, st.sampled_from([PHQ9, GAD7]), instants, st.integers(0, 21)), max_size=6
    ).map(tuple),
)


def at(day: date, hour: int = 18) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def days_after(number: int) -> datetime:
    return at(BEGAN + timedelta(days=number))


def test_without_anything_else_the_program_asks() -> None:
    due = review_due(FACTS, zone=ZONE)
    assert due.due_on == date(2026, 3, 16)
    assert [each.kind for each in due.reasons] == [Kind.PROGRAM]


def test_the_earliest_payer_counts() -> None:
    weekly = PayerRule("Weekly Health", 7, BEGAN, "contract")
    due = review_due(replace(FACTS, payers=(MEDICARE, weekly)), zone=ZONE)
    assert due.due_on == date(2026, 3, 9)
    assert [each.key for each in due.because] == ["Weekly Health"]
    assert [each.key for each in due.reasons] == ["Weekly Health", "program", "Medicare"]


def test_medicare_is_asked_again_after_60_days() -> None:
    due = review_due(ReviewFacts(BEGAN, program_days=90, payers=(MEDICARE,)), zone=ZONE)
    assert due.due_on == date(2026, 5, 1)


@pytest.mark.parametrize("trigger", TOLD)
def test_what_happened_asks_for_an_earlier_review(trigger: Trigger) -> None:
    due = review_due(replace(FACTS, events=(Event(trigger, days_after(1)),)), zone=ZONE)
    assert due.due_on == BEGAN + timedelta(days=1 + DAYS_ALLOWED[trigger])
    assert [each.key for each in due.because] == [trigger.value]


def test_a_safety_screening_is_reviewed_on_the_same_day() -> None:
    due = review_due(replace(FACTS, events=(Event(Trigger.SAFETY, days_after(5)),)), zone=ZONE)
    assert due.due_on == days_after(5).date()


@pytest.mark.parametrize(
    ("missed", "is_due"),
    [
        pytest.param((0, 5, 13), True, id="three in 14 days"),
        pytest.param((0, 5, 14), False, id="three in 15 days"),
        pytest.param((0, 5), False, id="two"),
        pytest.param((0, 10, 15, 20), True, id="the last three"),
    ],
)
def test_three_absences_in_14_days(missed: tuple[int, ...], is_due: bool) -> None:
    told = replace(FACTS, absent_at=tuple(days_after(each) for each in missed))
    keys = [each.key for each in review_due(told, zone=ZONE).reasons]
    assert ("absences" in keys) is is_due


def test_two_sessions_of_one_day_are_one_absence() -> None:
    missed = (at(BEGAN, 17), at(BEGAN, 19), days_after(2))
    assert [each.key for each in review_due(replace(FACTS, absent_at=missed), zone=ZONE).reasons] == [
        "program"
    ]


def test_which_day_it_is_depends_on_the_site() -> None:
    late = datetime(2026, 3, 5, 3, tzinfo=UTC)  # the evening before in New York
    due = review_due(replace(FACTS, events=(Event(Trigger.SAFETY, late),)), zone=ZONE)
    assert due.due_on == date(2026, 3, 4)


def test_what_the_last_review_saw_asks_for_nothing_more() -> None:
    told = replace(
        FACTS,
        last_review_at=days_after(10),
        absent_at=tuple(days_after(each) for each in (2, 4, 6)),
        events=(Event(Trigger.ARREST, days_after(9)),),
    )
    due = review_due(told, zone=ZONE)
    assert [each.key for each in due.reasons] == ["program"]
    assert due.due_on == days_after(24).date()


@pytest.mark.parametrize(("total", "is_due"), [(13, False), (14, True)])
def test_a_reliable_worsening_asks_and_measurement_error_does_not(total: int, is_due: bool) -> None:
    line = (Measured(PHQ9, days_after(0), 8), Measured(PHQ9, days_after(7), total))
    due = review_due(replace(FACTS, program_days=90, measures=line), zone=ZONE)
    assert ("worsening" in [each.key for each in due.reasons]) is is_due


def test_worsening_is_told_against_the_best_total_not_the_first() -> None:
    totals = enumerate((18, 8, 15))
    line = tuple(Measured(PHQ9, days_after(week * 7), total) for week, total in totals)
    due = review_due(replace(FACTS, program_days=90, measures=line), zone=ZONE)
    assert due.because[0].since_on == days_after(14).date()


def test_totals_of_two_instruments_are_not_compared() -> None:
    line = (Measured(GAD7, days_after(0), 2), Measured(PHQ9, days_after(7), 20))
    assert review_due(replace(FACTS, measures=line), zone=ZONE).reasons[0].key == "program"


@given(facts)
def test_the_review_is_due_on_the_earliest_day_anything_asks_for(told: ReviewFacts) -> None:
    due = review_due(told, zone=ZONE)
    assert due.due_on == min(each.due_on for each in due.reasons)
    assert due.because
    assert all(str(each.sentence) and each.source for each in due.reasons)


@given(facts, events)
def test_one_more_event_never_puts_a_review_off(told: ReviewFacts, event: Event) -> None:
    more = replace(told, events=(*told.events, event))
    assert review_due(more, zone=ZONE).due_on <= review_due(told, zone=ZONE).due_on


@given(facts, instants)
def test_one_more_absence_never_puts_a_review_off(told: ReviewFacts, missed: datetime) -> None:
    more = replace(told, absent_at=(*told.absent_at, missed))
    assert review_due(more, zone=ZONE).due_on <= review_due(told, zone=ZONE).due_on


@pytest.mark.parametrize(
    ("began", "due"),
    [
        pytest.param(date(2028, 2, 20), date(2028, 3, 5), id="a leap day"),
        pytest.param(date(2026, 12, 24), date(2027, 1, 7), id="the year ends"),
        pytest.param(date(2026, 3, 1), date(2026, 3, 15), id="the clocks go forward"),
    ],
)
def test_days_are_counted_by_the_calendar(began: date, due: date) -> None:
    assert review_due(ReviewFacts(began, 14), zone=ZONE).due_on == due


@pytest.mark.parametrize("trigger", [Trigger.ABSENCES, Trigger.WORSENING])
def test_what_is_found_in_the_facts_is_not_told_as_an_event(trigger: Trigger) -> None:
    with pytest.raises(ValueError, match="found in the facts"):
        Event(trigger, days_after(1))
