"""A program that cannot contradict itself, and leaves as easily as it came."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.program.programs import NotAProgram, Phase, Template, from_json, to_json

MIX = {"group": 360, "individual": 60, "family": 120}


def template(**changes: Any) -> Template:
    facts: dict[str, Any] = {
        "name": "Evenings",
        "weeks": 8,
        "phases": (Phase(8, 540, MIX),),
        "group_min": 3,
        "group_max": 12,
    }
    return Template(**(facts | changes))


@st.composite
def templates(draw: st.DrawFn) -> Template:
    weeks = draw(st.integers(8, 12))
    cut = draw(st.integers(1, weeks - 1))
    mixes = st.dictionaries(
        st.text(min_size=1).filter(str.strip), st.integers(0, 600), min_size=1, max_size=4
    )
    phases = tuple(
        Phase(length, sum(mix.values()), mix, draw(st.text()))
        for length, mix in ((cut, draw(mixes)), (weeks - cut, draw(mixes)))
    )
    smallest = draw(st.integers(1, 8))
    name = draw(st.text(min_size=1).filter(str.strip))
    return Template(name, weeks, phases, smallest, smallest + draw(st.integers(0, 8)))


@given(templates())
def test_what_leaves_comes_back_the_same(offered: Template) -> None:
    assert from_json(to_json(offered)) == offered
    assert to_json(from_json(to_json(offered))) == to_json(offered)


@given(templates())
def test_every_week_has_one_phase(offered: Template) -> None:
    weeks = [offered.phase_of_week(week) for week in range(1, offered.weeks + 1)]
    assert weeks == [phase for phase in offered.phases for _ in range(phase.weeks)]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "needs a name"),
        ({"weeks": 7}, "8 to 12 weeks; this one has 7"),
        ({"weeks": 13}, "8 to 12 weeks; this one has 13"),
        ({"weeks": 9}, "cover 8 weeks, but the program lasts 9"),
        ({"phases": ()}, "cover 0 weeks"),
        ({"phases": (Phase(8, 541, MIX),)}, "Phase 1 has 541 minutes a week, but its services make 540"),
        ({"phases": (Phase(8, 540, MIX), Phase(0, 540, MIX))}, "Phase 2 needs at least one week"),
        ({"phases": (Phase(8, 0, {"group": -60, "individual": 60}),)}, "name and minutes"),
        ({"group_min": 0}, "at least one person"),
        ({"group_min": 13}, r"smallest group \(13\) is larger than the largest \(12\)"),
    ],
)
def test_a_contradiction_is_told_in_a_sentence(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NotAProgram, match=sentence):
        template(**changes)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"price": 10}, "unknown key: price"),
        ({"format": "stepwell-program/2"}, "stepwell-program/1"),
        ({"weeks": "8"}, "weeks must be a whole number"),
        ({"weeks": True}, "weeks must be a whole number"),
        ({"phases": {}}, "phases must be a list"),
        ({"phases": [1]}, "Each phase is an object"),
        ({"phases": [{"weeks": 8}]}, "A phase lacks: mix, weekly_minutes"),
        (
            {"phases": [{"weeks": 8, "weekly_minutes": 1, "mix": {}, "room": 1}]},
            "A phase has an unknown key: room",
        ),
        (
            {"phases": [{"weeks": 8, "weekly_minutes": 1, "mix": {"group": 1.5}}]},
            "group must be a whole number",
        ),
    ],
)
def test_a_file_that_says_something_else_is_refused_by_name(changes: dict[str, Any], sentence: str) -> None:
    facts = json.loads(to_json(template())) | changes
    with pytest.raises(NotAProgram, match=sentence):
        from_json(json.dumps(facts))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}"])
def test_what_is_no_program_file_is_refused(text: str) -> None:
    with pytest.raises(NotAProgram, match="The file"):
        from_json(text)


def test_a_missing_key_is_named() -> None:
    facts = json.loads(to_json(template()))
    del facts["group_max"]
    with pytest.raises(NotAProgram, match="lacks: group_max"):
        from_json(json.dumps(facts))


def test_a_mix_cannot_be_changed_behind_the_programs_back() -> None:
    mine = dict(MIX)
    offered = template(phases=(Phase(8, 540, mine),))
    mine["group"] = 0
    assert offered.phases[0].mix["group"] == 360
    assert hash(offered) == hash(template())


def test_there_is_no_week_before_the_first() -> None:
    with pytest.raises(NotAProgram, match="no week 0"):
        template().phase_of_week(0)
