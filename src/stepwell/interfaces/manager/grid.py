"""Where things of a week stand on the wall: a column a day, quarter hours down, lanes across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Generic, Protocol, TypeVar

QUARTER = 15
MOST_LANES = 6


class Drawn(Protocol):
    """Something with a place on the wall, in minutes after midnight by the clock."""

    @property
    def day(self) -> date: ...
    @property
    def drawn_from(self) -> int: ...
    @property
    def drawn_until(self) -> int: ...


Shown = TypeVar("Shown", bound=Drawn)


@dataclass(frozen=True)
class Placed(Generic[Shown]):
    """A thing and the classes that put it where it belongs in the day's column."""

    slot: Shown
    place: str


@dataclass(frozen=True)
class DayColumn(Generic[Shown]):
    on: date
    is_today: bool
    placed: tuple[Placed[Shown], ...]
    lanes: int
    without_time: int = 0


@dataclass(frozen=True)
class Grid(Generic[Shown]):
    """The columns, the hours at their side, and how many quarter hours high they are."""

    columns: tuple[DayColumn[Shown], ...]
    hours: tuple[tuple[str, time], ...]
    rows: int


def grid(
    slots: Sequence[Shown], days: Sequence[date], *, today: date, without_time: dict[date, int] | None = None
) -> Grid[Shown]:
    """All things of these days on one scale: at least eight hours high."""
    first, last = _hours(slots)
    loose = without_time or {}
    columns = []
    for day in days:
        laned = lanes([slot for slot in slots if slot.day == day])
        most = min(MOST_LANES, max((of for _slot, _lane, of in laned), default=1))
        columns.append(DayColumn(day, day == today, _placed(laned, first), most, loose.get(day, 0)))
    hours = tuple((f"from-{(hour - first) * 4 + 1} for-4", time(hour)) for hour in range(first, last))
    return Grid(tuple(columns), hours, (last - first) * 4)


def _hours(slots: Sequence[Drawn]) -> tuple[int, int]:
    """The first hour shown and the one it ends before: at least eight hours, at most the whole day."""
    first = min((slot.drawn_from // 60 for slot in slots), default=9)
    last = max((slot.drawn_until for slot in slots), default=first * 60)
    return min(first, 16), min(24, max(-(-last // 60), min(first, 16) + 8))


def _placed(laned: Sequence[tuple[Shown, int, int]], first: int) -> tuple[Placed[Shown], ...]:
    return tuple(
        Placed(slot, f"{_rows(slot, first)} lane-{lane % MOST_LANES + 1}-of-{min(of, MOST_LANES)}")
        for slot, lane, of in laned
    )


def _rows(slot: Drawn, first: int) -> str:
    row = (slot.drawn_from - first * 60) // QUARTER
    until = -(-(slot.drawn_until - first * 60) // QUARTER)
    return f"from-{row + 1} for-{max(1, until - row)}"


def lanes(slots: Sequence[Shown]) -> list[tuple[Shown, int, int]]:
    """Each thing of one day with its lane and how many lanes there are, so that none hides another.

    Things that share time on the wall, directly or through others, share a cluster; each
    takes the first free lane.
    """
    placed: list[tuple[Shown, int, int]] = []
    cluster: list[tuple[Shown, int]] = []
    free_at: list[int] = []
    ends = 0
    for slot in sorted(slots, key=lambda one: (one.drawn_from, one.drawn_until)):
        if cluster and slot.drawn_from >= ends:
            placed.extend((one, lane, len(free_at)) for one, lane in cluster)
            cluster, free_at, ends = [], [], 0
        lane = next((at for at, free in enumerate(free_at) if free <= slot.drawn_from), len(free_at))
        free_at[lane : lane + 1] = [slot.drawn_until]
        cluster.append((slot, lane))
        ends = max(ends, slot.drawn_until)
    placed.extend((one, lane, len(free_at)) for one, lane in cluster)
    return placed
