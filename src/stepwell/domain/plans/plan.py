"""A plan as one value: its nodes and the threads between them. It never changes; another one follows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from msgspec.structs import replace

from stepwell.domain.plans.nodes import KINDS, AnyNode

Kind = TypeVar("Kind", bound=AnyNode)


class NotAPlan(ValueError):
    """The sentence says which node hangs where it can't."""


@dataclass(frozen=True)
class Plan:
    """All nodes of a plan, each after those that it comes from.

    >>> from stepwell.domain.plans.nodes import Goal, Problem
    >>> plan = Plan((Problem(key="p", words="Nights"), Goal(key="g", words="Sleep", comes_from=("p",))))
    >>> [node.key for node in plan.following("p")], plan.without("p").nodes
    (['g'], ())
    """

    nodes: tuple[AnyNode, ...] = ()

    def __post_init__(self) -> None:
        in_order = sorted(self.nodes, key=lambda node: KINDS.index(type(node)))
        object.__setattr__(self, "nodes", tuple(in_order))
        _check(self.nodes)

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """The nodes of one kind, in the order in which they were written."""
        return tuple(node for node in self.nodes if isinstance(node, kind))

    def find(self, key: str) -> AnyNode | None:
        """The node of this key, if there is one."""
        return next((node for node in self.nodes if node.key == key), None)

    def following(self, key: str) -> tuple[AnyNode, ...]:
        """The nodes that come from this one."""
        return tuple(node for node in self.nodes if key in node.comes_from)

    def threads(self) -> Iterator[tuple[AnyNode, AnyNode]]:
        """Each pair of nodes where the second comes from the first."""
        for node in self.nodes:
            for other in self.nodes:
                if other.key in node.comes_from:
                    yield other, node

    def put(self, node: AnyNode) -> Plan:
        """The plan with this node, in the place of the one with the same key where there is one."""
        if self.find(node.key) is None:
            return Plan((*self.nodes, node))
        return Plan(tuple(node if each.key == node.key else each for each in self.nodes))

    def without(self, key: str) -> Plan:
        """The plan without this node, and without what came from it alone."""
        gone = {key, *hanging(self, key)}
        left = (node for node in self.nodes if node.key not in gone)
        return Plan(tuple(_let_go(node, gone) for node in left))


def hanging(plan: Plan, key: str) -> tuple[str, ...]:
    """The nodes that would hang on nothing without this one, in the order of the thread."""
    gone = {key}
    for node in plan.nodes:
        if node.comes_from and gone.issuperset(node.comes_from):
            gone.add(node.key)
    return tuple(node.key for node in plan.nodes if node.key in gone and node.key != key)


def _let_go(node: AnyNode, gone: Iterable[str]) -> AnyNode:
    kept = tuple(key for key in node.comes_from if key not in set(gone))
    return node if kept == node.comes_from else replace(node, comes_from=kept)


def _check(nodes: tuple[AnyNode, ...]) -> None:
    kinds = {node.key: type(node) for node in nodes}
    if len(kinds) != len(nodes):
        raise NotAPlan("Two parts of a plan have the same key.")
    for node in nodes:
        if not node.words.strip():
            raise NotAPlan("Each part of a plan says something.")
        place = KINDS.index(type(node))
        allowed = KINDS[place - 1] if place else None
        if any(kinds.get(key) is not allowed or allowed is None for key in node.comes_from):
            raise NotAPlan("Each part of a plan comes from one of the kind before it.")
