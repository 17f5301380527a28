"""The product's own solver, one thread; with `until_gap` it stops at a proven gap no larger than that."""

from __future__ import annotations

from bench.timetable.contestants import cpu_clock, telling
from stepwell.domain.timetable import solver
from stepwell.domain.timetable.solver.solved import Solved


def main() -> None:
    cpu_clock.count_cpu_only()
    asked = telling.task()
    until = float(asked.more.get("until_gap", -1))
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
    )
    asked.tell(solved.plan, bound=solved.bound, status=solved.status)


if __name__ == "__main__":
    main()
