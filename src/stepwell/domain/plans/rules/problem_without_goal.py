"""A problem leads to something the person wants."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.plans.nodes import Problem
from stepwell.domain.plans.rules.gap import THREAD, Gap
from stepwell.domain.plans.served import Facts
from stepwell.kernel.sentences import Sentence, gettext_noop

name = "problem_without_goal"
sentence = gettext_noop("A problem without a goal.")
source = THREAD


def gaps(facts: Facts) -> Iterator[Gap]:
    for problem in facts.plan.of(Problem):
        if not facts.plan.following(problem.key):
            yield Gap(name, Sentence(sentence), source, problem.key)
