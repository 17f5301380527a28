"""`stepwell privacy`: may this be told, and what would somebody see, answered from a file.

It reads the case it is given and nothing else: no data folder, no database, no Django.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from stepwell.domain.privacy import files
from stepwell.interfaces.commands import given
from stepwell.kernel.strict_json import FileRefused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(
        dest="word", metavar="WORD", required=True, title="words", parser_class=type(parser)
    )
    decided = words.add_parser(
        "decide",
        help="may this be told, and by which rule",
        description="Print as JSON what may be told, what not, by which rule, and what must go with it.",
    )
    _add_case(decided)
    decided.set_defaults(answer=_decide)
    previewed = words.add_parser(
        "preview",
        help="what the recipient would see, kind by kind",
        description="Print the answer to everything at once, unsigned consents taken as signed.",
    )
    _add_case(previewed)
    previewed.set_defaults(answer=_preview)
    given.add_schema_word(words, files.schema, of=files.SCHEMAS, first="case")


def run(options: argparse.Namespace) -> int:
    """0 whenever there is an answer, also when the answer is no."""
    answer: int = options.answer(options)
    return answer


def _add_case(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "case",
        type=Path,
        metavar="CASE.json",
        help="a request, the consents and an instant (docs/exchange.md)",
    )


def _decide(options: argparse.Namespace) -> int:
    print(files.write_answer(files.answer(_case_from(options.case))).decode())
    return 0


def _preview(options: argparse.Namespace) -> int:
    print(files.write_answer(files.preview(_case_from(options.case))).decode())
    return 0


def _case_from(file: Path) -> files.Case:
    content = given.content_of(file)
    try:
        return files.read_case(content)
    except FileRefused as error:
        raise given.refusal(file, error) from None
