"""The course of an episode."""

from itertools import pairwise, product

import pytest

from stepwell.domain.episodes.lifecycle import IN_TREATMENT, MOVES, EpisodeState, may_move
from stepwell.kernel.decisions import Permit, Refuse

S = EpisodeState
ENDED = {S.LEFT, S.ADMINISTRATIVE, S.CONTINUING_CARE, S.ENDED}


def test_the_whole_way_through_is_permitted() -> None:
    way = [S.PENDING, S.ADMITTED, S.ACTIVE, S.STEP_UP, S.ACTIVE, S.STEP_DOWN, S.GRADUATED, S.CONTINUING_CARE]
    assert all(isinstance(may_move(was, becomes), Permit) for was, becomes in pairwise(way))


@pytest.mark.parametrize("state", list(S))
def test_staying_is_no_move(state: EpisodeState) -> None:
    assert isinstance(may_move(state, state), Refuse)


@pytest.mark.parametrize(("ended", "state"), list(product(sorted(ENDED, key=str), S)))
def test_an_episode_that_has_ended_stays_ended(ended: EpisodeState, state: EpisodeState) -> None:
    assert isinstance(may_move(ended, state), Refuse)


@pytest.mark.parametrize("state", [S.PENDING, S.ADMITTED, S.HOLD, S.LEFT, S.ADMINISTRATIVE])
def test_only_from_treatment_does_anybody_graduate(state: EpisodeState) -> None:
    assert isinstance(may_move(state, S.GRADUATED), Refuse)


@pytest.mark.parametrize("state", [state for state in S if state not in ENDED | {S.GRADUATED}])
def test_anybody_may_leave_at_any_time(state: EpisodeState) -> None:
    assert isinstance(may_move(state, S.LEFT), Permit)


def test_nobody_returns_to_before_admission() -> None:
    assert not any(S.PENDING in followers for followers in MOVES.values())


def test_an_end_nobody_recorded_is_only_brought_along_and_never_moved_to() -> None:
    assert not any(S.ENDED in followers for followers in MOVES.values())
    assert may_move(S.ENDED, S.ACTIVE).because == "this episode has ended; coming back starts a new episode"


def test_every_state_says_what_may_follow() -> None:
    assert set(MOVES) == set(S)


def test_coming_back_starts_a_new_episode() -> None:
    decision = may_move(S.CONTINUING_CARE, S.ACTIVE)
    assert isinstance(decision, Refuse)
    assert "new episode" in decision.because


def test_hours_are_owed_only_in_treatment() -> None:
    assert {S.ADMITTED, S.ACTIVE, S.STEP_UP, S.STEP_DOWN} == IN_TREATMENT
