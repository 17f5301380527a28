"""`stepwell hours`: which days a payer's rules count, and why not.

It reads the files it is given and nothing else: no data folder, no database, no Django.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from stepwell.domain.hours.payer import files
from stepwell.interfaces.commands import given
from stepwell.kernel.strict_json import FileRefused

NAME = "hours"
HELP = "count hours by a payer's rules, and say why a day doesn't count"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(
        dest="word", metavar="WORD", required=True, title="words", parser_class=type(parser)
    )
    counted = words.add_parser(
        "count",
        help="each session, day, week and person, with the reason",
        description="Print what counts, as JSON, by the rules in force on each day (docs/exchange.md).",
    )
    counted.add_argument("events", type=Path, metavar="EVENTS.json", help="sessions, plans, authorizations")
    counted.add_argument(
        "--rules", type=Path, required=True, metavar="RULES.json", help="a payer's dated rules"
    )
    counted.set_defaults(answer=_count)
    shown = words.add_parser(
        "rules", help="rules that come with Stepwell, to copy and change", description="Print rules as JSON."
    )
    shown.add_argument("of", choices=list(files.SHIPPED))
    shown.set_defaults(answer=_rules)
    given.add_schema_word(words, files.schema, of=files.SCHEMAS, first="events")


def run(options: argparse.Namespace) -> int:
    """What the chosen word says. 0 for every count, also of a day that doesn't."""
    answer: int = options.answer(options)
    return answer


def _count(options: argparse.Namespace) -> int:
    events, rules = given.content_of(options.events), given.content_of(options.rules)
    try:
        files.read_rules(rules)
    except FileRefused as error:
        raise given.refusal(options.rules, error) from None
    try:
        print(files.write(files.count_files(events, rules)).decode())
    except FileRefused as error:
        raise given.refusal(options.events, error) from None
    return 0


def _rules(options: argparse.Namespace) -> int:
    print(files.shipped_text(options.of).decode().rstrip())
    return 0
