"""`stepwell timetable solve PROBLEM --out PLAN`: the best plan found, with proof of how good it is."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from stepwell.domain.timetable.locks import possible_locks
from stepwell.interfaces.commands.progress import say
from stepwell.interfaces.commands.timetable import numbers, reading
from stepwell.interfaces.commands.timetable.searching import Best, end, search
from stepwell.interfaces.commands.timetable.stopping import Stop

if TYPE_CHECKING:
    from stepwell.domain.timetable.solver.solved import Solved

NAME = "solve"
HELP = "make the best plan that can be found, and prove how good it is"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    reading.add_problem(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="PLAN.json", help="where the plan goes")
    numbers.add_effort(parser)


def run(options: argparse.Namespace) -> int:
    """The plan is in its file, also when stopped early. 1 when a lock of the problem can't be kept."""
    problem = reading.problem_from(options.problem)
    reading.may_write(options.out)
    reading.may_replace(options.out, options.problem)

    def solved(best: Best, stop: Stop) -> Solved | None:
        from stepwell.domain.timetable import solver  # takes a moment, in which a stop is heard already

        try:
            return solver.solve(
                problem,
                seconds=options.seconds,
                threads=options.threads,
                seed=options.seed,
                on_progress=best.take,
                should_stop=stop,
            )
        except solver.NoLegalWeek as error:
            say(str(error))
            for each in possible_locks(problem)[1]:
                say(f"A lock that can't be kept: {each.sentence}")
            return None

    return end(search(problem, options.out, solved, seconds=options.seconds))
