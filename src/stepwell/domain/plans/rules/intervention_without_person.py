"""Somebody answers for what is done."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.plans.nodes import Intervention
from stepwell.domain.plans.rules.gap import THREAD, Gap
from stepwell.domain.plans.served import Facts
from stepwell.kernel.sentences import Sentence, gettext_noop

name = "intervention_without_person"
sentence = gettext_noop("An intervention that nobody answers for.")
source = THREAD


def gaps(facts: Facts) -> Iterator[Gap]:
    for each in facts.plan.of(Intervention):
        if not each.staff and not each.by_person:
            yield Gap(name, Sentence(sentence), source, each.key)
