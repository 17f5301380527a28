"""The waiting list is total, stable and fair: nobody is overtaken but by a named rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.waiting.order import (
    FEDERAL,
    INJECTING,
    PREGNANT,
    NotAList,
    Rule,
    Waiting,
    in_order,
    rule_of,
)

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
OWN = Rule("parent", "Cares for a small child alone", frozenset({"parent"}), "Program policy of 2026")
RULES = (*FEDERAL, OWN)

people = st.lists(
    st.builds(
        Waiting,
        key=st.text("abcdef", min_size=1, max_size=3),
        asked_at=st.integers(0, 5).map(lambda hours: MONDAY + timedelta(hours=hours)),
        grounds=st.frozensets(st.sampled_from([PREGNANT, INJECTING, "parent", "other"])),
    ),
    max_size=12,
    unique_by=lambda each: each.key,
)


def waits(key: str, *grounds: str, days: int = 0) -> Waiting:
    return Waiting(key, MONDAY + timedelta(days=days), frozenset(grounds))


def test_who_asked_first_is_first() -> None:
    assert [place.waiting.key for place in in_order([waits("b", days=2), waits("a", days=1)])] == ["a", "b"]


def test_the_federal_order_holds_whenever_they_asked() -> None:
    line = [
        waits("anybody"),
        waits("injecting", INJECTING, days=1),
        waits("pregnant", PREGNANT, days=2),
        waits("both", PREGNANT, INJECTING, days=3),
    ]
    places = in_order(line)
    assert [place.waiting.key for place in places] == ["both", "pregnant", "injecting", "anybody"]
    assert [place.rule and place.rule.source for place in places] == [
        "45 CFR 96.131(a)(1)",
        "45 CFR 96.131(a)(2)",
        "45 CFR 96.131(a)(3)",
        None,
    ]


def test_a_rule_of_the_program_comes_after_the_federal_ones() -> None:
    line = [waits("anybody"), waits("own", "parent", days=1), waits("injecting", INJECTING, days=2)]
    assert [place.waiting.key for place in in_order(line, RULES)] == ["injecting", "own", "anybody"]


def test_a_place_is_explained_without_telling_of_others() -> None:
    line = [waits("a"), waits("b", days=1), waits("c", PREGNANT, days=2)]
    place = in_order(line)[2]
    assert (place.ahead_by_time, [rule.key for rule in place.ahead_by_rule]) == (1, ["pregnant"])
    assert str(place.sentence) == (
        "You are number 3 of 3. Before you: 1 who asked earlier, 1 whom a rule of priority puts first."
    )


def test_where_no_rule_put_anybody_first_only_time_is_told() -> None:
    assert str(in_order([waits("a"), waits("b", days=1)])[1].sentence) == (
        "You are number 2 of 2. The others before you asked earlier."
    )


def test_the_first_is_told_so() -> None:
    assert str(in_order([waits("a"), waits("b", days=1)])[0].sentence) == "You are first of 2 on the list."


@given(people)
def test_nobody_is_overtaken_but_by_a_named_rule(line: list[Waiting]) -> None:
    places = in_order(line, RULES)
    for behind in places:
        for before in places[: behind.number - 1]:
            if before.waiting.asked_at > behind.waiting.asked_at:
                assert before.rule is not None
                assert before.rule.title
                assert before.rule.source
                assert before.rule in behind.ahead_by_rule


@given(people, st.randoms(use_true_random=False))
def test_the_list_is_the_same_however_it_is_told(line: list[Waiting], luck: object) -> None:
    shuffled = list(line)
    luck.shuffle(shuffled)  # type: ignore[attr-defined]  # a Random of Hypothesis
    assert in_order(shuffled, RULES) == in_order(line, RULES)


@given(people)
def test_everybody_has_one_place_and_all_before_them_are_explained(line: list[Waiting]) -> None:
    places = in_order(line, RULES)
    assert [place.number for place in places] == list(range(1, len(line) + 1))
    assert {place.waiting for place in places} == set(line)
    assert all(len(place.ahead_by_rule) + place.ahead_by_time == place.number - 1 for place in places)


@given(people, st.integers(0, 11))
def test_who_goes_leaves_the_others_in_their_order(line: list[Waiting], which: int) -> None:
    gone = line[which % len(line)].key if line else ""
    before = [place.waiting.key for place in in_order(line, RULES) if place.waiting.key != gone]
    after = [place.waiting.key for place in in_order([each for each in line if each.key != gone], RULES)]
    assert before == after


def test_who_is_on_the_list_twice_is_refused() -> None:
    with pytest.raises(NotAList):
        in_order([waits("a"), waits("a", days=1)])


@pytest.mark.parametrize(("grounds", "source"), [(frozenset(), "law"), (frozenset({"x"}), " ")])
def test_a_rule_has_grounds_and_a_source(grounds: frozenset[str], source: str) -> None:
    with pytest.raises(ValueError, match="source"):
        Rule("x", "X", grounds, source)


def test_what_no_rule_names_gives_no_priority() -> None:
    assert rule_of(waits("a", "knows_the_director"), RULES) is None
