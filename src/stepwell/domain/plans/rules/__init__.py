"""The rules of a plan: what the golden thread should not lack, one file each."""

from __future__ import annotations

from stepwell.domain.plans.rules import (
    finding_without_problem,
    goal_without_objective,
    intervention_without_person,
    intervention_without_rhythm,
    objective_not_measured,
    objective_past_its_date,
    objective_without_date,
    objective_without_intervention,
    objective_without_measure,
    objective_without_session,
    plan_unsigned,
    problem_without_finding,
    problem_without_goal,
)
from stepwell.domain.plans.rules.gap import Gap, Rule
from stepwell.domain.plans.served import Facts

RULES: tuple[Rule, ...] = (
    plan_unsigned,
    objective_without_session,
    objective_not_measured,
    objective_past_its_date,
    finding_without_problem,
    problem_without_finding,
    problem_without_goal,
    goal_without_objective,
    objective_without_date,
    objective_without_measure,
    objective_without_intervention,
    intervention_without_person,
    intervention_without_rhythm,
)
"""Every rule, in the order in which gaps are told: what goes by with time comes first."""


def gaps_of(facts: Facts) -> tuple[Gap, ...]:
    """Every gap of a plan by every rule."""
    return tuple(gap for rule in RULES for gap in rule.gaps(facts))
