"""`stepwell outcomes`: use patterns scored by published definitions.

It reads the file it is given and nothing else: no data folder, no database, no Django.
"""

from __future__ import annotations

import argparse
import gzip
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from stepwell.domain.outcomes import files
from stepwell.domain.outcomes.definition import Definition
from stepwell.domain.outcomes.registry import BY_NAME, DEFINITIONS
from stepwell.interfaces.commands import given
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


def run(options: argparse.Namespace) -> int:
    """What the chosen word says."""
    answer: int = options.answer(options)
    return answer


def _score(options: argparse.Namespace) -> int:
    chosen = _chosen(options.definition)
    if _is_same(options.words, options.out):
        raise CommandError(f"{options.out} is the file that is read; name another for --out.")
    try:
        with files.opened(options.words) as lines, _written(options.out) as out:
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


def _is_same(read: Path, written: Path) -> bool:
    return read.exists() and written.exists() and read.samefile(written)


@contextmanager
def _written(file: Path) -> Iterator[TextIO]:
    """A file that is there whole or not at all; packed where its name ends in .gz."""
    beside = file.with_name(f".{file.name}.part")
    try:
        with beside.open("wb") as raw:
            plain = gzip.GzipFile("", "wb", fileobj=raw, mtime=0) if file.suffix == ".gz" else raw
            with io.TextIOWrapper(plain, encoding="utf-8", newline="", write_through=False) as text:
                yield text
        beside.replace(file)
    except OSError as error:
        raise CommandError(f"{file} can't be written: {error.strerror or error}.") from None
    finally:
        if beside.parent.is_dir():
            beside.unlink(missing_ok=True)


def _list(_: argparse.Namespace) -> int:
    for each in DEFINITIONS:
        print(f"{each.name}\n    {each.rule}\n    {each.paper.authors} {each.paper.doi}".rstrip())
        if each.flatters:
            print(f"    {each.flatters}")
    return 0
