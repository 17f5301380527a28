"""What the evidence of a review points to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.reviews.due import Trigger
from stepwell.domain.reviews.outcome import REASONS, Outcome, is_reason
from stepwell.domain.reviews.suggestion import Found, suggest

found = st.builds(
    Found,
    triggers=st.frozensets(st.sampled_from(Trigger)),
    came_share=st.none() | st.floats(0, 1),
    is_worse=st.booleans(),
    is_better=st.booleans(),
    objectives_open=st.integers(0, 5),
    objectives_met=st.integers(0, 5),
    gaps=st.integers(0, 5),
)


@given(found)
def test_evidence_never_points_to_an_ending(evidence: Found) -> None:
    assert suggest(evidence).outcome is not Outcome.DISCHARGE


@given(found)
def test_whoever_is_worse_is_never_pointed_to_fewer_hours(evidence: Found) -> None:
    if evidence.is_worse or Trigger.SAFETY in evidence.triggers:
        assert suggest(evidence).outcome is Outcome.STEP_UP


@pytest.mark.parametrize(("share", "outcome"), [(0.8, Outcome.STEP_DOWN), (0.79, Outcome.CONTINUE)])
def test_a_step_down_needs_four_fifths_of_what_was_planned(share: float, outcome: Outcome) -> None:
    assert suggest(Found(came_share=share, is_better=True, objectives_met=2)).outcome is outcome


def test_one_objective_that_is_still_open_points_to_no_step_down() -> None:
    evidence = Found(came_share=1.0, is_better=True, objectives_met=2, objectives_open=1)
    assert suggest(evidence).outcome is Outcome.CONTINUE


def test_gaps_ask_for_a_change_of_the_plan() -> None:
    assert suggest(Found(came_share=0.9, gaps=1)).outcome is Outcome.CHANGE


def test_every_end_has_reasons_of_its_own() -> None:
    assert set(REASONS) == set(Outcome)
    assert not is_reason(Outcome.DISCHARGE, "on_course")
