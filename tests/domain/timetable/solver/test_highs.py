"""The wall to the library: what it gives back means what its promise says."""

from __future__ import annotations

import numpy as np
import pytest

from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.highs import approach
from stepwell.domain.timetable.solver.program import Draft, Program


def _two_groups() -> Program:
    """Ten people in two groups: the cheap one has six seats."""
    draft = Draft()
    cheap, dear = draft.column(2.0, 6.0), draft.column(5.0, 10.0)
    draft.row([cheap, dear], [1.0, 1.0], lower=10.0)
    return draft.program()


def test_a_first_order_method_comes_near_the_best_values() -> None:
    program = _two_groups()

    near = approach(program, Budget(10), 1e-4, values=np.zeros(2), duals=np.zeros(1))

    assert near is not None
    assert near.values == pytest.approx([6.0, 4.0], abs=0.01)
    assert near.duals == pytest.approx([5.0], abs=0.01)


def test_without_time_nothing_is_approached() -> None:
    program = _two_groups()

    near = approach(program, Budget(0), 1e-4, values=np.zeros(2), duals=np.zeros(1))

    assert near is None
