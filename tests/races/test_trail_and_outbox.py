"""Many at once on PostgreSQL: the chain stays one chain, and an effect is taken by one worker."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import pytest
from django.db import connection

from cast import Cast
from stepwell.actions import charts, reaching
from stepwell.actions.composing import Letter
from stepwell.interfaces.jobs import delivering
from stepwell.interfaces.jobs.recurring import Ticker
from stepwell.kernel.identifiers import new_id
from stepwell.records.audit import anchors, trail
from stepwell.records.audit.anchors import Whole
from stepwell.records.audit.models import AccessLine
from stepwell.records.effects import queries
from stepwell.records.effects.models import OutboxRow, ScheduledRun
from stepwell.records.tenancy import scope

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"),
]

WRITERS = 8
T = TypeVar("T")


def at_once(organization: UUID, work: Callable[[int], T], *, workers: int = WRITERS) -> list[T]:
    """Each worker's answer; all begin at the same moment, each with a connection of its own."""
    start = threading.Barrier(workers)

    def one(number: int) -> T:
        try:
            with scope.within(organization):
                start.wait(timeout=20)
                return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(one, range(workers)))


def note(at: datetime, actor: str) -> AccessLine:
    entry = trail.Entry(
        at=at,
        account_id=None,
        actor=actor,
        role="counselor",
        purpose="treatment",
        what="record",
        people=(new_id(),),
    )
    return trail.note(entry)


def test_many_writers_make_one_chain_without_a_gap(
    transactional_db: None, cast: Cast, at: datetime, settings: Any, tmp_path: Any
) -> None:
    settings.DATA = type(settings.DATA)(tmp_path)
    before = AccessLine.objects.count()
    at_once(cast.organization.pk, lambda number: [note(at, f"{number}/{line}") for line in range(25)])
    assert AccessLine.objects.count() == before + WRITERS * 25
    assert anchors.verify(cast.organization.pk) == Whole(before + WRITERS * 25, 0)


def test_the_trail_is_found_whole_while_others_go_on_writing(
    transactional_db: None, cast: Cast, at: datetime, settings: Any, tmp_path: Any
) -> None:
    settings.DATA = type(settings.DATA)(tmp_path)

    def work(number: int) -> list[Any]:
        if number:
            return [None for line in range(40) if not note(at, f"{number}/{line}")]
        return [anchors.verify(cast.organization.pk) for _ in range(15)]

    verdicts = at_once(cast.organization.pk, work)[0]
    assert {type(verdict) for verdict in verdicts} == {Whole}


def queue_words(cast: Cast, at: datetime, count: int) -> None:
    chart = charts.open_own(cast.sign_in(cast.sam), what="record", at=at)
    for _ in range(count):
        reaching.open_safety_task(chart, response_id=new_id(), at=at)


def test_of_many_workers_exactly_one_gets_each_effect(
    transactional_db: None, cast: Cast, at: datetime
) -> None:
    queue_words(cast, at, 10)
    rows = list(OutboxRow.objects.values_list("pk", flat=True))
    taken = at_once(cast.organization.pk, lambda _: [pk for pk in rows if queries.claim(pk, at=at)])
    assert sorted(pk for some in taken for pk in some) == sorted(rows)


def test_two_workers_send_each_letter_once(transactional_db: None, cast: Cast, at: datetime) -> None:
    queue_words(cast, at, 30)
    sent: list[Letter] = []
    at_once(
        cast.organization.pk,
        lambda _: delivering.deliver_due(send=sent.append, now=lambda: at + timedelta(seconds=1)),
        workers=2,
    )
    assert len(sent) == 30
    assert len({letter.message_id for letter in sent}) == 30


def test_an_effect_queued_by_many_at_once_is_one(transactional_db: None, cast: Cast, at: datetime) -> None:
    rows = at_once(cast.organization.pk, lambda _: reaching.queue("unknown", key="same", due_at=at, at=at).pk)
    assert len(set(rows)) == 1


def test_a_run_is_started_by_one_of_many_workers(transactional_db: None, cast: Cast, at: datetime) -> None:
    started = at_once(cast.organization.pk, lambda _: queries.start_run("x", due_at=at, at=at))
    assert started.count(True) == 1


def test_many_tickers_start_each_run_once(
    transactional_db: None, cast: Cast, at: datetime, settings: Any, tmp_path: Any
) -> None:
    settings.DATA = type(settings.DATA)(tmp_path)
    started = at_once(cast.organization.pk, lambda _: Ticker(now=lambda: at).tick(), workers=4)
    assert sum(started) == ScheduledRun.objects.count()
    reminders = OutboxRow.objects.filter(kind="before_session")
    assert reminders.count() == len(set(reminders.values_list("key", flat=True))) > 0
