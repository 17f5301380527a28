"""Words and scores as CSV, plain or gzipped; what is wrong in a file is told with its line.

The form is described in docs/exchange.md.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from stepwell.domain.outcomes.definition import Definition, Value
from stepwell.domain.outcomes.pattern import LETTERS, Pattern
from stepwell.kernel.strict_json import FileRefused

WORD, COLUMNS = "word", ("definition", "word", "value")
_GZIPPED = ".gz"


@contextmanager
def opened(file: Path) -> Iterator[TextIO]:
    """A CSV file to read, unpacked where its name ends in .gz."""
    with file.open("rb") as raw:
        plain = gzip.GzipFile(fileobj=raw) if file.suffix == _GZIPPED else raw
        yield io.TextIOWrapper(plain, encoding="utf-8-sig", newline="")


def read_words(lines: Iterable[str]) -> Iterator[str]:
    """The words of a file with a column `word`, in its order; other columns are passed over.

    FileRefused names the line of a letter that isn't one, and the column that isn't there.

    >>> list(read_words(["person,word", "P1,--o+"]))
    ['--o+']
    """
    reader = csv.reader(lines)
    try:
        header = next(reader, [])
        if header.count(WORD) != 1:
            raise FileRefused(f'The first line needs one column "{WORD}"; it has {_shown(header)}.')
        place = header.index(WORD)
        for row in reader:
            if row:
                yield _word(row, place, reader.line_num)
    except (csv.Error, UnicodeDecodeError, EOFError, gzip.BadGzipFile) as error:
        raise FileRefused(f"This is not a CSV file: {error}.") from error


def _word(row: list[str], place: int, line: int) -> str:
    if len(row) <= place:
        raise FileRefused(f'Line {line} has no column "{WORD}".')
    word = row[place]
    if not LETTERS.issuperset(word):
        letter = next(each for each in word if each not in LETTERS)
        raise FileRefused(f"Line {line}: {letter!r} is none of the letters + - o * _ of a use pattern.")
    return word


def write_scores(words: Iterable[str], definitions: Iterable[Definition], to: TextIO) -> int:
    """A line for each word and definition; how many were written. The value is empty where there is none."""
    writer, chosen, written = csv.writer(to, lineterminator="\n"), tuple(definitions), 0
    writer.writerow(COLUMNS)
    for word in words:
        pattern = Pattern(word)
        writer.writerows((each.name, word, shown(each.score(pattern))) for each in chosen)
        written += len(chosen)
    return written


def shown(value: Value) -> str:
    """A number as it is written, with all its digits; empty where there is none.

    >>> shown(1 / 3), shown(4.0), shown(None)
    ('0.3333333333333333', '4', '')
    """
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(value)


def _shown(header: list[str]) -> str:
    return ", ".join(f'"{each}"' for each in header[:8]) or "none"
