"""When the day of an objective has gone by, somebody says what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.plans.nodes import Objective
from stepwell.domain.plans.rules.gap import Gap
from stepwell.domain.plans.served import Facts
from stepwell.kernel.sentences import Sentence, ngettext

name = "objective_past_its_date"
sentence, many = ngettext(
    "An objective %(days)d day past its date.", "An objective %(days)d days past its date."
)
source = "program policy: a review updates the status"


def gaps(facts: Facts) -> Iterator[Gap]:
    for objective in facts.plan.of(Objective):
        on = objective.target_on
        if objective.is_open and on is not None and on < facts.today:
            days = (facts.today - on).days
            yield Gap(name, Sentence(sentence, {"days": days}, many, days), source, objective.key)
