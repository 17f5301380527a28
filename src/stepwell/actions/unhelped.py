"""Who could not be helped when a day or a series changed: the task for each, by whom, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stepwell.actions import charts
from stepwell.actions.charts import Chart
from stepwell.actions.readers import SignedIn
from stepwell.domain.privacy.access import Purpose
from stepwell.records.outreach.models import Task, TaskKind


@dataclass(frozen=True)
class Unhelped:
    """One person who lost a session and found no other, with the task for whoever looks for one."""

    chart: Chart
    task: Task


def list_unhelped(
    by: SignedIn, attendances: Iterable[UUID], purpose: Purpose, *, what: str, at: datetime
) -> list[Unhelped]:
    """Everybody for whom a task was opened about one of these places, those still waiting first."""
    tasks = Task.objects.filter(kind=TaskKind.CHANGE, about__in=list(attendances)).select_related("owner")
    of = {task.person_id: task for task in tasks.order_by("-opened_at")}
    opened = charts.open_list(by, list(of), purpose, what=what, at=at) if of else []
    found = [Unhelped(chart, of[chart.person.pk]) for chart in opened]
    return sorted(found, key=lambda one: (one.task.done_at is not None, one.chart.person.full_name))
