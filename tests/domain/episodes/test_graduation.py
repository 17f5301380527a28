"""Graduation: what is asked for, and what is left."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.episodes.graduation import USUAL, NoReason, Waiver, has_early_visit, readiness

KEYS = [each.key for each in USUAL]
ALL_MET = dict.fromkeys(KEYS, True)


def test_whoever_meets_everything_is_ready() -> None:
    assert readiness(USUAL, judged=ALL_MET).is_ready


@pytest.mark.parametrize("key", KEYS)
def test_what_is_not_met_is_named(key: str) -> None:
    found = readiness(USUAL, judged={**ALL_MET, key: False})
    assert not found.is_ready
    assert [each.key for each in found.unmet] == [key]


def test_what_nobody_judged_is_not_met() -> None:
    assert [each.key for each in readiness(USUAL, judged={}).unmet] == KEYS


def test_a_criterion_may_be_waived_with_a_reason() -> None:
    found = readiness(
        USUAL, judged={**ALL_MET, "early_visit": False}, waivers=[Waiver("early_visit", "Moves")]
    )
    assert found.is_ready
    assert [each.key for each in found.waived] == ["early_visit"]


def test_a_plan_for_continuing_care_is_never_waived() -> None:
    judged = {**ALL_MET, "continuing_plan": False}
    assert not readiness(USUAL, judged=judged, waivers=[Waiver("continuing_plan", "No time")]).is_ready


def test_a_waiver_without_a_reason_is_none() -> None:
    with pytest.raises(NoReason):
        Waiver("goals", " ")


@given(st.dictionaries(st.sampled_from(KEYS), st.booleans()), st.sets(st.sampled_from(KEYS)))
def test_every_criterion_is_told_once(judged: dict[str, bool], let_go: set[str]) -> None:
    found = readiness(USUAL, judged=judged, waivers=[Waiver(key, "Told") for key in let_go])
    assert sorted(each.key for each in (*found.met, *found.waived, *found.unmet)) == sorted(KEYS)


@pytest.mark.parametrize(("days", "is_early"), [(-1, False), (0, True), (7, True), (8, False)])
def test_a_visit_within_seven_days_is_early(days: int, is_early: bool) -> None:
    graduates_on = date(2026, 12, 28)
    assert has_early_visit(graduates_on, [graduates_on + timedelta(days=days)]) is is_early
