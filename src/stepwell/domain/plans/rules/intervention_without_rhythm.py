"""What is done has a number of times a week."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.plans.nodes import Intervention
from stepwell.domain.plans.rules.gap import THREAD, Gap
from stepwell.domain.plans.served import Facts
from stepwell.kernel.sentences import Sentence, gettext_noop

name = "intervention_without_rhythm"
sentence = gettext_noop("An intervention that does not say how often.")
source = THREAD


def gaps(facts: Facts) -> Iterator[Gap]:
    for each in facts.plan.of(Intervention):
        if each.times_a_week < 1:
            yield Gap(name, Sentence(sentence), source, each.key)
