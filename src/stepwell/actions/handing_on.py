"""A safety task that nobody has seen in its time goes on to the next by name.

It goes to who is on call now, then to the person's counselor, then to the other counselors of the
site, each once and none who is away. When all have had it, it stays where it is, and overdue: it never
disappears. Seen, or closed, it stays too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from stepwell.actions import charts, reaching, readers
from stepwell.actions.charts import Chart
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.records.episodes.models import Episode
from stepwell.records.outreach.models import Task, TaskKind
from stepwell.records.program.models import Staff, StaffAbsence
from stepwell.records.tenancy import scope

BATCH = 100


def hand_on_unseen(*, at: datetime) -> int:
    """Hand on each safety task whose time is over and that nobody has seen; how many had somebody left."""
    unseen = Task.objects.filter(
        kind=TaskKind.SAFETY, due_at__lte=at, acknowledged_at=None, done_at=None
    ).order_by("due_at", "pk")
    tasks = list(unseen.select_related("owner")[:BATCH])
    by = readers.system(scope.organization_id(), name="handing on")
    people = [task.person_id for task in tasks]
    opened = charts.open_list(by, people, Purpose.SYSTEM, what="task", at=at) if tasks else []
    by_person = {chart.person.pk: chart for chart in opened}
    found = [(by_person[task.person_id], task) for task in tasks if task.person_id in by_person]
    return sum(_hand_on(chart, task, at=at) for chart, task in found)


@transaction.atomic(durable=True)
def _hand_on(chart: Chart, task: Task, *, at: datetime) -> bool:
    had_it = {task.owner_id, *(step["from"] for step in task.handed_on)}
    had = {str(one) for one in had_it}
    after = next((one for one in _candidates(chart.find_episode(), at) if str(one.pk) not in had), None)
    if after is None:
        return False
    steps = [*task.handed_on, {"from": str(task.owner_id), "at": at.isoformat()}]
    still_unseen = chart.tasks.filter(pk=task.pk, owner=task.owner_id, acknowledged_at=None, done_at=None)
    if not still_unseen.update(owner=after, due_at=at + reaching.SAFETY_WITHIN, handed_on=steps):
        return False
    chart.note("task", task.pk, at=at, handed_on=len(steps))
    key = f"task:{task.pk}:{len(steps)}"
    reaching.queue("task_waiting", key=key, payload={"task": str(task.pk)}, due_at=at, at=at)
    return True


def _candidates(episode: Episode | None, at: datetime) -> Iterator[Staff]:
    if episode is None:
        return
    here = Staff.objects.filter(
        at_sites__site_id=episode.site_id,
        account__role=Role.COUNSELOR.value,
        account__is_active=True,
        retired_at=None,
    )
    away = StaffAbsence.objects.filter(voided_at=None, starts_at__lte=at, ends_at__gt=at)
    present = list(here.exclude(pk__in=away.values("staff")).order_by("pk"))
    on_call = reaching.on_call_at(episode.site_id, at=at)
    if on_call is not None:
        yield on_call
    yield from (one for one in present if one.pk == episode.counselor_id)
    yield from present
