"""`stepwell timetable explain PROBLEM PLAN`: why people lack something, and what would help, as JSON."""

from __future__ import annotations

import argparse
import json

from stepwell.interfaces.commands.timetable import reading

NAME = "explain"
HELP = "say why people lack something in a plan, and what would help"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    reading.add_problem(parser)
    reading.add_plan(parser)


def run(options: argparse.Namespace) -> int:
    """A JSON list with an entry for each shortage: who, what, the rules in the way, verified changes."""
    from stepwell.domain.timetable.explain import explain
    from stepwell.domain.timetable.explain.words import Words
    from stepwell.interfaces.commands.timetable.telling import entry

    problem = reading.problem_from(options.problem)
    plan = reading.plan_from(options.plan, problem)
    words = Words(problem)
    said = [entry(words, each) for each in explain(problem, plan)]
    print(json.dumps(said, ensure_ascii=False, indent=1))
    return 0
