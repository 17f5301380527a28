"""What sites plan for themselves is judged together, too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stepwell.domain.timetable.life.merged import InRoom, Whole, breaches_between
from stepwell.kernel.spans import Span

NINE = datetime(2026, 3, 9, 9, tzinfo=UTC)


def _hour(begin: int) -> Span:
    return Span(NINE + timedelta(hours=begin), NINE + timedelta(hours=begin + 1))


@pytest.mark.parametrize(
    ("members", "others", "rules"),
    [
        (("ann", "ben"), 0, ["group_min"]),
        (("ann", "ben"), 1, []),
        (("ann", "ben", "cleo", "dan", "eve"), 0, ["group_max"]),
        (("ann", "zoe", "cleo"), 0, ["kept_apart"]),
    ],
)
def test_a_whole_group_is_of_a_legal_size_and_keeps_people_apart(
    members: tuple[str, ...], others: int, rules: list[str]
) -> None:
    group = Whole("lee", members, least=3, most=4, others=others)

    found = breaches_between([group], [], {"zoe": frozenset({"ann"})})

    assert [breach.rule for breach in found] == rules


def test_a_video_room_holds_one_group_at_a_time_whoever_plans_it() -> None:
    same = [InRoom("v", _hour(0), "shared"), InRoom("v", _hour(0), "shared"), InRoom("v", _hour(1), "own")]
    other = [*same, InRoom("v", _hour(1), "another site's"), InRoom("w", _hour(1), "elsewhere")]

    assert list(breaches_between([], same, {})) == []
    assert [(each.rule, each.site) for each in breaches_between([], other, {})] == [("rooms", "v")]
