"""A plan with one whole thread, and what is known of it on a day."""

from datetime import date, timedelta

from stepwell.domain.plans.nodes import Finding, Goal, Intervention, MeasuredBy, Objective, Problem
from stepwell.domain.plans.plan import Plan
from stepwell.domain.plans.served import Came, Facts, Total

TODAY = date(2026, 5, 12)
SINCE = TODAY - timedelta(weeks=5)


def whole(*, target_on: date | None = TODAY + timedelta(days=30)) -> Plan:
    """Every node there is, each from the one before it."""
    return Plan(
        (
            Finding(key="f", words="PHQ-9 of 14", found_on=SINCE),
            Problem(key="p", words="Low mood", comes_from=("f",)),
            Goal(key="g", words="I want to feel like myself.", comes_from=("p",)),
            Objective(
                key="o",
                words="PHQ-9 below 10",
                comes_from=("g",),
                target_on=target_on,
                measured_by=MeasuredBy.PHQ9,
            ),
            Intervention(
                key="i",
                words="CBT",
                comes_from=("o",),
                service="group_cbt",
                staff="priya",
                times_a_week=2,
            ),
        )
    )


def facts(plan: Plan) -> Facts:
    """Signed by both, a session two days ago, answers three days ago."""
    return Facts(
        plan=plan,
        today=TODAY,
        began_on=SINCE,
        since=SINCE,
        sessions=(Came(TODAY - timedelta(days=2), "group_cbt"),),
        measured={"phq9": (Total(TODAY - timedelta(days=3), 11),)},
        signed_by=frozenset({"counselor", "participant"}),
    )
