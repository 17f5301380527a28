"""What each guard finds, and what it leaves alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.wording.guards.measuring import measure
from stepwell.domain.wording.guards.looking import look
from stepwell.domain.wording.guards.note import Guard, Member, Note, Policy

SAM, MEI = Member("sam", ("Sam", "Reyes")), Member("mei", ("Mei", "Chen"))
FIGURES = {
    Guard.OTHER_MEMBER: (0.92, 0.90),
    Guard.AVOIDED_WORD: (0.80, 0.92),
    Guard.BLANK: (0.92, 0.86),
    Guard.NEAR_CLONE: (0.91, 0.83),
}
"""Precision and recall, as docs/rules/notes-guards.md tells them."""


def test_the_documented_figures_are_those_of_the_labelled_lines() -> None:
    measured = {each.guard: (round(each.precision, 2), round(each.recall, 2)) for each in measure()}

    assert measured == FIGURES


def test_a_near_clone_is_shown_beside_the_text_it_is_like() -> None:
    one, other = (
        Note(
            "sam", "Named two triggers and practiced the pause.", last_time="Came late and left early, tired."
        ),
        Note("mei", "Named two triggers and practiced the pause!"),
    )

    (found,) = look(one, others=[one, other], group=(SAM, MEI))

    assert (found.guard, found.begins) == (Guard.NEAR_CLONE, None)
    assert found.beside is not None
    assert (found.beside.person, found.beside.when, found.beside.text) == ("mei", "same_session", other.line)


def test_last_time_s_line_again_is_found_too() -> None:
    line = "Named two triggers and practiced the pause."

    (found,) = look(Note("sam", line, last_time=line), group=(SAM, MEI))

    assert found.beside is not None
    assert found.beside.when == "last_time"


def test_lines_of_two_sessions_are_not_compared() -> None:
    line = "Named two triggers and practiced the pause."

    assert not look(Note("sam", line, session="a"), others=[Note("mei", line, session="b")], group=(SAM, MEI))


def test_one_s_own_name_is_nobody_else_s() -> None:
    namesake = Member("sam2", ("Sam", "Ortiz"))

    assert not look(Note("sam", "Sam named two triggers and left."), group=(SAM, namesake))


def test_a_name_is_found_where_it_stands() -> None:
    line = "Took up Mei's idea and tried it twice."

    (found,) = look(Note("sam", line), group=(SAM, MEI))

    assert found.begins is not None
    assert line[found.begins : found.ends] == "Mei"


def test_a_field_that_a_payer_wants_is_blank_when_it_holds_nothing() -> None:
    policy = Policy(required=("participation", "goals"))
    note = Note("sam", "Named two triggers and left calm.", fields={"participation": "active", "goals": " "})

    (found,) = look(note, group=(SAM,), policy=policy)

    assert (found.guard, "goals" in found.sentence) == (Guard.BLANK, True)


def test_an_avoided_word_is_left_alone_in_the_person_s_own_words() -> None:
    (found,) = look(Note("sam", "Said “I was clean” and has been clean since."), group=(SAM,))

    assert (found.guard, found.begins) == (Guard.AVOIDED_WORD, 32)


@given(st.text(max_size=200), st.text(max_size=60))
def test_no_line_is_too_odd_to_look_at_and_every_place_lies_in_it(line: str, name: str) -> None:
    group = (SAM, Member("other", (name, "Mei")))

    for found in look(Note("sam", line), others=[Note("other", line)], group=group):
        if found.begins is not None and found.ends is not None:
            assert 0 <= found.begins < found.ends <= len(line)
