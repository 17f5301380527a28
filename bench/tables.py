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


def line(cell: Cell, *, beside: Cell) -> str:
    """One measurement, as it is told while the run goes on."""
    return (
        f"{cell.database:10} {cell.people:6} {cell.page:24} {cell.at_once:3} at once  p50 {cell.p50:7.2f}  "
        f"p95 {cell.p95:7.2f}  {cell.a_second:7.0f}/s  cpu {cell.cpu:6.2f}  "
        f"x{cell.p95 / beside.p95:5.1f}  {cell.queries} queries"
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
    ratio = "1" if cell.page == BARE else f"{_ratio(cell, cells):.1f}"
    if cell.page != BARE and _ratio(cell, cells) > WANTED_RATIO:
        ratio = f"**{ratio}**"
    return (
        f"| {cell.page} | {cell.people:,} | {cell.at_once} | {cell.p50:.1f} | {cell.p95:.1f} | "
        f"{cell.a_second:,.0f} | {ratio} | {cell.cpu:.1f} | {cell.queries} |"
    )


def _ratio(cell: Cell, cells: Sequence[Cell]) -> float:
    def is_beside(other: Cell) -> bool:
        same = (other.database, other.people, other.at_once) == (cell.database, cell.people, cell.at_once)
        return same and other.page == BARE

    return cell.p95 / next(other.p95 for other in cells if is_beside(other))


def _growth_table(cells: Sequence[Cell]) -> str:
    """How p50 of one at a time grows with the number of people, as an exponent."""
    sizes = sorted({cell.people for cell in cells})
    alone = {
        (cell.database, cell.page, cell.people): cell
        for cell in cells
        if cell.at_once == min(c.at_once for c in cells)
    }
    head = [
        f"### Growth from {sizes[0]:,} to {sizes[-1]:,} people\n",
        "| page | database | exponent of p50 | exponent of CPU | queries at each size |",
        "|---|---|--:|--:|---|",
    ]
    rows = []
    for database, page in dict.fromkeys((cell.database, cell.page) for cell in cells):
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


def page(cells: Sequence[Cell]) -> str:
    """docs/operate/speed.md: the words of bench/speed.md around the tables."""
    words, remarks = (Path(__file__).with_name(name).read_text() for name in ("speed.md", "remarks.md"))
    told = {"{machine}": machine(), "{tables}": markdown(cells), "{remarks}": remarks}
    for gap, text in told.items():
        words = words.replace(gap, text)
    return words.rstrip() + "\n"
