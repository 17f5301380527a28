"""The course of an episode."""

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.episodes.lifecycle import (
    BEFORE_A_SEAT,
    CARED_FOR,
    IN_TREATMENT,
    MOVES,
    OPEN,
    TRANSITIONS,
    EpisodeState,
    may_move,
    may_take,
    transition,
)
from stepwell.domain.episodes.needs import Mover, Need
from stepwell.kernel.decisions import Permit, Refuse

S = EpisodeState
ENDED = {S.DECLINED, S.LOST, S.LEFT, S.ADMINISTRATIVE, S.ALUMNI, S.COMPLETED, S.ENDED}
AFTER = {S.DISCHARGED, S.GRADUATED, S.CONTINUING_CARE}
states = st.sampled_from(EpisodeState)


def test_the_whole_way_through_is_permitted() -> None:
    way = [
        *(S.ENQUIRY, S.SCREENING, S.REFERRED, S.SCREENING, S.WAITING, S.PENDING, S.ADMITTED, S.ACTIVE),
        *(S.STEP_UP, S.ACTIVE, S.HOLD, S.LAPSED, S.ACTIVE, S.STEP_DOWN, S.GRADUATED, S.CONTINUING_CARE),
        S.ALUMNI,
    ]
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


@pytest.mark.parametrize("state", sorted(OPEN - BEFORE_A_SEAT - {S.LEFT}, key=str))
def test_anybody_with_a_seat_may_leave_at_any_time(state: EpisodeState) -> None:
    assert isinstance(may_take(state, S.LEFT, by=Mover.PERSON, has={Need.WAY_BACK_TOLD}), Permit)


@pytest.mark.parametrize("state", sorted(BEFORE_A_SEAT, key=str))
def test_anybody_on_the_way_in_may_choose_otherwise(state: EpisodeState) -> None:
    assert isinstance(may_take(state, S.DECLINED, by=Mover.PERSON, has={Need.REASON}), Permit)


def test_nobody_returns_to_before_admission() -> None:
    admitted = set(S) - BEFORE_A_SEAT - {S.PENDING}
    assert not any(MOVES[state] & (BEFORE_A_SEAT | {S.PENDING}) for state in admitted)


def test_the_way_begins_with_an_enquiry_only() -> None:
    assert not any(S.ENQUIRY in followers for followers in MOVES.values())


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


def test_every_move_has_one_name() -> None:
    pairs = [(before, each.after) for each in TRANSITIONS for before in each.before]
    assert len(pairs) == len(set(pairs))


def test_whoever_is_in_care_has_somewhere_to_go() -> None:
    assert all(MOVES[state] for state in CARED_FOR)
    assert {state for state in S if not MOVES[state]} == ENDED


@pytest.mark.parametrize("state", [S.HOLD, S.LAPSED])
def test_a_leave_or_a_lapse_is_no_ending(state: EpisodeState) -> None:
    assert state in OPEN
    assert isinstance(may_take(state, S.ACTIVE, by=Mover.PERSON, has=()), Permit)


def test_a_move_by_somebody_else_is_refused_in_words() -> None:
    everything = set(Need)
    assert isinstance(may_take(S.ACTIVE, S.GRADUATED, by=Mover.COUNSELOR, has=everything), Permit)
    decision = may_take(S.ACTIVE, S.GRADUATED, by=Mover.INTAKE, has=everything)
    assert decision == Refuse("graduate is for counselor or manager, not for intake")


def test_a_move_that_lacks_something_names_all_of_it() -> None:
    decision = may_take(S.SCREENING, S.REFERRED, by=Mover.INTAKE, has={Need.REASON})
    assert decision == Refuse(
        "refer warmly needs a place that takes over, called together with the person, a date to come back"
    )


def test_two_clinicians_decide_on_a_step_with_the_person() -> None:
    for step in (each for each in TRANSITIONS if each.name.startswith("step ")):
        assert {Need.SECOND_CLINICIAN, Need.WISH_HEARD, Need.REASON} <= set(step.needs)


@given(st.lists(st.tuples(states, st.sampled_from(Mover), st.sets(st.sampled_from(Need))), max_size=40))
def test_any_sequence_of_actions_keeps_to_the_course(
    actions: list[tuple[EpisodeState, Mover, set[Need]]],
) -> None:
    state, was_admitted = S.ENQUIRY, False
    for wanted, by, has in actions:
        decision = may_take(state, wanted, by=by, has=has)
        step = transition(state, wanted)
        assert decision.because
        if isinstance(decision, Refuse):
            continue
        assert step is not None
        assert by in step.by
        assert set(step.needs) <= has
        assert not (was_admitted and wanted in BEFORE_A_SEAT | {S.PENDING})
        was_admitted = was_admitted or wanted is S.ADMITTED
        assert was_admitted or wanted not in IN_TREATMENT | AFTER | {S.ALUMNI, S.HOLD, S.LAPSED}
        state = wanted


@given(states, states)
def test_what_is_refused_without_needs_is_refused_with_all_of_them(
    before: EpisodeState, after: EpisodeState
) -> None:
    if isinstance(may_move(before, after), Refuse):
        assert all(isinstance(may_take(before, after, by=by, has=set(Need)), Refuse) for by in Mover)
