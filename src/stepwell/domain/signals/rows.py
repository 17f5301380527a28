"""Person-weeks as CSV, plain or gzipped; what is wrong in a file is told with its line and column."""

from __future__ import annotations

import csv
import gzip
import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from stepwell.kernel.strict_json import FileRefused

EMPTY = frozenset(("", "NA", "NaN", "nan"))


@dataclass(frozen=True)
class PersonWeek:
    """What is written of one person in one week."""

    line: int
    who: str
    week: int
    cells: dict[str, str]

    def number(self, column: str) -> float:
        """A number; not-a-number where nothing is known. FileRefused if it is something else."""
        said = self.cells[column].strip()
        if said in EMPTY:
            return math.nan
        try:
            value = float(said)
        except ValueError:
            value = math.inf
        if math.isinf(value):
            raise FileRefused(f'Line {self.line}, column "{column}": {said!r} is not a number.')
        return value


def read(file: Path, needed: Iterable[str]) -> list[PersonWeek]:
    """The person-weeks of a file in its order. FileRefused names a missing column or the line of a fault."""
    with file.open("rb") as raw:
        plain = gzip.GzipFile(fileobj=raw) if file.suffix == ".gz" else raw
        try:
            return _read(csv.DictReader(io.TextIOWrapper(plain, encoding="utf-8-sig", newline="")), needed)
        except (csv.Error, UnicodeDecodeError, EOFError, gzip.BadGzipFile) as error:
            raise FileRefused(f"This is not a CSV file: {error}.") from error


def _read(reader: csv.DictReader[str], needed: Iterable[str]) -> list[PersonWeek]:
    there = reader.fieldnames or ()
    missing = [each for each in ("who", "week", *needed) if each not in there]
    if missing:
        raise FileRefused(f'There is no column "{missing[0]}".')
    rows: list[PersonWeek] = []
    seen: dict[tuple[str, int], int] = {}
    for cells in reader:
        row = _row(reader.line_num, cells)
        if (before := seen.setdefault((row.who, row.week), row.line)) != row.line:
            raise FileRefused(f"Line {row.line}: this week of this person stands on line {before} already.")
        rows.append(row)
    return rows


def _row(line: int, cells: dict[str, str]) -> PersonWeek:
    if None in cells or None in cells.values():
        raise FileRefused(f"Line {line} has more or fewer cells than the first line.")
    who, week = cells["who"].strip(), cells["week"].strip()
    if not who:
        raise FileRefused(f'Line {line}, column "who": it is empty.')
    try:
        number = float(week)
    except ValueError:
        number = math.nan
    if not number.is_integer():
        raise FileRefused(f'Line {line}, column "week": {week!r} is not a whole number.')
    return PersonWeek(line, who, int(number), cells)
