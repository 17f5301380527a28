"""The week with fractions allowed: a proven bound, and which columns a good week is made of."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.domain.timetable.solver.bound import Judged
from stepwell.domain.timetable.solver.program import Floats, Rows


@dataclass(frozen=True)
class Relaxation:
    """What the relaxation proves: the bound, the price of each column, the rows found, the values."""

    judged: Judged
    rows: Rows
    """The model's own rows and then those found; without the ties."""

    values: Floats
    """The last values, over all columns of the model."""
