"""Effects on the world, and the calls that somebody by name owes somebody.

An effect is a row written with the change that causes it; a worker does it after
commit (see interfaces/jobs). A task has one owner and a time, and closing it says
how it ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Count, Q, QuerySet, When

from stepwell.actions import charts, once, stopping
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.effects.models import OutboxRow
from stepwell.records.episodes.models import Episode
from stepwell.records.outreach.models import Task, TaskKind
from stepwell.records.program.models import OnCallDuty, Staff
from stepwell.records.tenancy import composed
from stepwell.records.tenancy.composed import Gaps

SAFETY_WITHIN = timedelta(minutes=15)
"""Program policy awaiting a source: see docs/rules/outreach.md."""

CALL_WITHIN = timedelta(minutes=30)
"""Program policy awaiting a source: see docs/rules/outreach.md."""


MOST_WORDS = 1000


class Outcome(StrEnum):
    """How a task ended."""

    TALKED = "talked"
    LEFT_MESSAGE = "left_message"
    NO_ANSWER = "no_answer"
    SAFE = "safe"
    NEEDS_MORE_CARE = "needs_more_care"
    EMERGENCY = "emergency"
    CAME_AFTER_ALL = "came_after_all"
    NOT_NEEDED = "not_needed"
    ARRANGED = "arranged"


class TooManyWords(Refusal):
    """More is written than a task keeps."""


class UnknownOutcome(ValueError):
    """A task ends in one of the ways listed, so that they can be counted."""


@dataclass(frozen=True)
class OpenTask:
    """A task with the chart of the person it is about."""

    task: Task
    chart: Chart
    is_overdue: bool


def queue(
    kind: str,
    *,
    key: str,
    person_id: UUID | None = None,
    payload: dict[str, Any] | None = None,
    due_at: datetime,
    at: datetime,
) -> OutboxRow:
    """Write an effect down in the caller's transaction, to be done after commit and not before `due_at`.

    The same key is the same effect: asking again changes nothing. The payload holds
    keys and times only.
    """
    row, _ = OutboxRow.objects.get_or_create(
        key=key[:120],
        defaults={
            "kind": kind,
            "person_id": person_id,
            "payload": payload or {},
            "due_at": max(due_at, at),
        },
    )
    return row


@transaction.atomic
def open_call_task(chart: Chart, *, attendance_id: UUID, leader: Staff | None, at: datetime) -> Task | None:
    """Ask the counselor, or else who leads the session, to call somebody who isn't there.

    Once for each attendance. None where nobody at the site could own it.
    """
    episode = chart.find_episode()
    owner = (episode.counselor if episode else None) or leader or _any_counselor(episode)
    return _open(
        chart, TaskKind.CALL_AFTER_MISS, about=attendance_id, owner=owner, due_at=at + CALL_WITHIN, at=at
    )


@transaction.atomic
def open_safety_task(chart: Chart, *, response_id: UUID, at: datetime) -> Task | None:
    """Give a named person 15 minutes to reach somebody whose answer to question nine was above zero.

    The owner is on call at the site of the open episode now; without anybody on call, the
    person's counselor; without one, a counselor of the site. Once for each response. Called
    inside the transaction that writes the response. None only where a site has no counselor:
    the crisis contacts on the person's page don't depend on it.
    """
    episode = chart.find_episode()
    owner = _on_call(episode, at) or (episode.counselor if episode else None) or _any_counselor(episode)
    return _open(chart, TaskKind.SAFETY, about=response_id, owner=owner, due_at=at + SAFETY_WITHIN, at=at)


@transaction.atomic
def open_change_task(
    chart: Chart,
    *,
    about: UUID,
    leader: Staff | None = None,
    besides: Staff | None = None,
    due_at: datetime,
    at: datetime,
) -> Task | None:
    """Ask the person's counselor to find what fits, where the program's own offers don't or may not.

    Once for each change. Whoever is away (`besides`) is not asked: then it is who is on call, or
    a counselor of the site. None where nobody at the site could own it.
    """
    episode = chart.find_episode()
    first = [episode.counselor if episode else None, leader]
    if besides is not None:
        first.append(_on_call(episode, at))
    owner = next((one for one in first if one is not None and one != besides), None)
    owner = owner or _any_counselor(episode, besides=besides)
    return _open(chart, TaskKind.CHANGE, about=about, owner=owner, due_at=due_at, at=at)


def close_change_task(
    chart: Chart, *, about: UUID, outcome: Outcome = Outcome.NOT_NEEDED, at: datetime
) -> None:
    """What was asked for is settled. Part of an action: the caller holds the transaction."""
    waiting = chart.tasks.filter(kind=TaskKind.CHANGE, about=about, done_at=None)
    waiting.update(done_at=at, done_by=chart.by.account_id, outcome=outcome.value)


def _open(
    chart: Chart, kind: TaskKind, *, about: UUID, owner: Staff | None, due_at: datetime, at: datetime
) -> Task | None:
    if owner is None:
        return None
    task, is_new = Task.objects.get_or_create(
        kind=kind,
        about=about,
        defaults={"person": chart.person, "owner": owner, "opened_at": at, "due_at": due_at},
    )
    if is_new:
        chart.note("task", task.pk, at=at)
        queue("task_waiting", key=f"task:{task.pk}", payload={"task": str(task.pk)}, due_at=at, at=at)
    return task


def on_call_at(site_id: UUID, *, at: datetime) -> Staff | None:
    """Who answers for safety at a site now, or None."""
    now = Q(starts_at__lte=at) & (Q(ends_at=None) | Q(ends_at__gt=at))
    duties = OnCallDuty.objects.filter(now, site_id=site_id, staff__retired_at=None)
    duty = duties.select_related("staff").order_by("-starts_at").first()
    return duty.staff if duty else None


def _on_call(episode: Episode | None, at: datetime) -> Staff | None:
    return None if episode is None else on_call_at(episode.site_id, at=at)


def _any_counselor(episode: Episode | None, *, besides: Staff | None = None) -> Staff | None:
    if episode is None:
        return None
    here = Staff.objects.filter(
        at_sites__site_id=episode.site_id, account__role=Role.COUNSELOR.value, account__is_active=True
    )
    if besides is not None:
        here = here.exclude(pk=besides.pk)
    return here.filter(retired_at=None).order_by("pk").first()


@transaction.atomic(durable=True)
def acknowledge(chart: Chart, *, task_id: UUID, at: datetime) -> Task:
    """Say that the task is seen and being done. The first time counts."""
    task = _task(chart, task_id)
    if chart.tasks.filter(pk=task.pk, acknowledged_at=None, done_at=None).update(acknowledged_at=at):
        chart.note("task", task.pk, at=at)
        task.refresh_from_db()
    return task


@transaction.atomic(durable=True)
def close(chart: Chart, *, task_id: UUID, outcome: str, words: str = "", at: datetime, key: str = "") -> Task:
    """Say how the task ended, with a few words that are sealed. A closed task stays as it was closed."""
    if outcome not in set(Outcome):
        raise UnknownOutcome(f"A task can't end as {outcome!r}.")
    if len(words) > MOST_WORDS:
        raise TooManyWords(gettext_noop("Use at most %(most)s letters."), most=MOST_WORDS)
    task = _task(chart, task_id)
    if not once.is_first_time(key, action="close_task", account_id=chart.by.account_id, at=at):
        return task
    still_open = chart.tasks.filter(pk=task.pk, done_at=None)
    values = {"outcome": outcome, "done_at": at, "done_by": chart.by.account_id, "words": chart.seal(words)}
    if still_open.update(**values):
        chart.note("task", task.pk, at=at, outcome=outcome)
        task.refresh_from_db()
    return task


def _task(chart: Chart, task_id: UUID) -> Task:
    task = chart.tasks.filter(pk=task_id).first()
    if task is None:
        raise NotHere("There is no such task.")
    return task


def list_tasks(by: SignedIn, *, at: datetime, limit: int = 50) -> list[OpenTask]:
    """The reader's own open tasks, one line in the trail names everyone.

    Safety stands before any call, however long that call is overdue; then the longest overdue first.
    """
    safety_first = Case(When(kind=TaskKind.SAFETY, then=0), default=1)
    tasks = list(_own_open(by).order_by(safety_first, "due_at", "pk")[:limit])
    opened = charts.open_list(by, [task.person_id for task in tasks], Purpose.TREATMENT, what="task", at=at)
    by_person = {chart.person.pk: chart for chart in opened}
    return [
        OpenTask(task, by_person[task.person_id], is_overdue=task.due_at <= at)
        for task in tasks
        if task.person_id in by_person
    ]


def open_task(by: SignedIn, task_id: UUID, *, at: datetime) -> Chart:
    """The chart of the person whom one of the reader's own tasks is about, also when it is closed."""
    mine = Task.objects.filter(pk=task_id, owner=by.staff) if by.staff else Task.objects.none()
    task = mine.first()
    if task is None:
        raise NotHere("There is no such task.")
    return charts.open_for(by, task.person_id, Purpose.TREATMENT, what="task", at=at)


def count_tasks(by: SignedIn) -> int:
    """How many tasks the reader owes. It names nobody."""
    if by.staff is None:
        return 0
    return _owed.first(staff=by.staff.pk) or 0


@composed.once
def _owed(gap: Gaps) -> QuerySet[Any, int]:
    mine = Task.objects.filter(owner_id=gap.staff, done_at=None)
    return mine.order_by().values("owner").annotate(n=Count("pk")).values_list("n", flat=True)


def _own_open(by: SignedIn) -> QuerySet[Task]:
    if by.staff is None:
        return Task.objects.none()
    return Task.objects.filter(owner=by.staff, done_at=None)


def take_reply(sender_email: str, text: str, *, at: datetime) -> bool:
    """Read a reply to a message; True when it was a stop word (see actions.stopping)."""
    return stopping.take_reply(sender_email, text, at=at)
