"""An objective has a day by which it should be reached."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.plans.nodes import Objective
from stepwell.domain.plans.rules.gap import THREAD, Gap
from stepwell.domain.plans.served import Facts
from stepwell.kernel.sentences import Sentence, gettext_noop

name = "objective_without_date"
sentence = gettext_noop("An objective without a date.")
source = THREAD


def gaps(facts: Facts) -> Iterator[Gap]:
    for objective in facts.plan.of(Objective):
        if objective.is_open and objective.target_on is None:
            yield Gap(name, Sentence(sentence), source, objective.key)
