"""A problem rests on something that was found."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.plans.nodes import Problem
from stepwell.domain.plans.rules.gap import THREAD, Gap
from stepwell.domain.plans.served import Facts
from stepwell.kernel.sentences import Sentence, gettext_noop

name = "problem_without_finding"
sentence = gettext_noop("A problem without a finding.")
source = THREAD


def gaps(facts: Facts) -> Iterator[Gap]:
    for problem in facts.plan.of(Problem):
        if not problem.comes_from:
            yield Gap(name, Sentence(sentence), source, problem.key)
