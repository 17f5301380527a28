"""An objective is worked at: at least one session in 14 days served it.

Where only practices of the person's own serve an objective, no session is missed.
"""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.plans.nodes import Intervention, Objective
from stepwell.domain.plans.rules.gap import Gap
from stepwell.domain.plans.served import Facts, sessions_for
from stepwell.kernel.sentences import Sentence, gettext_noop

name = "objective_without_session"
sentence = gettext_noop("An objective without a session for %(days)d days.")
source = "program policy: a session note names the objective it served"
DAYS = 14


def gaps(facts: Facts) -> Iterator[Gap]:
    for objective in facts.plan.of(Objective):
        done = facts.plan.following(objective.key)
        if not objective.is_open or all(isinstance(one, Intervention) and one.is_practice for one in done):
            continue
        last = max((each.on for each in sessions_for(objective, facts)), default=facts.since_of(objective))
        if (facts.today - last).days >= DAYS:
            yield Gap(name, Sentence(sentence, {"days": DAYS}), source, objective.key)
