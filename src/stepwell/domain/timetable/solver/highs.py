"""The wall to HiGHS, the library that solves linear and mixed-integer programs: only this file knows it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.program import FREE, Floats, Ints, Program

_Status = highspy.HighsModelStatus
_TOLERANCES = ("pdlp_optimality_tolerance", "primal_feasibility_tolerance", "dual_feasibility_tolerance")
_STALE = 0.5  # costs are whole numbers: values that are worth something else by so much are others


@dataclass(frozen=True)
class Relaxed:
    """A solved linear program: the value of each column, the dual of each row, and the objective."""

    values: Floats
    duals: Floats
    objective: float


@dataclass(frozen=True)
class Found:
    """What a search found: the best values (None when there are none) and the bound the library proved.

    `is_complete`: the search ended by itself, so that there is nothing better (or nothing at all).
    """

    values: Floats | None
    objective: float
    bound: float
    is_complete: bool


class Relaxing:
    """A linear program that is solved again and again while columns are held at a value."""

    def __init__(self, program: Program, *, presolve: bool) -> None:
        self._highs = _quiet()
        self._highs.setOptionValue("solver", "simplex")
        self._highs.setOptionValue("presolve", "on" if presolve else "off")
        self._highs.passModel(_as_lp(program))

    def hold(self, columns: Ints, value: float) -> None:
        """Keep these columns at this value from now on."""
        held = np.full(len(columns), value)
        self._highs.changeColsBounds(len(columns), columns.astype(np.int32), held, held)

    def solve(self, budget: Budget) -> Relaxed | None:
        """The best values of all; None when there are none or the budget ended first."""
        highs = self._highs
        _within(highs, budget)
        highs.run()
        if highs.getModelStatus() != _Status.kOptimal:
            return None
        solution = highs.getSolution()
        return Relaxed(
            np.array(solution.col_value, np.float64),
            np.array(solution.row_dual, np.float64),
            float(highs.getInfo().objective_function_value),
        )


def approach(
    program: Program, budget: Budget, accuracy: float, *, values: Floats, duals: Floats
) -> Relaxed | None:
    """Nearly the best values and duals, from these on; None when the budget ended before it began.

    A first-order method, whose time grows with the program alone. What it gives may break rows by this share
    of their sides; out of time it gives where it stands.
    """
    if budget.is_over:
        return None
    highs = _quiet()
    for option, value in (("solver", "pdlp"), ("run_crossover", "off"), ("presolve", "off")):
        highs.setOptionValue(option, value)
    for option in _TOLERANCES:
        highs.setOptionValue(option, accuracy)
    highs.passModel(_as_lp(program))
    begin = highspy.HighsSolution()
    begin.col_value, begin.row_dual = values.tolist(), duals.tolist()
    begin.col_dual = (program.cost - program.rows.back(duals, program.columns)).tolist()
    begin.value_valid = begin.dual_valid = True
    highs.setSolution(begin)
    _within(highs, budget)
    highs.run()
    solution = highs.getSolution()
    if not solution.dual_valid:
        return None
    return Relaxed(
        np.array(solution.col_value, np.float64),
        np.array(solution.row_dual, np.float64),
        float(highs.getInfo().objective_function_value),
    )


def search(
    program: Program,
    budget: Budget,
    *,
    start: Floats | None = None,
    nodes: int | None = None,
    seed: int = 0,
    most_found: int | None = None,
    on_found: Callable[[Floats], None] | None = None,
    on_bound: Callable[[float], None] | None = None,
    is_quick: bool = False,
) -> Found:
    """The best whole values within the budget and so many nodes, from `start` on when it is given.

    A quick search ends with its first bound: it tries what is found without one.
    """
    highs = _quiet()
    highs.setOptionValue("random_seed", seed)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 0.999)  # costs are whole numbers: less than one apart is the same
    if nodes is not None:
        highs.setOptionValue("mip_max_nodes", nodes)
    if most_found is not None:
        highs.setOptionValue("mip_max_improving_sols", most_found)
    highs.passModel(_as_lp(program, whole=True))
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start.tolist()
        highs.setSolution(solution)
    _listen(highs, on_found, on_bound)
    _within(highs, budget)
    if is_quick:
        highs.cbMipInterrupt.subscribe(_end_with_a_bound)
    highs.run()
    info = highs.getInfo()
    has_values = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    status = highs.getModelStatus()
    values = np.array(highs.getSolution().col_value, np.float64) if has_values else None
    if start is not None and values is not None and _is_stale(program, values, info):
        return search(program, budget, nodes=nodes, seed=seed, most_found=most_found)
    return Found(
        values,
        float(info.objective_function_value) if has_values else FREE,
        float(info.mip_dual_bound),
        status in (_Status.kOptimal, _Status.kInfeasible),
    )


def _is_stale(program: Program, values: Floats, info: Any) -> bool:
    """True of the start given back for the best: HiGHS 1.16 does so when it needs no search at all."""
    worth = float(program.cost @ values) + program.constant
    return abs(worth - float(info.objective_function_value)) > _STALE


class _Silent(highspy.Highs):
    """HiGHS without its greeting, which it prints as soon as callbacks are possible."""

    def enableCallbacks(self) -> None:  # noqa: N802  # the library's own name
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # the library types no methods


def _quiet() -> Any:
    highs = _Silent()  # type: ignore[no-untyped-call]  # the library types no methods
    highs.setOptionValue("threads", 1)
    return highs


def _within(highs: Any, budget: Budget) -> None:
    """Let the library end with the budget, and at once when told to stop."""
    highs.setOptionValue("time_limit", highs.getRunTime() + budget.left)

    def look(event: Any) -> None:
        if budget.is_over:
            event.interrupt()

    for callback in (highs.cbSimplexInterrupt, highs.cbMipInterrupt):
        callback.clear()
        callback.subscribe(look)


def _end_with_a_bound(event: Any) -> None:
    if math.isfinite(event.data_out.mip_dual_bound):
        event.interrupt()


def _listen(
    highs: Any, on_found: Callable[[Floats], None] | None, on_bound: Callable[[float], None] | None
) -> None:
    if on_found is not None:
        found = on_found
        highs.cbMipImprovingSolution.subscribe(
            lambda event: found(np.array(event.data_out.mip_solution, np.float64))
        )
    if on_bound is not None:
        bound = on_bound
        highs.cbMipLogging.subscribe(lambda event: bound(float(event.data_out.mip_dual_bound)))


def _as_lp(program: Program, *, whole: bool = False) -> Any:
    rows, lp = program.rows, highspy.HighsLp()
    lp.num_col_, lp.num_row_ = program.columns, len(rows)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = program.cost, program.lower, program.upper
    lp.row_lower_, lp.row_upper_ = rows.lower, rows.upper
    lp.offset_ = program.constant
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = rows.start.astype(np.int32)
    lp.a_matrix_.index_ = rows.column.astype(np.int32)
    lp.a_matrix_.value_ = rows.value
    if whole:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(each)] for each in program.whole]
    return lp
