"""What the measurements say: ratios to the bare view, growth, and the page of the documentation."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

BARE = "Bare view, one row"
WANTED_RATIO, WANTED_GROWTH = 8.0, 0.1


@dataclass(frozen=True)
class Cell:
    """One page, size, database and number at once. Milliseconds; `cpu` is the server's for one request."""

    database: str
    people: int
    page: str
    at_once: int
    p50: float
    p95: float
    a_second: float
    cpu: float
    queries: int
    failed: str = ""
    """Why there is nothing to tell, where a page or a server failed."""


@dataclass(frozen=True)
class Disk:
    """How long this disk takes to keep a page of 4,096 bytes for good, in milliseconds."""

    p50: float
    p95: float

    def in_words(self, bare: Sequence[Cell]) -> str:
        """The disk beside the bare view, one at a time."""
        told = f"One write kept for good took {self.p50:.1f} ms on this disk, {self.p95:.1f} at p95"
        alone = [cell.p95 for cell in bare if cell.at_once == 1]
        if not alone:
            return f"{told}."
        times = self.p95 / min(alone)
        return f"{told}: {times:.1f} times the p95 of the quickest bare view, before anything is computed."


def line(cell: Cell) -> str:
    """One measurement, as it is told while the run goes on."""
    told = f"{cell.database:10} {cell.people:6} {cell.page:24} {cell.at_once:3} at once  "
    if cell.failed:
        return f"{told}failed: {cell.failed}"
    return (
        f"{told}p50 {cell.p50:7.2f}  p95 {cell.p95:7.2f}  {cell.a_second:7.0f}/s  "
        f"cpu {cell.cpu:6.2f}  {cell.queries} queries"
    )


def markdown(cells: Sequence[Cell]) -> str:
    """Every measurement as tables, one for each database, then growth."""
    databases = list(dict.fromkeys(cell.database for cell in cells))
    return "\n\n".join([*(_table(database, cells) for database in databases), _growth_table(cells)])


def _table(database: str, cells: Sequence[Cell]) -> str:
    head = [
        f"### {database}\n",
        "| page | people | at once | p50 ms | p95 ms | requests/s | p95 beside bare | CPU ms | queries |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    return "\n".join([*head, *(_row(cell, cells) for cell in cells if cell.database == database)])


def _row(cell: Cell, cells: Sequence[Cell]) -> str:
    if cell.failed:
        return f"| {cell.page} | {cell.people:,} | {cell.at_once} | failed: {cell.failed} | | | | | |"
    return _whole_row(cell, "1" if cell.page == BARE else _marked_ratio(_ratio(cell, cells)))


def _marked_ratio(ratio: float) -> str:
    if math.isnan(ratio):
        return "not measured"
    return f"**{ratio:.1f}**" if ratio > WANTED_RATIO else f"{ratio:.1f}"


def _whole_row(cell: Cell, ratio: str) -> str:
    return (
        f"| {cell.page} | {cell.people:,} | {cell.at_once} | {cell.p50:.1f} | {cell.p95:.1f} | "
        f"{cell.a_second:,.0f} | {ratio} | {cell.cpu:.1f} | {cell.queries} |"
    )


def _ratio(cell: Cell, cells: Sequence[Cell]) -> float:
    def is_beside(other: Cell) -> bool:
        same = (other.database, other.people, other.at_once) == (cell.database, cell.people, cell.at_once)
        return same and other.page == BARE and not other.failed

    return cell.p95 / next((other.p95 for other in cells if is_beside(other)), math.nan)


def _growth_table(cells: Sequence[Cell]) -> str:
    """How p50 of one at a time grows with the number of people, as an exponent."""
    sizes = sorted({cell.people for cell in cells})
    alone = {
        (cell.database, cell.page, cell.people): cell
        for cell in cells
        if cell.at_once == min(c.at_once for c in cells) and not cell.failed
    }
    head = [
        f"### Growth from {sizes[0]:,} to {sizes[-1]:,} people\n",
        "| page | database | exponent of p50 | exponent of CPU | queries at each size |",
        "|---|---|--:|--:|---|",
    ]
    rows = []
    for database, page in dict.fromkeys((cell.database, cell.page) for cell in alone.values()):
        found = [alone[database, page, size] for size in sizes if (database, page, size) in alone]
        queries = ", ".join(str(cell.queries) for cell in found)
        cost, work = growth([cell.p50 for cell in found], sizes), growth([cell.cpu for cell in found], sizes)
        rows.append(f"| {page} | {database} | {_marked(cost)} | {_marked(work)} | {queries} |")
    return "\n".join([*head, *rows])


def growth(costs: Sequence[float], sizes: Sequence[int]) -> float:
    """The exponent e in cost ~ people ** e, between the first and the last of these.

    >>> round(growth([1.0, 2.0, 4.0], [10, 100, 1000]), 2)
    0.3
    """
    if len(costs) != len(sizes) or len(sizes) < 2 or not costs[0]:
        return math.nan
    return math.log(costs[-1] / costs[0]) / math.log(sizes[-1] / sizes[0])


def _marked(exponent: float) -> str:
    if math.isnan(exponent):
        return "not measured"
    return f"**{exponent:.2f}**" if exponent > WANTED_GROWTH else f"{exponent:.2f}"


def machine() -> str:
    """The machine in a few words, without its name."""
    memory = Path("/proc/meminfo")
    kilobytes = int(memory.read_text().split()[1]) if memory.exists() else 0
    parts = (f"{os.cpu_count()} cores", f"{round(kilobytes / 1024**2)} GiB", platform.system())
    return ", ".join((*parts, f"Python {platform.python_version()}"))


def page(cells: Sequence[Cell], *, disk: Disk) -> str:
    """docs/operate/speed.md: the words of bench/speed.md around the tables."""
    words, remarks = (Path(__file__).with_name(name).read_text() for name in ("speed.md", "remarks.md"))
    told = {
        "{machine}": machine(),
        "{disk}": disk.in_words([cell for cell in cells if cell.page == BARE and not cell.failed]),
        "{tables}": markdown(cells),
        "{remarks}": remarks,
    }
    for gap, text in told.items():
        words = words.replace(gap, text)
    return words.rstrip() + "\n"
