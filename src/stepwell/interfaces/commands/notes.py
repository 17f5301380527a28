"""`stepwell notes`: the guards of note writing, over a file.

It reads the file it is given and nothing else: no data folder, no database, no Django.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from stepwell.domain.wording.guards import files
from stepwell.interfaces.commands import given
from stepwell.kernel.strict_json import FileRefused

NAME = "notes"
HELP = "look at the notes of a session as the guards do"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(
        dest="word", metavar="WORD", required=True, title="words", parser_class=type(parser)
    )
    checked = words.add_parser(
        "check",
        help="near-clones, other members' names, blanks, words to avoid",
        description="Print what the guards find, as JSON. Exit code 1 when they find something.",
    )
    checked.add_argument(
        "notes", type=Path, metavar="NOTES.json", help="members and notes (docs/exchange.md)"
    )
    checked.set_defaults(answer=_check)
    given.add_schema_word(words, files.schema, of=files.SCHEMAS, first="notes")


def run(options: argparse.Namespace) -> int:
    """What the chosen word says."""
    answer: int = options.answer(options)
    return answer


def _check(options: argparse.Namespace) -> int:
    try:
        found = files.check(given.content_of(options.notes))
    except FileRefused as error:
        raise given.refusal(options.notes, error) from None
    print(files.write(found).decode())
    return 1 if found.findings else 0
