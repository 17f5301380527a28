"""The definitions together: how many, of which papers, and what holds for every word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.outcomes.definition import Definition, Unit
from stepwell.domain.outcomes.pattern import Pattern
from stepwell.domain.outcomes.registry import BY_NAME, DEFINITIONS

WORDS = st.text("+-o*_", max_size=40)
NEVER_TESTED = Pattern("o" * 24)
WITH_TIME_AND_EVENT = re.compile(r"^(Ab|Rs|Dr)[TE]_")


def test_there_are_62_columns_of_54_endpoints() -> None:
    endpoints = {WITH_TIME_AND_EVENT.sub(r"\1_", each.name) for each in DEFINITIONS}

    assert (len(DEFINITIONS), len(BY_NAME), len(endpoints)) == (62, 62, 54)


@pytest.mark.parametrize("one", DEFINITIONS, ids=lambda one: one.name)
def test_each_names_its_rule_and_its_paper(one: Definition) -> None:
    assert one.rule.endswith(".")
    assert one.paper.doi.startswith("10.") or "CTN-0094" in one.paper.authors


@given(WORDS)
def test_no_word_is_too_odd_to_be_scored(word: str) -> None:
    pattern = Pattern(word)
    for one in DEFINITIONS:
        value = one.score(pattern)
        if value is None:
            continue
        assert value >= 0
        if one.unit in (Unit.YES, Unit.SHARE):
            assert value <= 1
        if one.unit is Unit.WEEKS:
            assert value <= max(len(word), 1)


def test_those_that_give_full_success_to_who_was_never_tested_say_so() -> None:
    full = {
        "Rd_shufman_1994",
        "Rd_strain_1993",
        "Rd_strain_1994",
        "Rd_strain_1999",
        "Rd_soyka_2008",
        "Rd_strain_1996",
    }
    shares = [one for one in DEFINITIONS if one.unit is Unit.SHARE]

    assert {one.name for one in shares if one.score(NEVER_TESTED) == 1} == full
    assert all("never tested" in BY_NAME[name].flatters for name in full)


def test_what_is_strict_about_missing_weeks_flatters_nobody() -> None:
    assert BY_NAME["Ab_krupitskyA_2011"].flatters == ""
