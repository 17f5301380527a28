"""Words that are never shown, and the word that ends all messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.wording.person_first import INSTEAD, Unkind, find_unkind
from stepwell.domain.wording.stopping import STOP_WORDS, is_stop


@pytest.mark.parametrize("word", INSTEAD)
def test_every_listed_word_is_found_with_what_to_say_instead(word: str) -> None:
    (found,) = find_unkind(f"It was {word.rstrip('*').upper()}!")
    assert found.instead == INSTEAD[word]


def test_words_are_found_in_the_order_they_are_read() -> None:
    assert [found.word for found in find_unkind("Dirty, then clean; no-show.")] == [
        "dirty",
        "clean",
        "no-show",
    ]


@pytest.mark.parametrize(("text", "word"), [("Está LIMPIO", "limpio"), ("una alcohólica", "alcoholica")])
def test_accents_and_case_hide_nothing(text: str, word: str) -> None:
    assert [found.word for found in find_unkind(text)] == [word]


@pytest.mark.parametrize(
    "text",
    [
        "Tested negative",
        "A person with a substance use disorder",
        "Feeling bad about yourself — or that you are a failure or have let yourself or your family down",
        "Uncleanable",
        "El sábado",
    ],
)
def test_kind_words_pass(text: str) -> None:
    assert find_unkind(text) == ()


@given(st.sampled_from(sorted(set(INSTEAD.values()))))
def test_what_is_said_instead_is_kind_itself(instead: str) -> None:
    assert find_unkind(instead) == ()


def test_a_found_word_is_a_value() -> None:
    assert find_unkind("clean") == (Unkind("clean", INSTEAD["clean"]),)


@given(
    st.sampled_from(sorted(STOP_WORDS)),
    st.sampled_from(["", " ", "\n"]),
    st.sampled_from(["", ".", "!!", " please", " por favor"]),
)
def test_a_stop_word_stops_however_it_is_written(word: str, before: str, after: str) -> None:
    assert is_stop(f"{before}{word.upper()}{after}")
    assert is_stop(f"{before}{word.title()}{after}")


@pytest.mark.parametrize(
    "text", ["", "I can't stop thinking of it", "cancel my 6 pm", "OK", "please", "¿Para qué?", "non-stop"]
)
def test_a_sentence_is_left_for_a_person_to_read(text: str) -> None:
    assert not is_stop(text)
