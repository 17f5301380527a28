"""`stepwell timetable check PROBLEM PLAN`: what a plan breaks and what it costs, as JSON."""

from __future__ import annotations

import argparse
import json

from stepwell.interfaces.commands.timetable import reading

NAME = "check"
HELP = "say what a plan breaks and what it costs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    reading.add_problem(parser)
    reading.add_plan(parser)


def run(options: argparse.Namespace) -> int:
    """JSON with violations, cost and objective. 0 when no rule is broken, 1 when one is."""
    from stepwell.domain.timetable.check import check

    problem = reading.problem_from(options.problem)
    judged = check(problem, reading.plan_from(options.plan, problem))
    said = {
        "violations": [breach.sentence for breach in judged.breaches],
        "cost": judged.costs.by_name(),
        "objective": judged.objective,
    }
    print(json.dumps(said, ensure_ascii=False, indent=1))
    return 0 if judged.is_legal else 1
