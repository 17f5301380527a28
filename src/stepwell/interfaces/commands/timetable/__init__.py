"""`stepwell timetable`: a week in files, checked, solved, repaired and explained.

One module for each word after it, each with `NAME`, `HELP`, `add_arguments` and `run`. They read
and write the files they are given and nothing else: no data folder, no database, no Django.
"""

from __future__ import annotations

import argparse
from types import ModuleType

from stepwell.interfaces.commands.timetable import check, explain, replan, solve

NAME = "timetable"
HELP = "check, solve, repair and explain a week in files"

WORDS: tuple[ModuleType, ...] = (check, solve, replan, explain)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(
        dest="word", metavar="WORD", required=True, title="words", parser_class=type(parser)
    )
    for module in WORDS:
        summary = module.HELP[:1].upper() + module.HELP[1:] + "."
        added = words.add_parser(module.NAME, help=module.HELP, description=summary)
        module.add_arguments(added)
        added.set_defaults(answer=module.run)


def run(options: argparse.Namespace) -> int:
    """What the chosen word says: 0 when all is well, 1 when a rule is broken."""
    answer: int = options.answer(options)
    return answer
