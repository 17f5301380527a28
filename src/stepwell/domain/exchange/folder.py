"""Reading an exchange folder: every cell checked, every fault named by file, line and column."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

from stepwell.domain.exchange.tables import Table, tables
from stepwell.domain.exchange.values import NotReadable

Row = Mapping[str, Any]
Progress = Callable[[str, int], None]
"""Told the file's name and how many of its rows have been read."""

REPORT_EVERY = 20_000


class Damaged(ValueError):
    """The folder can't be taken as it is; the message says where and what to do."""


@dataclass(frozen=True)
class Person:
    """One person with all rows of all files that speak of them. `line` is where they stand in person.csv."""

    line: int
    facts: Row
    rows: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return str(self.facts["person_id"])

    def of(self, table: str) -> list[Row]:
        """This person's rows of one file, in the file's order."""
        return self.rows.get(table, [])


@dataclass(frozen=True)
class Folder:
    """A whole, checked folder: people with their rows, and the files that were left alone."""

    people: list[Person]
    counts: dict[str, int]
    left: list[str]


def read(folder: Path, *, anchor: date, progress: Progress = lambda name, rows: None) -> Folder:
    """Read and check the whole folder. Damaged when anything in it can't be taken; nothing is guessed."""
    if not folder.is_dir():
        raise Damaged(f"{folder} is not a folder. Name the folder that holds person.csv.")
    known = tables(anchor)
    files = {name: _find(folder, name) for name in known}
    if files["person"] is None:
        raise Damaged(f"{folder} holds no person.csv or person.csv.gz, so there is nobody to bring along.")
    people: dict[str, Person] = {}
    counts: dict[str, int] = {}
    samples: dict[str, Person] = {}
    for name, table in known.items():
        path = files[name]
        if path is None:
            continue
        for line, row in _rows(path, table, progress):
            counts[name] = counts.get(name, 0) + 1
            _place(path, line, name, row, people, samples)
        counts.setdefault(name, 0)
    return Folder(list(people.values()), counts, _left(folder, known))


def _place(
    path: Path, line: int, name: str, row: Row, people: dict[str, Person], samples: dict[str, Person]
) -> None:
    if name == "person":
        people[row["person_id"]] = Person(line, row)
        return
    if name == "drug_test_result":
        owner = samples.get(row["sample_id"])
        column, value, home = "sample_id", row["sample_id"], "drug_test_sample.csv"
    else:
        owner = people.get(row["person_id"])
        column, value, home = "person_id", row["person_id"], "person.csv"
    if owner is None:
        raise Damaged(f"{path.name}, line {line}, column {column}: {value!r} is not in {home}.")
    owner.rows.setdefault(name, []).append(row)
    if name == "drug_test_sample":
        samples[row["sample_id"]] = owner


def _find(folder: Path, name: str) -> Path | None:
    named = (folder / f"{name}.csv", folder / f"{name}.csv.gz")
    found = [path for path in named if path.exists() or path.is_symlink()]
    for path in found:
        if not path.is_file():
            raise Damaged(
                f"{path.name} is there but is not a file that can be read. Put the file in its place."
            )
    if len(found) > 1:
        raise Damaged(f"The folder holds both {name}.csv and {name}.csv.gz. Keep one of them.")
    return found[0] if found else None


def _left(folder: Path, known: Mapping[str, Table]) -> list[str]:
    taken = {f"{name}{end}" for name in known for end in (".csv", ".csv.gz")}
    return sorted(path.name for path in folder.iterdir() if path.is_file() and path.name not in taken)


def _open(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _rows(path: Path, table: Table, progress: Progress) -> Iterator[tuple[int, Row]]:
    line = 0
    seen: set[str] = set()
    try:
        with _open(path) as file:
            reader = csv.reader(file, strict=True)
            header = _header(path, table, next(reader, None))
            readers = [(name, table.columns[name].read) for name in header]
            count = 0
            for cells in reader:
                line = reader.line_num
                if not cells:
                    continue
                row = _row(path, line, readers, cells)
                _refuse_repeat(path, line, table, row, seen)
                count += 1
                if count % REPORT_EVERY == 0:
                    progress(path.name, count)
                yield line, row
            progress(path.name, count)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise Damaged(
            f"{path.name}: the compressed file is damaged after line {line}. Copy it again."
        ) from None
    except UnicodeDecodeError:
        raise Damaged(
            f"{path.name}: the text after line {line} is not UTF-8. Save the file as UTF-8."
        ) from None
    except csv.Error as fault:
        raise Damaged(f"{path.name}, line {line + 1}: this is not a row of a CSV file ({fault}).") from None
    except OSError as fault:
        raise Damaged(f"{path.name} can't be read: {fault.strerror or fault}.") from None


def _header(path: Path, table: Table, header: list[str] | None) -> list[str]:
    if not header:
        raise Damaged(f"{path.name} is empty: its first line must name the columns.")
    if unknown := table.unknown(header):
        raise Damaged(
            f"{path.name}, line 1, column {unknown[0]}: this column isn't known. "
            "Take it out, or see docs/exchange.md for the columns."
        )
    if repeated := [name for name in header if header.count(name) > 1]:
        raise Damaged(f"{path.name}, line 1, column {repeated[0]}: this column stands there twice.")
    if missing := table.missing(header):
        raise Damaged(f"{path.name}, line 1, column {missing[0]}: this column is missing.")
    return header


def _row(path: Path, line: int, readers: list[tuple[str, Callable[[str], Any]]], cells: list[str]) -> Row:
    if len(cells) != len(readers):
        place = readers[min(len(cells), len(readers) - 1)][0]
        raise Damaged(
            f"{path.name}, line {line}, column {place}: the row has {len(cells)} cells, "
            f"but the first line names {len(readers)} columns."
        )
    row: dict[str, Any] = {}
    for (name, read_cell), cell in zip(readers, cells, strict=True):
        try:
            row[name] = read_cell(cell.strip())
        except NotReadable as fault:
            raise Damaged(f"{path.name}, line {line}, column {name}: {cell[:60]!r} {fault}.") from None
    return row


def _refuse_repeat(path: Path, line: int, table: Table, row: Row, seen: set[str]) -> None:
    if table.unique is None:
        return
    value = row[table.unique]
    if value in seen:
        raise Damaged(f"{path.name}, line {line}, column {table.unique}: {value!r} stands there twice.")
    seen.add(value)
