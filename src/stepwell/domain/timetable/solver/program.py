"""A linear program as it is written down: columns with costs and limits, rows over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FREE = float("inf")


@dataclass(frozen=True)
class Rows:
    """Rows one after the other: row r holds `column[start[r]:start[r + 1]]` and the values beside them."""

    start: Ints
    column: Ints
    value: Floats
    lower: Floats
    upper: Floats

    def __len__(self) -> int:
        return len(self.lower)

    @property
    def of_entry(self) -> Ints:
        """The row of each entry."""
        return np.repeat(np.arange(len(self)), np.diff(self.start))

    def times(self, values: Floats) -> Floats:
        """Each row's sum at these values of the columns."""
        return np.asarray(
            np.bincount(self.of_entry, self.value * values[self.column], minlength=len(self)), np.float64
        )

    def back(self, duals: Floats, columns: int) -> Floats:
        """For each of so many columns, the sum of the duals of its rows, each times its entry."""
        return np.asarray(
            np.bincount(self.column, self.value * duals[self.of_entry], minlength=columns), np.float64
        )

    def only(self, kept: Flags) -> Rows:
        """The rows kept, in their order."""
        entries = kept[self.of_entry]
        return Rows(
            np.concatenate([[0], np.cumsum(np.diff(self.start)[kept])]).astype(np.int64),
            self.column[entries],
            self.value[entries],
            self.lower[kept],
            self.upper[kept],
        )

    def followed_by(self, others: Rows) -> Rows:
        """These rows and then the others."""
        return Rows(
            np.concatenate([self.start, self.start[-1] + others.start[1:]]),
            np.concatenate([self.column, others.column]),
            np.concatenate([self.value, others.value]),
            np.concatenate([self.lower, others.lower]),
            np.concatenate([self.upper, others.upper]),
        )


@dataclass(frozen=True)
class Program:
    """Least cost over columns within their limits and rows within theirs; some columns are whole numbers."""

    cost: Floats
    lower: Floats
    upper: Floats
    whole: Flags
    rows: Rows
    constant: float

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.cost)

    def within(self, lower: Floats, upper: Floats) -> Program:
        """The same with other limits."""
        return replace(self, lower=lower, upper=upper)

    def with_rows(self, rows: Rows) -> Program:
        """The same columns under these rows."""
        return replace(self, rows=rows)


class Draft:
    """A program while it is written."""

    def __init__(self) -> None:
        self.cost: list[float] = []
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.whole: list[bool] = []
        self.constant = 0
        self._starts = [0]
        self._columns: list[int] = []
        self._values: list[float] = []
        self._lower: list[float] = []
        self._upper: list[float] = []

    def column(self, cost: float, upper: float, *, whole: bool = False, lower: float = 0.0) -> int:
        """A new column; its number."""
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(
        self, columns: Iterable[int], values: Iterable[float], lower: float = -FREE, upper: float = FREE
    ) -> None:
        """A new row."""
        self._columns.extend(columns)
        self._values.extend(values)
        self._starts.append(len(self._columns))
        self._lower.append(lower)
        self._upper.append(upper)

    def at_most_one(self, columns: Sequence[int]) -> None:
        """Of these columns one at most, when there is more than one."""
        if len(columns) > 1:
            self.row(columns, [1.0] * len(columns), upper=1.0)

    def program(self) -> Program:
        """What was written."""
        rows = Rows(
            np.array(self._starts, np.int64),
            np.array(self._columns, np.int64),
            np.array(self._values, np.float64),
            np.array(self._lower, np.float64),
            np.array(self._upper, np.float64),
        )
        return Program(
            np.array(self.cost, np.float64),
            np.array(self.lower, np.float64),
            np.array(self.upper, np.float64),
            np.array(self.whole, np.bool_),
            rows,
            float(self.constant),
        )
