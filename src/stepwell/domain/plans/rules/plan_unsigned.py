"""Within 7 days of the beginning, person and counselor have signed."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.plans.rules.gap import Gap
from stepwell.domain.plans.served import Facts
from stepwell.kernel.sentences import Sentence, gettext_noop

name = "plan_unsigned"
sentence = gettext_noop("The plan is not signed by both, %(days)d days after the beginning.")
source = "DC 22-A6329: within 7 calendar days; payers set less"
DAYS = 7
BOTH = frozenset({"participant", "counselor"})


def gaps(facts: Facts) -> Iterator[Gap]:
    days = (facts.today - facts.began_on).days
    if days >= DAYS and not facts.signed_by >= BOTH:
        yield Gap(name, Sentence(sentence, {"days": days}), source)
