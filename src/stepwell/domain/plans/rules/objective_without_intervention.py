"""Something is done for each objective."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.plans.nodes import Objective
from stepwell.domain.plans.rules.gap import THREAD, Gap
from stepwell.domain.plans.served import Facts
from stepwell.kernel.sentences import Sentence, gettext_noop

name = "objective_without_intervention"
sentence = gettext_noop("An objective for which nothing is done.")
source = THREAD


def gaps(facts: Facts) -> Iterator[Gap]:
    for objective in facts.plan.of(Objective):
        if objective.is_open and not facts.plan.following(objective.key):
            yield Gap(name, Sentence(sentence), source, objective.key)
