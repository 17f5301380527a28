"""Merging two writings of one line: nobody's words are lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stepwell.domain.notes import written
from stepwell.domain.notes.written import MOST, OfSession, Participation, Written

_TEXT = st.text("ab \n.é語", max_size=30).map(str.strip)
_LINE = st.builds(
    Written,
    participation=st.sampled_from(Participation),
    goals=st.sets(st.sampled_from("123")).map(sorted).map(tuple),
    line=_TEXT,
    talk_with=st.booleans(),
)


@given(_LINE, _LINE, _LINE)
def test_what_one_alone_changed_holds_whoever_saves_later(
    base: Written, theirs: Written, mine: Written
) -> None:
    assert set(written.merge(base, base, mine).goals) == set(mine.goals)
    assert replace(written.merge(base, base, mine), goals=()) == replace(mine, goals=())
    assert written.merge(base, theirs, base) == theirs


@given(_TEXT, _TEXT, _TEXT)
def test_where_both_changed_a_text_the_words_of_both_are_in_it(base: str, theirs: str, mine: str) -> None:
    merged = written.merge_text(base, theirs, mine)
    if base not in (theirs, mine):
        assert all(word in merged for word in (*theirs.split(), *mine.split()))


@given(st.sets(st.sampled_from("1234")), st.sets(st.sampled_from("1234")), st.sets(st.sampled_from("1234")))
def test_a_goal_stays_unless_one_of_the_two_took_it_away(
    base: set[str], theirs: set[str], mine: set[str]
) -> None:
    merged = written.merge(*(Written(goals=tuple(sorted(each))) for each in (base, theirs, mine)))
    assert set(merged.goals) == (theirs | (mine - base)) - (base - mine)
    assert len(merged.goals) == len(set(merged.goals))


def test_what_a_session_was_about_merges_alike() -> None:
    base = OfSession(title="Cravings")
    theirs, mine = OfSession(title="Cravings", did="Mapped one each."), OfSession(title="Waves")
    assert written.merge_sessions(base, theirs, mine) == OfSession(title="Waves", did="Mapped one each.")


@given(_LINE)
def test_what_was_sealed_is_read_again(line: Written) -> None:
    assert written.from_json(written.to_json(line)) == line


def test_a_text_that_is_too_long_is_refused_whole() -> None:
    assert written.checked("é" * MOST)
    with pytest.raises(written.TooLong):
        written.checked("é" * (MOST + 1))


def test_a_mark_to_talk_with_somebody_is_no_note() -> None:
    assert Written(talk_with=True).is_blank
    assert not Written(line="Spoke.").is_blank
