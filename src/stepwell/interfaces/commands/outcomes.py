"""`stepwell outcomes`: use patterns scored by published definitions.

It reads the file it is given and nothing else: no data folder, no database, no Django.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from stepwell.domain.outcomes import files
from stepwell.domain.outcomes.definition import Definition
from stepwell.domain.outcomes.registry import BY_NAME, DEFINITIONS
from stepwell.interfaces.commands import given, outcomes_published, written
from stepwell.interfaces.commands.errors import CommandError
from stepwell.kernel.strict_json import FileRefused

NAME = "outcomes"
HELP = "score use patterns by published definitions"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(
        dest="word", metavar="WORD", required=True, title="words", parser_class=type(parser)
    )
    scored = words.add_parser(
        "score",
        help="a line for each word and definition",
        description="Write what each definition says of each use pattern (docs/exchange.md).",
    )
    scored.add_argument("words", type=Path, metavar="WORDS.csv", help='with a column "word"; .csv or .csv.gz')
    scored.add_argument("--out", type=Path, required=True, metavar="OUT.csv", help="definition, word, value")
    scored.add_argument(
        "--definition", nargs="+", action="extend", metavar="NAME", help="only these (default: all 62)"
    )
    scored.set_defaults(answer=_score)
    listed = words.add_parser(
        "definitions", help="every definition, its rule and its paper", description="Print the definitions."
    )
    listed.set_defaults(answer=_list)
    outcomes_published.add_word(words)


def run(options: argparse.Namespace) -> int:
    """What the chosen word says."""
    answer: int = options.answer(options)
    return answer


def _score(options: argparse.Namespace) -> int:
    chosen = _chosen(options.definition)
    try:
        with files.opened(options.words) as lines, written.whole(options.out, but=options.words) as out:
            files.write_scores(files.read_words(lines), chosen, out)
    except FileRefused as error:
        raise given.refusal(options.words, error) from None
    except FileNotFoundError:
        raise CommandError(f"There is no file {options.words}.") from None
    except OSError as error:
        raise CommandError(f"{options.words} can't be read: {error.strerror or error}.") from None
    return 0


def _chosen(names: Sequence[str] | None) -> Sequence[Definition]:
    unknown = [name for name in names or () if name not in BY_NAME]
    if unknown:
        raise CommandError(
            f'There is no definition "{unknown[0]}"; "stepwell outcomes definitions" lists them.'
        )
    return [BY_NAME[name] for name in dict.fromkeys(names)] if names else DEFINITIONS


def _list(_: argparse.Namespace) -> int:
    for each in DEFINITIONS:
        print(f"{each.name}\n    {each.rule}\n    {each.paper.authors} {each.paper.doi}".rstrip())
        if each.flatters:
            print(f"    {each.flatters}")
    return 0
