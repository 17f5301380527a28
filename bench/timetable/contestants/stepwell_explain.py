"""The product's explanations: the task has a plan; each person's shortages are timed, each fix is judged."""

from __future__ import annotations

import json
import time

from bench.timetable.contestants import telling
from stepwell.domain.timetable import explain, files
from stepwell.domain.timetable.check import Checked, check
from stepwell.domain.timetable.explain import Fix
from stepwell.domain.timetable.laid import Laid


def main() -> None:
    asked = telling.task()
    plan = files.read_plan(json.dumps(asked.more["plan"]), asked.problem)
    before = check(asked.problem, plan)
    short = list(dict.fromkeys(each.participant for each in explain.shortages_of(Laid(asked.problem, plan))))
    for person in short:
        began = time.process_time()
        found = explain.explain_person(asked.problem, plan, person)
        cpu = (time.process_time() - began) / max(1, len(found))
        for each in found:
            asked.tell(
                seconds=cpu,
                verdict=each.verdict.value,
                fixes=len(each.fixes),
                fixes_that_fail=sum(not _helps(before, fix) for fix in each.fixes),
            )


def _helps(before: Checked, fix: Fix) -> bool:
    """True when the fix breaks no rule that wasn't broken before, and less is missing."""
    after = check(fix.problem, fix.plan)
    known = {(each.rule, each.people, each.leaders, each.slots) for each in before.breaches}
    new = [each for each in after.breaches if (each.rule, each.people, each.leaders, each.slots) not in known]
    return not new and after.costs.shortage < before.costs.shortage


if __name__ == "__main__":
    main()
