"""Nobody in care is ever without a next step, a date and a person who owns it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.episodes.lifecycle import CARED_FOR, EpisodeState
from stepwell.domain.episodes.needs import Mover
from stepwell.domain.episodes.next_step import EpisodeFacts, NextStep, next_step
from stepwell.domain.episodes.steps import STEPS, Start

S = EpisodeState
ZONE = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 6, 1, 9, tzinfo=ZONE)

zones = st.sampled_from(["America/New_York", "America/Phoenix", "America/Santiago", "Pacific/Apia", "UTC"])
instants = st.datetimes(datetime(2024, 1, 1), datetime(2033, 1, 1), timezones=st.just(UTC))
days = st.dates(date(2024, 1, 1), date(2033, 1, 1))
keys = sorted({step.key for steps in STEPS.values() for step in steps})
facts = st.builds(
    EpisodeFacts,
    state=st.sampled_from(EpisodeState),
    since=instants,
    requested_at=st.none() | instants,
    screening_at=st.none() | instants,
    screened_at=st.none() | instants,
    last_contact_at=st.none() | instants,
    returns_on=st.none() | days,
    starts_on=st.none() | days,
    review_due_on=st.none() | days,
    contact_due_on=st.none() | days,
    seat_held_until=st.none() | days,
    done=st.frozensets(st.sampled_from(keys)),
)


def step_of(told: EpisodeFacts, *, at: datetime = MONDAY) -> NextStep:
    found = next_step(told, at=at, zone=ZONE)
    assert found is not None
    return found


@given(facts, instants, zones)
def test_nobody_in_care_is_without_a_next_step(told: EpisodeFacts, at: datetime, zone: str) -> None:
    step = next_step(told, at=at, zone=ZoneInfo(zone))

    assert step is not None or told.state not in CARED_FOR
    if step is not None:
        assert step.owner is not Mover.PERSON
        assert step.due_at.tzinfo is not None
        assert step.is_overdue == (step.due_at <= at)
        assert str(step.sentence)
        assert step.source


def test_every_state_says_what_may_come_next() -> None:
    assert set(STEPS) == set(S)
    assert all(STEPS[state] for state in CARED_FOR)


@pytest.mark.parametrize("state", sorted(CARED_FOR, key=str))
def test_whoever_is_in_care_has_a_step_that_needs_no_other_fact(state: EpisodeState) -> None:
    assert [step for step in STEPS[state] if step.otherwise and step.start is Start.STATE and not step.once]


def test_an_episode_that_is_over_asks_for_nothing() -> None:
    over = {state for state in S if not STEPS[state]}
    assert over == {S.DECLINED, S.LOST, S.ADMINISTRATIVE, S.ALUMNI, S.COMPLETED, S.ENDED}
    assert next_step(EpisodeFacts(S.LOST, MONDAY), at=MONDAY, zone=ZONE) is None


def test_a_screening_time_is_offered_within_240_minutes() -> None:
    step = step_of(EpisodeFacts(S.ENQUIRY, MONDAY))
    in_time = MONDAY + timedelta(minutes=240)
    assert (step.key, step.owner, step.due_at) == ("offer_screening", Mover.INTAKE, in_time)
    assert not step.is_overdue
    assert step_of(EpisodeFacts(S.ENQUIRY, MONDAY), at=in_time).is_overdue


def test_after_the_screening_somebody_decides() -> None:
    told = EpisodeFacts(S.SCREENING, MONDAY, screening_at=MONDAY)
    assert step_of(told).key == "screen"
    assert step_of(EpisodeFacts(S.SCREENING, MONDAY, MONDAY, MONDAY, MONDAY)).key == "decide_level"


def test_help_while_waiting_begins_within_48_hours_of_asking() -> None:
    asked = MONDAY - timedelta(days=1)
    step = step_of(EpisodeFacts(S.WAITING, MONDAY, requested_at=asked))
    assert step.key == "interim_help"
    assert step.due_at == asked + timedelta(hours=48)


def test_a_step_that_is_done_gives_way_to_the_next() -> None:
    told = EpisodeFacts(S.WAITING, MONDAY, done=frozenset({"interim_help"}))
    assert step_of(told).key == "waiting_call"


def test_a_review_that_is_due_counts_before_the_month_is_over() -> None:
    signed = frozenset({"sign_plan"})
    early = EpisodeFacts(S.ACTIVE, MONDAY, review_due_on=date(2026, 6, 4), done=signed)
    assert step_of(early).due_at == datetime(2026, 6, 4, 17, tzinfo=ZONE)
    without = EpisodeFacts(S.ACTIVE, MONDAY, done=signed)
    assert step_of(without).due_at == datetime(2026, 7, 1, 17, tzinfo=ZONE)


def test_what_is_due_first_comes_first() -> None:
    today = EpisodeFacts(S.ACTIVE, MONDAY, review_due_on=date(2026, 6, 2))
    assert step_of(today).key == "review"
    later = EpisodeFacts(S.ACTIVE, MONDAY, review_due_on=date(2026, 6, 15))
    assert step_of(later).key == "sign_plan"


def test_a_contact_before_contact_lapsed_is_no_try_to_reach_somebody() -> None:
    before, after = MONDAY - timedelta(days=10), MONDAY + timedelta(days=1)
    assert step_of(EpisodeFacts(S.LAPSED, MONDAY, last_contact_at=before)).key == "reach_out"
    tried = EpisodeFacts(S.LAPSED, MONDAY, last_contact_at=after, done=frozenset({"reach_out"}))
    assert step_of(tried).due_at == datetime(2026, 6, 5, 17, tzinfo=ZONE)


def test_who_left_is_offered_the_way_back_while_the_seat_is_held() -> None:
    held = date(2026, 6, 15)
    assert step_of(EpisodeFacts(S.LEFT, MONDAY, seat_held_until=held)).key == "way_back"
    offered = EpisodeFacts(S.LEFT, MONDAY, seat_held_until=held, done=frozenset({"way_back"}))
    assert step_of(offered).due_at == datetime(2026, 6, 15, 17, tzinfo=ZONE)
    freed = EpisodeFacts(S.LEFT, MONDAY, done=frozenset({"way_back"}))
    assert next_step(freed, at=MONDAY, zone=ZONE) is None


@pytest.mark.parametrize(
    ("since", "due"),
    [
        pytest.param("2026-03-07T12:00-05:00", "2026-03-14T17:00-04:00", id="the clocks go forward"),
        pytest.param("2026-10-31T12:00-04:00", "2026-11-07T17:00-05:00", id="the clocks go back"),
        pytest.param("2028-02-23T12:00-05:00", "2028-03-01T17:00-05:00", id="a leap day"),
        pytest.param("2026-12-28T12:00-05:00", "2027-01-04T17:00-05:00", id="the year ends"),
        pytest.param("2026-06-02T03:30+00:00", "2026-06-08T17:00-04:00", id="still the day before here"),
    ],
)
def test_a_deadline_in_days_is_on_the_clock_of_the_site(since: str, due: str) -> None:
    told = EpisodeFacts(S.GRADUATED, datetime.fromisoformat(since))
    assert step_of(told).due_at.isoformat(timespec="minutes") == due


def test_a_deadline_in_minutes_is_time_that_really_passes() -> None:
    evening = datetime(2026, 10, 31, 23, 30, tzinfo=ZONE)
    assert step_of(EpisodeFacts(S.ENQUIRY, evening)).due_at.isoformat() == "2026-11-01T02:30:00-05:00"
