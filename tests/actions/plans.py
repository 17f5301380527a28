"""Plans of the cast: the nodes of one whole thread, and the charts that write and sign it."""

from __future__ import annotations

from datetime import datetime, timedelta

from cast import AT, STARTED, Cast
from stepwell.actions import charts, founding, planning_care
from stepwell.actions.charts import Chart
from stepwell.domain.plans.nodes import Finding, Goal, Intervention, MeasuredBy, Objective, Problem
from stepwell.domain.plans.plan import Plan
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.records.people.models import Person
from stepwell.records.program.models import Staff

GOAL = "I want to see my kids every weekend."


def plan_of(cast: Cast) -> Plan:
    """One whole thread, served by the group of the cast."""
    return Plan(
        (
            Finding(key="f", words="Uses after work", since_on=STARTED, found_on=STARTED),
            Problem(key="p", words="The hour after work", comes_from=("f",), since_on=STARTED),
            Goal(key="g", words=GOAL, comes_from=("p",), since_on=STARTED),
            Objective(
                key="o",
                words="Calls somebody on four days",
                comes_from=("g",),
                since_on=STARTED,
                target_on=STARTED + timedelta(weeks=8),
                measured_by=MeasuredBy.TOGETHER,
            ),
            Intervention(
                key="i",
                words="Practice in the group",
                comes_from=("o",),
                since_on=STARTED,
                service="group_cbt",
                group=str(cast.group.pk),
                staff=str(cast.priya.pk),
                times_a_week=1,
            ),
        )
    )


def chart_of(
    cast: Cast, staff: Staff | None = None, person: Person | None = None, at: datetime = AT
) -> Chart:
    """The chart of Sam, or of another, opened by Priya, or by another clinician."""
    by = cast.sign_in(staff or cast.priya)
    return charts.open_for(by, (person or cast.sam).pk, Purpose.TREATMENT, what="treatment_plan", at=at)


def own_chart(cast: Cast, at: datetime = AT) -> Chart:
    """Sam's own."""
    return charts.open_own(cast.sign_in(cast.sam_account), what="treatment_plan", at=at)


def write(cast: Cast, plan: Plan | None = None, *, seen: int = 0, at: datetime = AT) -> int:
    """Write a plan for Sam, unsigned; its number."""
    return planning_care.amend(chart_of(cast, at=at), plan or plan_of(cast), seen=seen, key="", at=at)


def write_signed(cast: Cast, plan: Plan | None = None, *, seen: int = 0, at: datetime = AT) -> int:
    """The same, signed by both."""
    number = write(cast, plan, seen=seen, at=at)
    planning_care.sign(chart_of(cast, at=at), number=number, key="", at=at)
    planning_care.sign(own_chart(cast, at=at), number=number, key="", at=at)
    return number


def second_clinician(cast: Cast) -> Staff:
    """Teresa, who counsels at Sam's site too."""
    return founding.hire(
        "Teresa",
        "Lund",
        credential="LCSW",
        languages=["en"],
        sites=[cast.riverside],
        services=[],
        availability=[],
        role=Role.COUNSELOR,
        email="teresa@test.stepwell.invalid",
        at=AT,
    )
