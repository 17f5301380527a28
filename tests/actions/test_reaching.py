from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cast import Cast
from stepwell.actions import charts, founding, reaching, readers
from stepwell.actions.charts import Chart, NotHere
from stepwell.domain.privacy.access import Purpose
from stepwell.kernel.identifiers import new_id
from stepwell.records.audit.models import AccessLine
from stepwell.records.effects.models import OutboxRow
from stepwell.records.outreach.models import Task
from stepwell.records.program.models import OnCallDuty


def own_chart(cast: Cast, at: datetime) -> Chart:
    return charts.open_own(cast.sign_in(cast.sam), what="record", at=at)


def chart_for_priya(cast: Cast, at: datetime) -> Chart:
    return charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=at)


def test_an_effect_asked_for_twice_is_one_row(cast: Cast, at: datetime) -> None:
    first = reaching.queue("before_session", key="k", due_at=at, at=at)
    second = reaching.queue("before_session", key="k", due_at=at + timedelta(hours=1), at=at)
    assert first.pk == second.pk
    assert OutboxRow.objects.get(key="k").due_at == at


def test_a_safety_task_belongs_to_whoever_is_on_call_at_the_site(cast: Cast, at: datetime) -> None:
    OnCallDuty.objects.filter(site=cast.riverside).update(ends_at=at)
    founding.put_on_call(cast.omar, site=cast.riverside, starts_at=at, ends_at=None, at=at)
    task = reaching.open_safety_task(own_chart(cast, at), response_id=new_id(), at=at)
    assert task is not None
    assert (task.owner, task.due_at) == (cast.omar, at + timedelta(minutes=15))


def test_without_anybody_on_call_it_belongs_to_the_persons_counselor(cast: Cast, at: datetime) -> None:
    OnCallDuty.objects.filter(site=cast.riverside).update(ends_at=at - timedelta(days=1))
    task = reaching.open_safety_task(own_chart(cast, at), response_id=new_id(), at=at)
    assert task is not None
    assert task.owner == cast.priya


def test_without_a_counselor_of_ones_own_it_belongs_to_a_counselor_of_the_site(
    cast: Cast, at: datetime
) -> None:
    OnCallDuty.objects.filter(site=cast.riverside).update(ends_at=at - timedelta(days=1))
    type(cast.sam_episode).objects.filter(pk=cast.sam_episode.pk).update(counselor=None)
    task = reaching.open_safety_task(own_chart(cast, at), response_id=new_id(), at=at)
    assert task is not None
    assert task.owner == cast.priya


def test_one_response_opens_one_task_and_one_word_to_its_owner(cast: Cast, at: datetime) -> None:
    response = new_id()
    first = reaching.open_safety_task(own_chart(cast, at), response_id=response, at=at)
    second = reaching.open_safety_task(own_chart(cast, at), response_id=response, at=at)
    assert first == second
    assert OutboxRow.objects.filter(kind="task_waiting").count() == 1


def test_own_tasks_come_with_the_longest_overdue_first(cast: Cast, at: datetime) -> None:
    chart = chart_for_priya(cast, at)
    late = reaching.open_safety_task(chart, response_id=new_id(), at=at - timedelta(hours=1))
    fresh = reaching.open_safety_task(chart, response_id=new_id(), at=at)
    found = reaching.list_tasks(cast.sign_in(cast.priya), at=at)
    assert [one.task for one in found] == [late, fresh]
    assert [one.is_overdue for one in found] == [True, False]


def test_safety_stands_before_a_call_that_is_overdue_for_days(cast: Cast, at: datetime) -> None:
    chart = chart_for_priya(cast, at)
    call = reaching.open_call_task(chart, attendance_id=new_id(), leader=None, at=at - timedelta(days=2))
    safety = reaching.open_safety_task(chart, response_id=new_id(), at=at)
    found = reaching.list_tasks(cast.sign_in(cast.priya), at=at)
    assert [one.task for one in found] == [safety, call]


