"""An objective that a questionnaire shows is measured again each month."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.plans.nodes import Objective
from stepwell.domain.plans.rules.gap import Gap
from stepwell.domain.plans.served import Facts
from stepwell.kernel.sentences import Sentence, gettext_noop

name = "objective_not_measured"
sentence = gettext_noop("An objective not measured for %(days)d days.")
source = "program policy: measures every 30 days with the review of the plan"
DAYS = 30


def gaps(facts: Facts) -> Iterator[Gap]:
    for objective in facts.plan.of(Objective):
        if not (objective.is_open and objective.measured_by.is_instrument):
            continue
        totals = facts.totals(objective.measured_by.value)
        last = totals[-1].on if totals else facts.since_of(objective)
        if (facts.today - last).days >= DAYS:
            yield Gap(name, Sentence(sentence, {"days": DAYS}), source, objective.key)
