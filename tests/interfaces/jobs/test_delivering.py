from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cast import Cast
from stepwell.actions import charts, reaching
from stepwell.actions.composing import Letter
from stepwell.interfaces.jobs import delivering
from stepwell.kernel.identifiers import new_id
from stepwell.records.effects import queries
from stepwell.records.effects.models import OutboxRow, ScheduledRun
from stepwell.records.outreach.models import Task
from stepwell.records.tenancy import scope


def queue_word(cast: Cast, at: datetime) -> OutboxRow:
    """A word to Priya about a task of hers, the simplest effect."""
    chart = charts.open_own(cast.sign_in(cast.sam), what="record", at=at)
    reaching.open_safety_task(chart, response_id=new_id(), at=at)
    return OutboxRow.objects.get(kind="task_waiting")


class Broken:
    """A mail server that answers to nobody."""

    def __call__(self, letter: Letter) -> None:
        raise ConnectionRefusedError


def test_a_lease_keeps_others_away_until_it_runs_out(cast: Cast, at: datetime) -> None:
    row = queue_word(cast, at)
    assert queries.claim(row.pk, at=at, lease=timedelta(minutes=2)) is not None
    assert queries.claim(row.pk, at=at + timedelta(minutes=1)) is None
    assert queries.claim(row.pk, at=at + timedelta(minutes=2)) is not None


def test_a_worker_whose_lease_ran_out_can_not_end_the_effect(cast: Cast, at: datetime) -> None:
    row = queue_word(cast, at)
    slow = queries.claim(row.pk, at=at)
    quick = queries.claim(row.pk, at=at + timedelta(minutes=3))
    assert slow is not None
    assert quick is not None
    assert not queries.finish(slow, outcome="sent", at=at + timedelta(minutes=4))
    assert queries.finish(quick, outcome="sent", at=at + timedelta(minutes=4))


def test_an_attempt_that_went_wrong_waits_longer_each_time_and_ends(cast: Cast, at: datetime) -> None:
    row = queue_word(cast, at)
    clock, tried = [at], 0
    while OutboxRow.objects.get(pk=row.pk).done_at is None:
        tried += delivering.deliver_due(send=Broken(), now=lambda: clock[0])
        clock[0] += timedelta(seconds=15)
    assert (tried, OutboxRow.objects.get(pk=row.pk).outcome) == (queries.MOST_ATTEMPTS, "gave up")
    assert clock[0] - at > timedelta(minutes=60)


def test_an_effect_nobody_knows_ends_and_holds_nothing_up(cast: Cast, at: datetime) -> None:
    strange = reaching.queue("from_a_later_version", key="x", due_at=at, at=at)
    queue_word(cast, at)
    sent: list[Letter] = []
    delivering.deliver_due(send=sent.append, now=lambda: at)
    assert OutboxRow.objects.get(pk=strange.pk).outcome == "unknown kind"
    assert [letter.text for letter in sent] == ["Something is waiting for you. Sign in to see it.\n"]


def test_an_effect_that_breaks_leaves_the_others_alone(cast: Cast, at: datetime) -> None:
    reaching.queue("before_session", key="broken", person_id=cast.sam.pk, payload={}, due_at=at, at=at)
    queue_word(cast, at)
    sent: list[Letter] = []
    delivering.deliver_due(send=sent.append, now=lambda: at)
    assert len(sent) == 1


def test_a_task_somebody_has_seen_needs_no_word(cast: Cast, at: datetime) -> None:
    row = queue_word(cast, at)
    Task.objects.update(acknowledged_at=at)
    sent: list[Letter] = []
    delivering.deliver_due(send=sent.append, now=lambda: at)
    assert (sent, OutboxRow.objects.get(pk=row.pk).outcome) == ([], "no longer true")


def test_effects_of_every_organization_are_done(cast: Cast, at: datetime) -> None:
    with scope.within(cast.other_organization.pk):
        other = reaching.queue("unknown", key="o", due_at=at, at=at)
    delivering.deliver_due(send=Broken(), now=lambda: at)
    with scope.within(cast.other_organization.pk):
        assert OutboxRow.objects.get(pk=other.pk).done_at == at


def test_a_run_is_started_by_one_and_again_only_if_that_one_died(db: Any, at: datetime) -> None:
    assert queries.start_run("x", due_at=at, at=at)
    assert not queries.start_run("x", due_at=at, at=at + timedelta(minutes=5))
    assert queries.start_run("x", due_at=at, at=at + timedelta(minutes=31))
    queries.finish_run("x", due_at=at, at=at + timedelta(minutes=32))
    assert not queries.start_run("x", due_at=at, at=at + timedelta(hours=5))


def test_runs_long_past_are_forgotten(db: Any, at: datetime) -> None:
    queries.start_run("x", due_at=at - timedelta(days=8), at=at)
    queries.start_run("x", due_at=at, at=at)
    assert queries.forget_runs(before=at - timedelta(days=7)) == 1
    assert ScheduledRun.objects.count() == 1
