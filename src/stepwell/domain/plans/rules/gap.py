"""What a rule of the plan is, and what it says where the thread has a gap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from stepwell.domain.plans.served import Facts
from stepwell.kernel.sentences import Sentence


@dataclass(frozen=True)
class Gap:
    """One place where the thread has a gap: the rule, and the node; no node where it is the whole plan."""

    rule: str
    sentence: Sentence
    source: str
    node: str = ""


class Rule(Protocol):
    """Something a plan should not lack, by its name, in one sentence, with its source."""

    name: str
    sentence: str
    source: str

    def gaps(self, facts: Facts, /) -> Iterator[Gap]:
        """Every place of the plan that lacks it."""
        ...


THREAD = "program policy: the golden thread, from a finding to what served it"
