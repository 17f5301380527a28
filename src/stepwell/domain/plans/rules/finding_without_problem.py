"""What was found is a problem to work at, or it does not belong in the plan."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.plans.nodes import Finding
from stepwell.domain.plans.rules.gap import THREAD, Gap
from stepwell.domain.plans.served import Facts
from stepwell.kernel.sentences import Sentence, gettext_noop

name = "finding_without_problem"
sentence = gettext_noop("A finding without a problem.")
source = THREAD


def gaps(facts: Facts) -> Iterator[Gap]:
    for finding in facts.plan.of(Finding):
        if not facts.plan.following(finding.key):
            yield Gap(name, Sentence(sentence), source, finding.key)