def test_a_list_of_tasks_is_one_line_that_names_everyone(cast: Cast, at: datetime) -> None:
    reaching.open_safety_task(chart_for_priya(cast, at), response_id=new_id(), at=at)
    before = AccessLine.objects.count()
    reaching.list_tasks(cast.sign_in(cast.priya), at=at)
    assert AccessLine.objects.count() == before + 1
    assert AccessLine.objects.order_by("-sequence").values_list("people", flat=True)[0] == [str(cast.sam.pk)]


def test_nobody_sees_the_tasks_of_others(cast: Cast, at: datetime) -> None:
    reaching.open_safety_task(chart_for_priya(cast, at), response_id=new_id(), at=at)
    assert reaching.list_tasks(cast.sign_in(cast.omar), at=at) == []
    assert reaching.list_tasks(cast.sign_in(cast.sam), at=at) == []


def test_closing_says_how_it_ended_and_seals_the_words(cast: Cast, at: datetime) -> None:
    chart = chart_for_priya(cast, at)
    task = reaching.open_safety_task(chart, response_id=new_id(), at=at)
    assert task is not None
    closed = reaching.close(
        chart, task_id=task.pk, outcome="safe", words="She will call her sister", at=at, key="c"
    )
    assert (closed.outcome, closed.done_at, closed.done_by) == ("safe", at, chart.by.account_id)
    assert b"sister" not in bytes(closed.words or b"")
    assert chart.read(closed.words) == "She will call her sister"


def test_a_closed_task_stays_as_it_was_closed(cast: Cast, at: datetime) -> None:
    chart = chart_for_priya(cast, at)
    task = reaching.open_safety_task(chart, response_id=new_id(), at=at)
    assert task is not None
    reaching.close(chart, task_id=task.pk, outcome="safe", at=at, key="1")
    again = reaching.close(chart, task_id=task.pk, outcome="no_answer", at=at + timedelta(minutes=1), key="2")
    assert (again.outcome, again.done_at) == ("safe", at)


def test_a_task_ends_only_in_a_way_that_is_listed(cast: Cast, at: datetime) -> None:
    chart = chart_for_priya(cast, at)
    task = reaching.open_safety_task(chart, response_id=new_id(), at=at)
    assert task is not None
    with pytest.raises(reaching.UnknownOutcome):
        reaching.close(chart, task_id=task.pk, outcome="whatever", at=at)


def test_the_first_acknowledgement_counts(cast: Cast, at: datetime) -> None:
    chart = chart_for_priya(cast, at)
    task = reaching.open_safety_task(chart, response_id=new_id(), at=at)
    assert task is not None
    reaching.acknowledge(chart, task_id=task.pk, at=at)
    assert reaching.acknowledge(chart, task_id=task.pk, at=at + timedelta(minutes=3)).acknowledged_at == at


def test_a_task_is_closed_only_through_the_chart_of_its_own_person(cast: Cast, at: datetime) -> None:
    task = reaching.open_safety_task(chart_for_priya(cast, at), response_id=new_id(), at=at)
    assert task is not None
    marcus = charts.open_for(
        cast.sign_in(cast.priya), cast.marcus.pk, Purpose.TREATMENT, what="record", at=at
    )
    with pytest.raises(NotHere):
        reaching.close(marcus, task_id=task.pk, outcome="safe", at=at)
    assert Task.objects.get(pk=task.pk).done_at is None


def test_a_missed_start_without_counselor_is_called_by_whoever_leads(cast: Cast, at: datetime) -> None:
    type(cast.sam_episode).objects.filter(pk=cast.sam_episode.pk).update(counselor=None)
    by = readers.system(cast.organization.pk, name="reminders")
    chart = charts.open_for(by, cast.sam.pk, Purpose.SYSTEM, what="missed_start", at=at)
    task = reaching.open_call_task(chart, attendance_id=new_id(), leader=cast.omar, at=at)
    assert task is not None
    assert task.owner == cast.omar
