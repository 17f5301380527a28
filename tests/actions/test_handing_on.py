"""A safety task that nobody has seen goes on to the next by name, and is never lost."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cast import Cast
from stepwell.actions import charts, founding, handing_on, reaching
from stepwell.actions.charts import Chart
from stepwell.domain.privacy.access import Purpose
from stepwell.kernel.identifiers import new_id
from stepwell.records.effects.models import OutboxRow
from stepwell.records.outreach.models import Task
from stepwell.records.program.models import OnCallDuty, Staff, StaffAbsence, StaffSite

QUARTER = timedelta(minutes=15)


@pytest.fixture
def task(cast: Cast, at: datetime) -> Task:
    """Priya is on call and Sam's counselor; Omar works at Riverside too."""
    StaffSite.objects.create(staff=cast.omar, site=cast.riverside)
    own = charts.open_own(cast.sign_in(cast.sam), what="record", at=at)
    opened = reaching.open_safety_task(own, response_id=new_id(), at=at)
    assert opened is not None
    return opened


def owner_of(task: Task) -> Staff:
    return Task.objects.select_related("owner").get(pk=task.pk).owner


def chart_of(cast: Cast, by: Staff, at: datetime) -> Chart:
    return charts.open_for(cast.sign_in(by), cast.sam.pk, Purpose.TREATMENT, what="task", at=at)


def test_what_nobody_has_seen_in_its_time_goes_to_the_next_with_as_much_time(
    cast: Cast, at: datetime, task: Task
) -> None:
    assert handing_on.hand_on_unseen(at=at + QUARTER) == 1

    now = Task.objects.get(pk=task.pk)
    assert (now.owner, now.due_at) == (cast.omar, at + 2 * QUARTER)
    assert now.handed_on == [{"from": str(cast.priya.pk), "at": (at + QUARTER).isoformat()}]
    assert OutboxRow.objects.filter(kind="task_waiting").count() == 2


def test_it_stays_where_it_is_while_there_is_time(cast: Cast, at: datetime, task: Task) -> None:
    assert handing_on.hand_on_unseen(at=at + QUARTER - timedelta(seconds=1)) == 0

    assert owner_of(task) == cast.priya


def test_it_stays_with_whoever_has_seen_it(cast: Cast, at: datetime, task: Task) -> None:
    reaching.acknowledge(chart_of(cast, cast.priya, at), task_id=task.pk, at=at)

    assert handing_on.hand_on_unseen(at=at + QUARTER) == 0
    assert owner_of(task) == cast.priya


def test_a_task_that_was_closed_is_not_handed_on(cast: Cast, at: datetime, task: Task) -> None:
    reaching.close(chart_of(cast, cast.priya, at), task_id=task.pk, outcome="safe", at=at, key="k")

    assert handing_on.hand_on_unseen(at=at + QUARTER) == 0


def test_it_goes_to_nobody_who_is_away(cast: Cast, at: datetime, task: Task) -> None:
    StaffAbsence.objects.create(staff=cast.omar, starts_at=at, ends_at=at + timedelta(days=1), written_at=at)

    assert handing_on.hand_on_unseen(at=at + QUARTER) == 0
    assert owner_of(task) == cast.priya


def test_who_was_away_and_is_back_has_it(cast: Cast, at: datetime, task: Task) -> None:
    day = timedelta(days=1)
    for starts_at, voided_at in ((at - 2 * day, None), (at, at)):
        StaffAbsence.objects.create(
            staff=cast.omar,
            starts_at=starts_at,
            ends_at=starts_at + day,
            written_at=at - 3 * day,
            voided_at=voided_at,
        )

    assert handing_on.hand_on_unseen(at=at + QUARTER) == 1


def test_it_goes_to_who_is_on_call_now_before_anybody_else(cast: Cast, at: datetime, task: Task) -> None:
    OnCallDuty.objects.filter(site=cast.riverside).update(ends_at=at + timedelta(minutes=5))
    founding.put_on_call(cast.omar, site=cast.riverside, starts_at=at, ends_at=None, at=at)

    handing_on.hand_on_unseen(at=at + QUARTER)

    assert owner_of(task) == cast.omar


def test_after_the_last_it_stays_and_is_still_overdue(cast: Cast, at: datetime, task: Task) -> None:
    handing_on.hand_on_unseen(at=at + QUARTER)

    assert handing_on.hand_on_unseen(at=at + 2 * QUARTER) == 0
    late = reaching.list_tasks(cast.sign_in(cast.omar), at=at + 3 * QUARTER)
    assert [(one.task.pk, one.is_overdue) for one in late] == [(task.pk, True)]


def test_a_call_is_not_handed_on(cast: Cast, at: datetime) -> None:
    call = reaching.open_call_task(chart_of(cast, cast.priya, at), attendance_id=new_id(), leader=None, at=at)
    assert call is not None

    assert handing_on.hand_on_unseen(at=at + timedelta(hours=2)) == 0
