"""How long it may take: a range, the same for the same seed, and never longer for one more seat."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwell.domain.waiting.expected import HORIZON_DAYS, NoHistory, Seat, Wait, expected_waits

STAYS = (5, 30, 56, 60, 70, 84, 90)
LINE = ("ann", "bea", "cem", "dora", "eve")
SEATS = tuple(Seat(f"s{number}", taken_for_days=number * 11) for number in range(6))

lines = st.lists(st.sampled_from(LINE), unique=True, min_size=1)
seats = st.lists(
    st.builds(Seat, st.sampled_from("uvwxyz"), st.none() | st.integers(0, 120)),
    unique_by=lambda seat: seat.key,
    max_size=5,
)
stays = st.lists(st.integers(1, 120), min_size=1, max_size=6)
suits = st.frozensets(st.tuples(st.sampled_from(LINE), st.sampled_from("uvwxyz")))
Suits = frozenset[tuple[str, str]]


def anywhere(_person: str, _seat: str) -> bool:
    return True


def days(bound: int | None) -> float:
    return inf if bound is None else bound


def test_a_free_seat_is_there_at_once() -> None:
    found = expected_waits(["ann"], [Seat("free")], stays=STAYS, fits=anywhere)
    assert found["ann"] == Wait(0, 0)
    assert str(found["ann"].sentence) == "A seat is free now."


def test_a_seat_at_the_wrong_hour_is_no_seat() -> None:
    found = expected_waits(LINE[:2], [Seat("noon")], stays=STAYS, fits=lambda who, _: who == "bea")
    assert found["ann"] == Wait(None, None)
    assert found["bea"] == Wait(0, 0)


def test_a_range_is_told_and_not_a_single_number() -> None:
    found = expected_waits(LINE, SEATS, stays=STAYS, fits=anywhere)
    last = found[LINE[-1]]
    assert last.low is not None
    assert last.high is not None
    assert 0 < last.low < last.high <= HORIZON_DAYS


def test_the_same_seed_gives_the_same_ranges_and_another_seed_others() -> None:
    def once(seed: int) -> object:
        return expected_waits(LINE, SEATS, stays=STAYS, fits=anywhere, seed=seed, courses=50)

    assert once(1) == once(1)
    assert len({str(once(seed)) for seed in range(5)}) > 1


def test_somebody_who_stayed_longer_than_anybody_is_thought_to_leave_soon() -> None:
    found = expected_waits(["ann"], [Seat("long", taken_for_days=400)], stays=STAYS, fits=anywhere)
    assert found["ann"] == Wait(7, 7)


@pytest.mark.parametrize("history", [(), (0, 20)])
def test_without_stays_nothing_is_said(history: tuple[int, ...]) -> None:
    with pytest.raises(NoHistory):
        expected_waits(["ann"], SEATS, stays=history, fits=anywhere)


def test_without_seats_it_takes_longer_than_a_year() -> None:
    assert str(expected_waits(["ann"], [], stays=STAYS, fits=anywhere)["ann"].sentence) == (
        "By what is known now it takes longer than a year."
    )


@settings(max_examples=60, deadline=None)
@given(lines, seats, st.none() | st.integers(0, 120), stays, suits, st.integers(0, 3))
def test_one_more_seat_never_lengthens_a_wait(
    line: list[str], there: list[Seat], taken: int | None, history: list[int], suited: Suits, seed: int
) -> None:
    def fits(who: str, seat: str) -> bool:
        return seat == "more" or (who, seat) in suited

    fewer, more = (
        expected_waits(line, each, stays=history, fits=fits, seed=seed, courses=15)
        for each in (there, [*there, Seat("more", taken)])
    )

    for who in line:
        assert days(more[who].low) <= days(fewer[who].low)
        assert days(more[who].high) <= days(fewer[who].high)


@settings(max_examples=40, deadline=None)
@given(lines, seats, stays, suits)
def test_whoever_goes_from_the_line_never_makes_others_wait_longer(
    line: list[str], there: list[Seat], history: list[int], suited: Suits
) -> None:
    def fits(who: str, seat: str) -> bool:
        return (who, seat) in suited

    before, after = (
        expected_waits(each, there, stays=history, fits=fits, courses=15) for each in (line, line[1:])
    )

    for who in line[1:]:
        assert days(after[who].low) <= days(before[who].low)
        assert days(after[who].high) <= days(before[who].high)


@settings(max_examples=40, deadline=None)
@given(lines, seats, stays)
def test_where_every_seat_suits_everybody_nobody_is_seated_before_who_stands_before_them(
    line: list[str], there: list[Seat], history: list[int]
) -> None:
    found = expected_waits(line, there, stays=history, fits=anywhere, courses=15)
    highs = [days(found[who].high) for who in line]
    assert highs == sorted(highs)


@given(seats, stays)
def test_the_range_begins_before_it_ends(there: list[Seat], history: list[int]) -> None:
    found = expected_waits(["ann"], there, stays=history, fits=anywhere, courses=15)["ann"]
    assert days(found.low) <= days(found.high)
