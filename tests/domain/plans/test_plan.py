"""A plan holds together however it is changed, and two of them can be told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.plans.plans import whole
from stepwell.domain.plans.comparing import Turn, compare
from stepwell.domain.plans.nodes import KINDS, AnyNode, Finding, Goal, Objective, Problem
from stepwell.domain.plans.plan import NotAPlan, Plan, hanging


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan: some nodes of each kind, each from some of the kind before."""
    nodes: list[AnyNode] = []
    before: list[str] = []
    for kind in KINDS:
        own = []
        for number in range(draw(st.integers(0, 4))):
            key = f"{kind.__name__}{number}"
            links = draw(st.lists(st.sampled_from(before), unique=True)) if before else []
            nodes.append(kind(key=key, words=draw(st.sampled_from("abc")), comes_from=tuple(links)))
            own.append(key)
        before = own
    return Plan(tuple(nodes))


def test_a_node_comes_from_one_of_the_kind_before_it() -> None:
    with pytest.raises(NotAPlan):
        Plan((Finding(key="f", words="x"), Goal(key="g", words="x", comes_from=("f",))))


def test_a_node_that_comes_from_nothing_there_is_refused() -> None:
    with pytest.raises(NotAPlan):
        Plan((Problem(key="p", words="x", comes_from=("f",)),))


def test_two_nodes_of_one_key_are_refused() -> None:
    with pytest.raises(NotAPlan):
        Plan((Problem(key="p", words="x"), Problem(key="p", words="y")))


def test_a_node_without_words_is_refused() -> None:
    with pytest.raises(NotAPlan):
        Plan((Problem(key="p", words="  "),))


def test_what_hangs_on_a_node_alone_goes_with_it() -> None:
    assert hanging(whole(), "p") == ("g", "o", "i")
    assert [node.key for node in whole().without("p").nodes] == ["f"]


def test_what_hangs_on_another_node_too_stays() -> None:
    two = whole().put(Goal(key="h", words="Work", comes_from=("p",)))
    two = two.put(Objective(key="o", words="PHQ-9 below 10", comes_from=("g", "h")))
    left = two.without("g")
    assert left.find("o") is not None
    assert left.find("o").comes_from == ("h",)  # type: ignore[union-attr]  # asked above


@given(plans(), st.data())
def test_without_any_of_its_nodes_a_plan_is_still_a_plan(plan: Plan, data: st.DataObject) -> None:
    if plan.nodes:
        gone = data.draw(st.sampled_from([node.key for node in plan.nodes]))
        left = plan.without(gone)
        assert left.find(gone) is None
        assert {node.key for node in plan.nodes} - {node.key for node in left.nodes} == {
            gone,
            *hanging(plan, gone),
        }


@given(plans(), plans())
def test_every_node_of_either_version_is_compared_once(before: Plan, after: Plan) -> None:
    pairs = compare(before, after)
    keys = [pair.node.key for pair in pairs]
    assert sorted(keys) == sorted({node.key for node in (*before.nodes, *after.nodes)})


@given(plans())
def test_a_version_beside_itself_is_all_the_same(plan: Plan) -> None:
    assert {pair.turn for pair in compare(plan, plan)} <= {Turn.SAME}
