"""The product's re-planning: the plan so far and one event are in the task."""

from __future__ import annotations

import json

from bench.timetable.contestants import cpu_clock, telling
from stepwell.domain.timetable import event_files, events, files, replan
from stepwell.domain.timetable.plan import Plan


def main() -> None:
    cpu_clock.count_cpu_only()
    asked = telling.task()
    before: Plan = files.read_plan(json.dumps(asked.more["plan"]), asked.problem)
    happened = event_files.read_events(json.dumps(asked.more["event"]).encode(), asked.problem)
    asked.began = telling.spent()  # reading files is not re-planning
    changed = events.after(asked.problem, before, happened)
    solved = replan.replan(changed.problem, before, seconds=asked.seconds, threads=1, seed=asked.seed)
    asked.tell(solved.plan, bound=solved.bound)


if __name__ == "__main__":
    main()
