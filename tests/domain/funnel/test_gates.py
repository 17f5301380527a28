"""Figures of the gates: real denominators, and who is on the way is not lost."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.funnel.gates import Gate, Journey, by, passage, where_lost

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def came(*days: int, lost: bool = False, why: str = "", source: str = "") -> Journey:
    """Reached the gates one after the other, so many days after Monday."""
    reached = {gate: MONDAY + timedelta(days=day) for gate, day in zip(Gate, days, strict=False)}
    return Journey(reached, MONDAY + timedelta(days=90) if lost else None, why, source)


journeys = st.lists(
    st.builds(
        lambda days, lost: came(*sorted(days), lost=lost),
        st.lists(st.integers(0, 60), min_size=1, max_size=7),
        st.booleans(),
    ),
    max_size=15,
)


def test_passed_lost_and_on_the_way_are_three_things() -> None:
    found = passage([came(0, 2), came(0, lost=True), came(0)], Gate.ENQUIRY, Gate.SCREENING)
    assert (found.passed, found.lost, found.on_the_way, found.of) == (1, 1, 1, 3)
    assert found.share == 0.5


def test_times_are_the_median_and_the_90th_percentile_of_those_who_passed() -> None:
    known = [came(0, day) for day in range(1, 11)]
    found = passage(known, Gate.ENQUIRY, Gate.SCREENING)
    assert (found.median, found.p90) == (timedelta(days=5), timedelta(days=9))


def test_somebody_lost_later_has_passed_the_gate_before() -> None:
    found = passage([came(0, 2, lost=True)], Gate.ENQUIRY, Gate.SCREENING)
    assert (found.passed, found.lost) == (1, 0)


def test_a_gate_that_was_skipped_is_passed_and_gives_no_time() -> None:
    skipped = Journey({Gate.ENQUIRY: MONDAY, Gate.ADMISSION: MONDAY})
    found = passage([skipped], Gate.ENQUIRY, Gate.SCREENING)
    assert (found.passed, found.median) == (1, None)


def test_without_anybody_nothing_is_said() -> None:
    found = passage([], Gate.ENQUIRY, Gate.SCREENING)
    assert (found.of, found.share, found.median, found.p90) == (0, None, None, None)


@pytest.mark.parametrize("end", [Gate.ENQUIRY, Gate.SCREENING])
def test_a_passage_goes_forward(end: Gate) -> None:
    with pytest.raises(ValueError, match="later"):
        passage([], Gate.SCREENING, end)


def test_where_people_are_lost_and_what_they_said() -> None:
    known = [came(0, lost=True, why="too far"), came(0, 1, lost=True), came(0, 1, lost=True), came(0)]
    assert where_lost(known) == Counter({(Gate.SCREENING, ""): 2, (Gate.ENQUIRY, "too far"): 1})


@given(journeys, st.sampled_from([(a, b) for a in Gate for b in Gate if a < b]))
def test_everybody_who_began_is_counted_once(known: list[Journey], gates: tuple[Gate, Gate]) -> None:
    found = passage(known, *gates)
    assert found.of == sum(gates[0] in each.reached for each in known)
    if found.median is not None and found.p90 is not None:
        assert timedelta() <= found.median <= found.p90


@given(journeys)
def test_groups_hold_everybody_once(known: list[Journey]) -> None:
    groups = by(known, lambda each: each.furthest)
    assert sum(map(len, groups.values())) == len(known)
