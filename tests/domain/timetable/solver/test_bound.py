"""A bound holds whatever the duals are, and rows that were looked for lose no plan."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.timetable.strategies import planned
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.solver.bound import judge
from stepwell.domain.timetable.solver.cuts import Cutter
from stepwell.domain.timetable.solver.model import model_of
from stepwell.domain.timetable.solver.reading import plan_of, values_of

slowly = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)


@given(planned(), st.integers(0, 2**32 - 1))
@slowly
def test_no_plan_is_below_what_any_duals_prove(week: tuple[Problem, Plan], seed: int) -> None:
    problem, plan = week
    judged = check(problem, plan)
    assume(judged.is_legal)
    model = model_of(problem)
    duals = np.random.default_rng(seed).normal(0.0, 300.0, len(model.program.rows))

    assert judge(model, model.program.rows, duals).bound <= judged.objective


@given(planned())
@slowly
def test_a_legal_plan_keeps_every_row_at_its_own_cost_and_is_read_again(week: tuple[Problem, Plan]) -> None:
    problem, plan = week
    judged = check(problem, plan)
    assume(judged.is_legal)
    model = model_of(problem)

    values = values_of(model, plan)

    assert values is not None
    rows = model.program.rows.followed_by(model.ties)
    sums = rows.times(values)
    assert np.all((sums >= rows.lower - 1e-9) & (sums <= rows.upper + 1e-9))
    assert model.whole_cost(values) == judged.objective
    assert check(problem, plan_of(model, values)).objective == judged.objective


@given(planned(), st.integers(0, 2**32 - 1))
@slowly
def test_a_row_that_fractions_break_is_kept_by_a_legal_plan(week: tuple[Problem, Plan], seed: int) -> None:
    problem, plan = week
    assume(check(problem, plan).is_legal)
    model = model_of(problem)
    fractions = np.random.default_rng(seed).uniform(0.0, 1.0, model.program.columns) * model.program.upper

    rows = Cutter(model).violated(fractions)

    values = values_of(model, plan)
    assert values is not None
    assert np.all(rows.times(values) <= rows.upper + 1e-9)
