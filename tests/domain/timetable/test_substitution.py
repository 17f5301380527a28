"""A repaired day is the best there is: compared with every combination there could be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations, product
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwell.domain.timetable.substitution import Loss, Way, WayOut, best, collide, total
from stepwell.kernel.spans import Span

NINE = datetime(2026, 5, 12, 9, tzinfo=UTC)
MORNING, LATER, EVENING = (UUID(int=number) for number in (1, 2, 3))
OMAR, KOFI, ROOM = (UUID(int=number) for number in (11, 12, 21))


def hours(start: int, length: int = 1) -> Span:
    return Span(NINE + timedelta(hours=start), NINE + timedelta(hours=start + length))


def cancelled(session: UUID, span: Span, people: int = 8) -> WayOut:
    return WayOut(session, Way.CANCELLED, span, Loss(hours_lost=people))


def test_two_sessions_that_want_one_substitute_get_two() -> None:
    at_nine = hours(0)
    ways = {
        MORNING: [
            WayOut(MORNING, Way.SUBSTITUTE, at_nine, Loss(strangers=1), OMAR),
            WayOut(MORNING, Way.SUBSTITUTE, at_nine, Loss(strangers=5), KOFI),
            cancelled(MORNING, at_nine),
        ],
        LATER: [WayOut(LATER, Way.SUBSTITUTE, at_nine, Loss(strangers=2), OMAR), cancelled(LATER, at_nine)],
    }

    chosen = best(ways)

    assert (chosen[MORNING].leader, chosen[LATER].leader) == (KOFI, OMAR)


def test_one_substitute_leads_two_sessions_after_one_another() -> None:
    ways = {
        MORNING: [WayOut(MORNING, Way.SUBSTITUTE, hours(0), Loss(), OMAR), cancelled(MORNING, hours(0))],
        LATER: [WayOut(LATER, Way.SUBSTITUTE, hours(1), Loss(), OMAR), cancelled(LATER, hours(1))],
    }

    assert {way.way for way in best(ways).values()} == {Way.SUBSTITUTE}


def test_hours_are_never_lost_to_spare_somebody_a_move() -> None:
    ways = {
        MORNING: [
            cancelled(MORNING, hours(0), people=1),
            WayOut(MORNING, Way.MOVED, hours(5), Loss(moved=12, strangers=12), OMAR, ROOM),
        ]
    }

    assert best(ways)[MORNING].way is Way.MOVED


def test_a_day_without_cancelling_among_its_ways_is_refused() -> None:
    with pytest.raises(ValueError, match="Cancelling"):
        best({MORNING: [WayOut(MORNING, Way.SUBSTITUTE, hours(0), Loss(), OMAR)]})


SESSIONS = [UUID(int=number) for number in range(1, 5)]
losses = st.builds(Loss, *[st.integers(0, 2)] * 6)


def ways_of(session: UUID) -> st.SearchStrategy[list[WayOut]]:
    people = st.frozensets(st.sampled_from([UUID(int=91), UUID(int=92)]))
    way = st.builds(
        lambda way, start, length, loss, leader, room, there: WayOut(
            session, way, hours(start, length), loss, leader, room, there
        ),
        st.sampled_from([Way.SUBSTITUTE, Way.VIDEO, Way.MOVED]),
        st.integers(0, 2),
        st.integers(1, 2),
        losses,
        st.sampled_from([OMAR, KOFI]),
        st.sampled_from([ROOM, None]),
        people,
    )
    last = st.builds(lambda loss: WayOut(session, Way.CANCELLED, hours(0), loss), losses)
    return st.builds(lambda some, one: [*some, one], st.lists(way, max_size=4), last)


days = st.integers(1, 4).flatmap(lambda n: st.fixed_dictionaries({s: ways_of(s) for s in SESSIONS[:n]}))


@settings(max_examples=200, deadline=None)
@given(days)
def test_no_combination_is_better_and_none_collides(ways: dict[UUID, list[WayOut]]) -> None:
    possible = [
        total(choice)
        for choice in product(*ways.values())
        if not any(collide(one, other) for one, other in combinations(choice, 2))
    ]

    chosen = list(best(ways).values())

    assert total(chosen) == min(possible)
    assert not any(collide(one, other) for one, other in combinations(chosen, 2))
