"""The product's own solver, one thread.

With `until_gap` it stops at a proven gap no larger than that; with `start` it begins with this plan.
"""

from __future__ import annotations

import json

from bench.timetable.contestants import cpu_clock, telling
from stepwell.domain.timetable import files, solver
from stepwell.domain.timetable.solver.solved import Solved


def main() -> None:
    cpu_clock.count_cpu_only()
    asked = telling.task()
    until = float(asked.more.get("until_gap", -1))
    start = asked.more.get("start")
    gaps = [2.0]

    def heard(solved: Solved) -> None:
        asked.tell(solved.plan, bound=solved.bound)
        gaps.append(solved.gap)

    solved = solver.solve(
        asked.problem,
        seconds=asked.seconds,
        threads=1,
        seed=asked.seed,
        on_progress=heard,
        should_stop=lambda: gaps[-1] <= until,
        start=None if start is None else files.read_plan(json.dumps(start), asked.problem),
    )
    asked.tell(solved.plan, bound=solved.bound, status=solved.status)


if __name__ == "__main__":
    main()
