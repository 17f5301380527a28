"""The tools that come with the product can be read, in both languages, and fit on a phone."""

from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from architecture.test_reading_level import grade
from stepwell.domain.practice import files
from stepwell.domain.practice.answers import WrongAnswer, all_checked, checked, heading_of
from stepwell.domain.practice.of_session import CAME_OF_IT, practice_of
from stepwell.domain.practice.tool import Field, Option, Tool
from stepwell.domain.wording.person_first import find_unkind
from stepwell.kernel.bilingual import Words
from stepwell.kernel.strict_json import FileRefused

GRADE = 8.0
SAID = Words("Say it", "Dilo")


def written(name: str) -> str:
    folder = resources.files("stepwell.domain.practice").joinpath("tools")
    return folder.joinpath(f"{name}.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("tool", files.shipped().values(), ids=lambda tool: tool.id)
def test_a_screen_fits_on_a_phone_and_a_tool_takes_minutes(tool: Tool) -> None:
    assert all(1 <= len(screen.fields) <= 5 for screen in tool.screens)
    assert 3 <= len(tool.screens) <= 6
    assert tool.kind == "plan" or 2 <= tool.minutes <= 5


def words_of(tool: Tool) -> list[Words]:
    told = [tool.title, tool.lead]
    for screen in tool.screens:
        told += [screen.title, *([screen.lead] if screen.lead else [])]
        told += [words for one in screen.fields for words in (one.label, one.hint) if words]
    return told


@pytest.mark.parametrize("tool", files.shipped().values(), ids=lambda tool: tool.id)
def test_a_tool_is_read_at_grade_eight_or_below_and_kind(tool: Tool) -> None:
    text = " ".join(words.en if words.en[-1] in ".?!" else f"{words.en}." for words in words_of(tool))

    assert grade(text) <= GRADE
    assert not [words for words in words_of(tool) if find_unkind(words.en) or find_unkind(words.es)]


@pytest.mark.parametrize("tool", files.shipped().values(), ids=lambda tool: tool.id)
def test_participants_are_addressed_as_tu(tool: Tool) -> None:
    text = written(tool.id).casefold()

    assert not [word for word in ("usted", " su ", " sus ", "clean", "relapsed") if word in text]


def test_a_key_that_is_unknown_is_told_with_its_place() -> None:
    with pytest.raises(FileRefused, match="unknown field `colour`"):
        files.read_tool(written("chain") + '\n[colour]\nen = "red"\n')


def test_a_field_that_stands_twice_is_refused() -> None:
    with pytest.raises(FileRefused, match='"before" stands 2 times'):
        files.read_tool(written("urge-surfing").replace('id = "after"', 'id = "before"'))


def test_an_empty_text_is_refused_with_its_place() -> None:
    with pytest.raises(FileRefused, match=r"screens\[2\].title.en: this text is empty"):
        files.read_tool(written("urge-surfing").replace('en = "And now?"', 'en = " "'))


KINDS = st.sampled_from(["text", "lines", "scale", "tags", "choice", "timer"])


@given(st.lists(st.text(), max_size=3), KINDS)
def test_whatever_is_told_is_refused_or_kept_as_it_would_be_kept_again(told: list[str], kind: str) -> None:
    options = (Option("a", "A", "A"),) if kind in {"tags", "choice"} else ()
    field = Field("f", kind, SAID, options=options)  # type: ignore[arg-type]  # one of the kinds

    try:
        answer = checked(field, told)
    except WrongAnswer:
        return

    assert checked(field, answer if isinstance(answer, list) else [answer or ""]) == answer


@pytest.mark.parametrize("value", ["0", "50", "100"])
def test_a_scale_takes_its_own_steps(value: str) -> None:
    assert checked(Field("f", "scale", SAID, most=100, step=10), [value]) == value


@pytest.mark.parametrize("value", ["55", "110", "-1", "\u0663", "9" * 50])
def test_a_scale_takes_nothing_else(value: str) -> None:
    with pytest.raises(WrongAnswer):
        checked(Field("f", "scale", SAID, most=100, step=10), [value])


def test_text_may_be_long_but_not_without_end() -> None:
    field = Field("f", "text", SAID)

    assert checked(field, ["x" * 2000]) == "x" * 2000
    with pytest.raises(WrongAnswer):
        checked(field, ["x" * 2001])


def test_an_entry_is_called_by_the_first_line_of_its_heading() -> None:
    tool = files.shipped()["chain"]

    answers = all_checked(tool, {"trigger": ["Payday\nand nobody home"], "unknown": ["x"]})

    assert (answers, heading_of(tool, answers)) == ({"trigger": "Payday\nand nobody home"}, "Payday")


def test_a_practice_asks_at_its_end_what_came_of_it() -> None:
    tool = practice_of("cues", title=SAID, lead=SAID, minutes=3, steps=[SAID, SAID])

    assert [field.id for field in tool.fields()] == ["step-1", "step-2", CAME_OF_IT, "words-of-it"]
