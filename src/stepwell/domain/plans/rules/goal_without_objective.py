"""A goal has a step that one can see."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.plans.nodes import Goal
from stepwell.domain.plans.rules.gap import THREAD, Gap
from stepwell.domain.plans.served import Facts
from stepwell.kernel.sentences import Sentence, gettext_noop

name = "goal_without_objective"
sentence = gettext_noop("A goal without an objective.")
source = THREAD


def gaps(facts: Facts) -> Iterator[Gap]:
    for goal in facts.plan.of(Goal):
        if not facts.plan.following(goal.key):
            yield Gap(name, Sentence(sentence), source, goal.key)
