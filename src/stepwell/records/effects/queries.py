"""Claiming effects and recurring runs, so that each is taken by one worker at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from stepwell.records.effects.models import OutboxRow, ScheduledRun
from stepwell.records.tenancy.models import Organization

LEASE = timedelta(minutes=2)
"""How long a worker may take for one effect before the next one takes it. Program policy."""

MOST_ATTEMPTS = 8
RUN_LEASE = timedelta(minutes=30)
GAVE_UP = "gave up"


def organization_ids() -> list[UUID]:
    """Every organization of this installation, for jobs that go through them one by one."""
    return list(Organization.objects.order_by("pk").values_list("pk", flat=True))


def list_due(at: datetime, *, limit: int = 50) -> list[UUID]:
    """Keys of effects that wait to be taken, the longest due first."""
    rows = OutboxRow.objects.filter(_free(at), done_at=None, due_at__lte=at)
    return list(rows.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])


def claim(row_id: UUID, *, at: datetime, lease: timedelta = LEASE) -> OutboxRow | None:
    """Take one effect for a lease; None when another worker has it or it is done.

    One conditional UPDATE, so that of two workers exactly one gets it.
    """
    free = OutboxRow.objects.filter(_free(at), pk=row_id, done_at=None, due_at__lte=at)
    if not free.update(leased_until=at + lease, attempts=F("attempts") + 1):
        return None
    return OutboxRow.objects.get(pk=row_id)


def finish(row: OutboxRow, *, outcome: str, at: datetime) -> bool:
    """Note how the effect ended; False when the lease has passed to another worker meanwhile."""
    return bool(_mine(row).update(done_at=at, outcome=outcome[:60], leased_until=None))


def wait_until(row: OutboxRow, *, due_at: datetime) -> bool:
    """Give the effect back, to be taken again at another time. It doesn't count as an attempt."""
    return bool(_mine(row).update(due_at=due_at, leased_until=None, attempts=F("attempts") - 1))


def try_again(row: OutboxRow, *, at: datetime) -> bool:
    """After an attempt that went wrong: wait, longer each time. True when it was the last one."""
    if row.attempts >= MOST_ATTEMPTS:
        finish(row, outcome=GAVE_UP, at=at)
        return True
    _mine(row).update(leased_until=at + backoff(row.attempts))
    return False


def backoff(attempts: int) -> timedelta:
    """30 seconds, doubled with each attempt, an hour at most.

    >>> [backoff(n).total_seconds() for n in (1, 2, 3, 8)]
    [30.0, 60.0, 120.0, 3600.0]
    """
    return timedelta(seconds=min(30 << min(attempts - 1, 10), 3600))


def start_run(name: str, *, due_at: datetime, at: datetime) -> bool:
    """True for the one worker that may start this run now.

    A run whose worker died is started again after RUN_LEASE, so what it does must
    bear being done twice.
    """
    runs = ScheduledRun.objects.filter(name=name, due_at=due_at)
    if runs.exists():
        died = runs.filter(done_at=None, started_at__lte=at - RUN_LEASE)
        return bool(died.update(started_at=at))
    try:
        with transaction.atomic():
            ScheduledRun.objects.create(name=name, due_at=due_at, started_at=at)
    except IntegrityError:
        return False
    return True


def is_done(name: str, *, due_at: datetime) -> bool:
    """The run came to its end."""
    return ScheduledRun.objects.filter(name=name, due_at=due_at, done_at__isnull=False).exists()


def finish_run(name: str, *, due_at: datetime, at: datetime) -> None:
    """Note that the run came to its end."""
    ScheduledRun.objects.filter(name=name, due_at=due_at).update(done_at=at)


def forget_runs(*, before: datetime) -> int:
    """Drop the notes of runs long past; how many."""
    return ScheduledRun.objects.filter(due_at__lt=before).delete()[0]


def _free(at: datetime) -> Q:
    return Q(leased_until=None) | Q(leased_until__lte=at)


def _mine(row: OutboxRow) -> QuerySet[OutboxRow]:
    return OutboxRow.objects.filter(pk=row.pk, done_at=None, leased_until=row.leased_until)
