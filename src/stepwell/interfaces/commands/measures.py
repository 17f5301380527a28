"""`stepwell measures`: what the answers to a questionnaire say, as JSON.

It reads the file it is given and nothing else: no data folder, no database, no Django.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from stepwell.domain.instruments.measures import files
from stepwell.domain.instruments.measures.measure import Measure
from stepwell.domain.instruments.registry import BY_NAME
from stepwell.interfaces.commands import given
from stepwell.interfaces.commands.errors import CommandError
from stepwell.kernel.strict_json import FileRefused

NAME = "measures"
HELP = "score the answers to a questionnaire"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(
        dest="word", metavar="WORD", required=True, title="words", parser_class=type(parser)
    )
    scored = words.add_parser(
        "score",
        help="total, subscales, band, positive or not, flags, and what is missing",
        description="Print what the raw points of a printed form say, as JSON (docs/exchange.md).",
    )
    scored.add_argument("name", metavar="NAME", help=", ".join(BY_NAME))
    scored.add_argument("answers", type=Path, metavar="ANSWERS.json", help="points by item number")
    scored.set_defaults(answer=_score)
    listed = words.add_parser(
        "list",
        help="every questionnaire, its source and its license",
        description="Print the questionnaires.",
    )
    listed.set_defaults(answer=_list)
    given.add_schema_word(words, files.schema, of=files.SCHEMAS, first="answers")


def run(options: argparse.Namespace) -> int:
    """What the chosen word says."""
    answer: int = options.answer(options)
    return answer


def _score(options: argparse.Namespace) -> int:
    measure = BY_NAME.get(options.name)
    if measure is None:
        raise CommandError(
            f'There is no questionnaire "{options.name}" here; there are {", ".join(BY_NAME)}.'
        )
    try:
        said = files.read_and_score(given.content_of(options.answers), measure)
    except FileRefused as error:
        raise given.refusal(options.answers, error) from None
    print(files.write(said).decode())
    return 0


def _list(_: argparse.Namespace) -> int:
    for each in BY_NAME.values():
        print("\n    ".join(line for line in _facts(each) if line))
    return 0


def _facts(measure: Measure) -> Iterator[str]:
    yield f"{measure.name}: {measure.title}, {measure.look_back}"
    yield ", ".join(f"{name} from {begins}" for begins, name in measure.bands)
    yield "subscales " + ", ".join(measure.subscales) if measure.subscales else ""
    yield f"cut-off {measure.cutoff}" if measure.cutoff is not None else ""
    if measure.reliable is not None:
        yield f"reliable change from {measure.reliable.points} ({measure.reliable.source})"
    codes = [code for code in (measure.loinc_panel, measure.loinc_total) if code]
    yield "LOINC " + ", ".join(codes) if codes else ""
    yield "words in " + ", ".join(measure.languages) if measure.languages else "words: the program's own"
    yield measure.source
    yield measure.license
