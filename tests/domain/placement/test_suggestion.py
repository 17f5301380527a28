"""The most severe need decides, and what is not judged is never no need."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.placement.small import CALM, EDITION, LEVELS, found
from stepwell.domain.placement.edition import Edition, Rating
from stepwell.domain.placement.findings import Finding, Findings
from stepwell.domain.placement.suggestion import Lacking, Outcome, suggest

ratings = st.sampled_from(["0", "1", "2", "3"])
told = st.lists(st.tuples(st.sampled_from(["body", "home"]), ratings | st.none()), max_size=6).map(
    lambda pairs: tuple(Finding(*each) for each in [("body", "1"), ("home", "0"), *pairs])
)


def test_the_most_severe_need_decides_and_is_named() -> None:
    suggestion = suggest(found("1", "2"))

    assert suggestion.outcome is Outcome.ADMIT_HERE
    assert suggestion.level == EDITION.level("evenings")
    assert [need.dimension.id for need in suggestion.because] == ["home"]
    assert [need.dimension.id for need in suggestion.other_needs] == ["body"]


def test_one_severe_need_among_many_calm_ones_is_not_averaged_away() -> None:
    calm = tuple(Finding("body", "0") for _ in range(50))
    findings = Findings(EDITION, CALM, (*calm, Finding("home", "3")))
    assert suggest(findings).level == EDITION.level("house")


def test_equal_needs_are_all_named() -> None:
    assert [need.dimension.id for need in suggest(found("2", "2")).because] == ["body", "home"]


def test_more_than_the_program_gives_is_a_warm_referral() -> None:
    suggestion = suggest(found("0", "3"))
    assert suggestion.outcome is Outcome.WARM_REFERRAL
    assert "date to come back" in str(suggestion.sentence)


def test_less_than_the_program_gives_is_for_another_place() -> None:
    assert suggest(found("1", "0")).outcome is Outcome.REFER_ELSEWHERE


def test_when_nothing_asks_for_a_level_none_is_suggested() -> None:
    suggestion = suggest(found("0", "0"))
    assert suggestion.outcome is Outcome.NO_LEVEL
    assert suggestion.level is None
    assert suggestion.because == ()


@pytest.mark.parametrize("flag", ["seizure", "suicide"])
def test_a_red_flag_stops_the_form_whatever_the_ratings_are(flag: str) -> None:
    suggestion = suggest(found("1", "2", red_flags={**CALM, flag: True}))

    assert suggestion.outcome is Outcome.STOP
    assert (suggestion.level, suggestion.at_least, suggestion.because) == (None, None, ())
    assert [each.id for each in suggestion.red_flags] == [flag]
    assert suggestion.red_flags[0].do_now


def test_a_red_flag_that_is_up_needs_no_other_answer() -> None:
    findings = Findings(EDITION, {"seizure": True})
    assert suggest(findings).outcome is Outcome.STOP


def test_a_red_flag_nobody_asked_for_is_not_a_no() -> None:
    suggestion = suggest(found("1", "2", red_flags={"seizure": None, "suicide": False}))

    assert suggestion.outcome is Outcome.INCOMPLETE
    assert suggestion.level is None
    assert [(each.what.id, each.why) for each in suggestion.missing] == [("seizure", Lacking.NOT_ASKED)]


def test_not_rated_is_not_no_need() -> None:
    suggestion = suggest(found(None, "2"))

    assert suggestion.outcome is Outcome.INCOMPLETE
    assert suggestion.level is None
    assert suggestion.at_least == EDITION.level("evenings")
    assert "Body" in str(suggestion.sentence)


def test_what_must_be_evaluated_first_gives_no_level_yet() -> None:
    ask = Rating("ask", "nobody knows", evaluate_first="A nurse looks first.")
    body = replace(EDITION.dimensions[0], ratings=(*EDITION.dimensions[0].ratings, ask))
    edition = replace(
        EDITION,
        dimensions=(body, EDITION.dimensions[1]),
        table={**EDITION.table, "body": {**EDITION.table["body"], "ask": None}},
    )
    findings = Findings(edition, CALM, (Finding("body", "ask"), Finding("home", "2")))

    suggestion = suggest(findings)

    assert suggestion.outcome is Outcome.INCOMPLETE
    assert suggestion.at_least == edition.level("evenings")
    assert suggestion.missing[0].why is Lacking.EVALUATE_FIRST
    assert "A nurse looks first." in str(suggestion.missing[0].sentence)


def rank(edition: Edition, finding: Finding) -> int:
    level = finding.rating and edition.table[finding.dimension][finding.rating]
    return edition.place_of(level) if level else -1


@given(told)
def test_the_level_is_the_highest_that_any_finding_asks_for(findings: tuple[Finding, ...]) -> None:
    suggestion = suggest(Findings(EDITION, CALM, findings))

    highest = max(rank(EDITION, each) for each in findings)
    assert suggestion.at_least == LEVELS[highest]
    assert suggestion.because
    assert all(need.level == suggestion.at_least for need in suggestion.because)


@given(told, st.integers(0, 7), ratings)
def test_a_worse_rating_never_lowers_the_level(
    findings: tuple[Finding, ...], which: int, rating: str
) -> None:
    place = which % len(findings)
    worse = max(
        findings[place], replace(findings[place], rating=rating), key=lambda each: rank(EDITION, each)
    )
    changed = (*findings[:place], worse, *findings[place + 1 :])

    before, after = (suggest(Findings(EDITION, CALM, each)).at_least for each in (findings, changed))

    assert before is not None
    assert after is not None
    assert EDITION.place_of(after.id) >= EDITION.place_of(before.id)


@given(told)
def test_a_level_is_suggested_only_when_everything_is_judged(findings: tuple[Finding, ...]) -> None:
    suggestion = suggest(Findings(EDITION, CALM, findings))
    assert (suggestion.level is None) == any(each.rating is None for each in findings)


def test_the_order_of_telling_changes_nothing() -> None:
    findings = (Finding("body", "1"), Finding("home", "2"), Finding("body", "3"))
    levels = {suggest(Findings(EDITION, CALM, each)).level for each in permutations(findings)}
    assert levels == {EDITION.level("house")}
