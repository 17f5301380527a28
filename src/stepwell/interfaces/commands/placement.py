"""`stepwell placement`: from the findings of a screening to a suggested level of care, as JSON.

It reads the file it is given and nothing else: no data folder, no database, no Django.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from stepwell.domain.placement import files
from stepwell.interfaces.commands import given
from stepwell.kernel.strict_json import FileRefused

NAME = "placement"
HELP = "suggest a level of care from a file of findings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(
        dest="word", metavar="WORD", required=True, title="words", parser_class=type(parser)
    )
    suggested = words.add_parser(
        "suggest",
        help="the level that the most severe need asks for, and why",
        description="Print the suggestion and its reasons as JSON. Red flags come first.",
    )
    suggested.add_argument(
        "findings", type=Path, metavar="FINDINGS.json", help="ratings and red flags (docs/exchange.md)"
    )
    suggested.set_defaults(answer=_suggest)
    given.add_schema_word(words, files.schema, of=files.SCHEMAS, first="findings")
    copied = words.add_parser(
        "edition",
        help="an edition that comes with Stepwell, to copy and change",
        description="Print an edition as JSON.",
    )
    copied.add_argument("of", nargs="?", default="stepwell-neutral/1", choices=list(files.SHIPPED))
    copied.set_defaults(answer=_edition)


def run(options: argparse.Namespace) -> int:
    """What the chosen word says. 0 for every answer: a stop, too, is an answer and not a mistake."""
    answer: int = options.answer(options)
    return answer


def _suggest(options: argparse.Namespace) -> int:
    from stepwell.domain.placement.suggestion import suggest

    content = given.content_of(options.findings)
    try:
        findings = files.read_findings(content)
    except FileRefused as error:
        raise given.refusal(options.findings, error) from None
    print(files.write_suggestion(suggest(findings)).decode())
    return 0


def _edition(options: argparse.Namespace) -> int:
    print(files.shipped_text(options.of).decode(), end="")
    return 0
