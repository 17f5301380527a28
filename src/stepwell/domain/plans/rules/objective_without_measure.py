"""One can see whether an objective is reached: it says by what."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.plans.nodes import MeasuredBy, Objective
from stepwell.domain.plans.rules.gap import THREAD, Gap
from stepwell.domain.plans.served import Facts
from stepwell.kernel.sentences import Sentence, gettext_noop

name = "objective_without_measure"
sentence = gettext_noop("An objective that does not say how it is measured.")
source = THREAD


def gaps(facts: Facts) -> Iterator[Gap]:
    for objective in facts.plan.of(Objective):
        if objective.is_open and objective.measured_by is MeasuredBy.NOTHING:
            yield Gap(name, Sentence(sentence), source, objective.key)
