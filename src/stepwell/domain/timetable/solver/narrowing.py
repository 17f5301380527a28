"""A program with only some of its columns; the others are nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stepwell.domain.timetable.solver.program import Flags, Floats, Ints, Program, Rows


@dataclass(frozen=True)
class Narrowed:
    """Which columns are left, and the program over them."""

    columns: Ints
    program: Program
    kept_rows: Ints

    def widen(self, values: Floats, count: int) -> Floats:
        """Values of these columns among so many, with nothing elsewhere."""
        wide = np.zeros(count)
        wide[self.columns] = values
        return wide

    def widen_duals(self, duals: Floats, count: int) -> Floats:
        """Duals of the rows that are left among so many rows, with nothing elsewhere."""
        wide = np.zeros(count)
        wide[self.kept_rows] = duals
        return wide


def narrow(program: Program, rows: Rows, kept: Flags) -> Narrowed:
    """The program with these rows over the columns kept; rows that can't bind any more are left out."""
    number = np.cumsum(kept) - 1
    stays = kept[rows.column]
    of_entry = rows.of_entry[stays]
    column, value = rows.column[stays], rows.value[stays]
    high = np.bincount(of_entry, np.maximum(value * program.upper[column], 0), len(rows))
    low = np.bincount(of_entry, np.minimum(value * program.upper[column], 0), len(rows))
    binds = (high > rows.upper) | (low < rows.lower)
    kept_rows = np.nonzero(binds)[0]
    renumbered = np.cumsum(binds) - 1
    left = binds[of_entry]
    counts = np.bincount(renumbered[of_entry[left]], minlength=len(kept_rows))
    left_rows = Rows(
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        number[column[left]],
        value[left],
        rows.lower[binds],
        rows.upper[binds],
    )
    return Narrowed(
        np.nonzero(kept)[0],
        Program(
            program.cost[kept],
            program.lower[kept],
            program.upper[kept],
            program.whole[kept],
            left_rows,
            program.constant,
        ),
        kept_rows,
    )
