"""`stepwell timetable replan PROBLEM PLAN EVENT --out NEW`: repair a plan after something happened."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from stepwell.domain.timetable.event_files import read_events
from stepwell.domain.timetable.events import Changed, Event, after
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.files import write_problem
from stepwell.domain.timetable.mending import mended
from stepwell.domain.timetable.plan import Plan
from stepwell.interfaces.commands import given
from stepwell.interfaces.commands.progress import say
from stepwell.interfaces.commands.timetable import numbers, reading
from stepwell.interfaces.commands.timetable.rippling import dropped, touched
from stepwell.interfaces.commands.timetable.searching import Best, end, search
from stepwell.interfaces.commands.timetable.stopping import Stop
from stepwell.kernel.strict_json import FileRefused

if TYPE_CHECKING:
    from stepwell.domain.timetable.solver.solved import Solved

NAME = "replan"
HELP = "repair a plan after something happened, and list who is touched and how"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    reading.add_problem(parser)
    reading.add_plan(parser)
    parser.add_argument("event", type=Path, metavar="EVENT.json", help="what happened: one event, or a list")
    parser.add_argument("--out", type=Path, required=True, metavar="NEW.json", help="where the new plan goes")
    parser.add_argument(
        "--problem-out", type=Path, metavar="FILE", help="where the problem as it is after the events goes"
    )
    numbers.add_effort(parser)


def run(options: argparse.Namespace) -> int:
    """The new plan is in its file, and who is touched is on stdout as JSON. 1 when a rule stays broken."""
    problem = reading.problem_from(options.problem)
    plan = reading.plan_from(options.plan, problem)
    changed = after(problem, plan, _events_from(options.event, problem))
    reading.may_write(options.out)
    reading.may_replace(options.out, options.problem, options.event, options.problem_out)
    if options.problem_out is not None:
        reading.may_write(options.problem_out)
        reading.may_replace(options.problem_out, options.plan, options.event)
        reading.write(options.problem_out, write_problem(changed.problem))

    def repaired(best: Best, stop: Stop) -> Solved | None:
        from stepwell.domain.timetable.replan import replan  # takes a moment, in which a stop is heard
        from stepwell.domain.timetable.solver import NoLegalWeek

        try:
            return replan(
                changed.problem,
                plan,
                seconds=options.seconds,
                threads=options.threads,
                seed=options.seed,
                on_progress=best.take,
                should_stop=stop,
            )
        except NoLegalWeek as error:
            say(str(error))
            return None

    searched = search(
        changed.problem,
        options.out,
        repaired,
        seconds=options.seconds,
        start=mended(changed.problem, plan),
    )
    print(json.dumps(_told(changed, plan, searched.best), ensure_ascii=False, indent=1))
    return end(searched)


def _told(changed: Changed, plan: Plan, best: Best) -> dict[str, object]:
    """Who is touched and how, which locks were dropped, and what is known of the new plan."""
    return {
        **touched(changed.problem, plan, best.plan),
        "dropped_locks": [dropped(each) for each in changed.dropped],
        **best.said(),
    }


def _events_from(file: Path, problem: Problem) -> tuple[Event, ...]:
    content = given.content_of(file)
    try:
        return read_events(content, problem)
    except FileRefused as error:
        raise given.refusal(file, error) from None
