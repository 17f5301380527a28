"""Two versions of a plan side by side: what was added, changed, taken out, or stayed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from stepwell.domain.plans.nodes import KINDS, AnyNode
from stepwell.domain.plans.plan import Plan


class Turn(Enum):
    """What became of a node from one version to the next."""

    SAME = "same"
    ADDED = "added"
    CHANGED = "changed"
    TAKEN_OUT = "taken_out"


@dataclass(frozen=True)
class Pair:
    """One node in both versions; None where it isn't in one of them."""

    before: AnyNode | None
    after: AnyNode | None

    @property
    def turn(self) -> Turn:
        """What became of it."""
        if self.before is None:
            return Turn.ADDED
        if self.after is None:
            return Turn.TAKEN_OUT
        return Turn.SAME if self.before == self.after else Turn.CHANGED

    @property
    def node(self) -> AnyNode:
        """The later of the two."""
        found = self.after or self.before
        assert found is not None  # a pair is made of at least one
        return found


def compare(before: Plan, after: Plan) -> tuple[Pair, ...]:
    """Every node of either version once, in the order of the thread; what is gone comes last of its kind.

    >>> from stepwell.domain.plans.nodes import Problem
    >>> was, now = Plan((Problem(key="a", words="Nights"),)), Plan((Problem(key="b", words="Work"),))
    >>> [(pair.node.words, pair.turn.value) for pair in compare(was, now)]
    [('Work', 'added'), ('Nights', 'taken_out')]
    """
    pairs = [Pair(before.find(node.key), node) for node in after.nodes]
    pairs += [Pair(node, None) for node in before.nodes if after.find(node.key) is None]
    return tuple(sorted(pairs, key=lambda pair: KINDS.index(type(pair.node))))
