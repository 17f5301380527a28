"""Which session comes next, for a group that people join and leave at any time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.curriculum.choosing import Choice, next_session, progress_in
from stepwell.domain.curriculum.files import shipped

SESSIONS = ["a", "b", "c", "d"]


def test_the_session_that_most_have_not_seen_comes_next() -> None:
    assert next_session(SESSIONS, {1: {"a", "b"}, 2: {"a"}, 3: {"a", "b", "d"}}) == Choice("c", 3)


def test_between_equals_the_one_not_held_for_the_longest_comes_next() -> None:
    assert next_session(SESSIONS, {}, held=["b", "a", "c", "d", "b"]) == Choice("a", 0)


def test_without_sessions_there_is_nothing_to_choose() -> None:
    with pytest.raises(ValueError, match="no session"):
        next_session([], {1: set()})


def test_each_person_has_a_progress_of_their_own() -> None:
    module = shipped().modules[0]
    ids = [session.id for session in module.sessions]
    progress = progress_in(module, {ids[2], ids[0], "of another module"})
    assert progress.seen == (ids[0], ids[2])
    assert set(progress.left) == set(ids[1:]) - {ids[2]}


@given(
    earlier=st.lists(st.sets(st.sampled_from(SESSIONS)), max_size=4),
    comings=st.lists(st.sets(st.integers(0, 9)), min_size=20, max_size=20),
)
def test_whoever_comes_each_time_sees_every_session(earlier: list[set[str]], comings: list[set[int]]) -> None:
    """Others come and go as they like: each session held takes one from what somebody there still lacks."""
    seen: dict[int, set[str]] = {-1: set(), **dict(enumerate(earlier))}
    held: list[str] = []
    for others in comings:
        there = {-1, *others}
        chosen = next_session(SESSIONS, {one: seen.setdefault(one, set()) for one in there}, held)
        held.append(chosen.session_id)
        for one in there:
            seen[one].add(chosen.session_id)
    assert seen[-1] == set(SESSIONS)
