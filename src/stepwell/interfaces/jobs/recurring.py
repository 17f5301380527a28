"""What is done again and again, and when it is due."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

from stepwell.actions import beginning_treatment, handing_on, planning_ahead, reminding
from stepwell.kernel import clock
from stepwell.records.audit import anchors
from stepwell.records.effects import queries
from stepwell.records.tenancy import scope

log = logging.getLogger(__name__)

KEEP_RUNS = timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """A run that is due: started by one worker only, and done in its organization's scope if it has one."""

    name: str
    due_at: datetime
    do: Callable[[datetime], object]
    organization: UUID | None = None


def list_due(at: datetime) -> Iterator[Due]:
    """The latest due time of every recurring job. What was missed before it is not made up for."""
    yield Due(
        "forget_runs", floor(at, timedelta(days=1)), lambda now: queries.forget_runs(before=now - KEEP_RUNS)
    )
    for organization in queries.organization_ids():
        yield from _of_organization(organization, at)
    yield Due("anchors", floor(at, timedelta(minutes=1)), lambda now: anchors.append(at=now))


def _of_organization(organization: UUID, at: datetime) -> Iterator[Due]:
    minute, five = floor(at, timedelta(minutes=1)), floor(at, timedelta(minutes=5))
    code = organization.hex
    yield Due(f"hand_on:{code}", minute, lambda now: handing_on.hand_on_unseen(at=now), organization)
    yield Due(f"close:{code}", minute, lambda now: reminding.close_answered_calls(at=now), organization)
    yield Due(f"missed:{code}", minute, lambda now: reminding.queue_missed_starts(at=now), organization)
    yield Due(f"begin:{code}", minute, lambda now: beginning_treatment.begin_treatment(at=now), organization)
    yield Due(f"remind:{code}", five, lambda now: reminding.queue_reminders(at=now), organization)
    with scope.within(organization):
        nights = list(planning_ahead.list_nights(at))
    for site_id, night in nights:
        yield Due(f"plan:{site_id.hex}", night, partial(_plan, site_id), organization)


def _plan(site_id: UUID, now: datetime) -> int:
    return planning_ahead.plan_ahead(site_id, at=now)


def floor(at: datetime, every: timedelta) -> datetime:
    """The latest multiple of a stretch of time, counted in UTC so that no clock change doubles it.

    >>> floor(datetime(2026, 3, 8, 7, 13, 9, tzinfo=UTC), timedelta(minutes=5)).isoformat()
    '2026-03-08T07:10:00+00:00'
    """
    start = datetime(2020, 1, 1, tzinfo=UTC)
    return start + (at - start) // every * every


class Ticker:
    """Starts what is due, once for each due time among all workers."""

    def __init__(self, *, now: Callable[[], datetime] = clock.now) -> None:
        self._now = now
        self._asked: dict[str, datetime] = {}

    def tick(self, *, goes_on: Callable[[], bool] = lambda: True) -> int:
        """Start every run that is due and not started; how many. One that breaks doesn't stop the next."""
        started = 0
        for due in list_due(self._now()):
            if self._asked.get(due.name) == due.due_at or not goes_on():
                continue
            if queries.start_run(due.name, due_at=due.due_at, at=self._now()):
                started += self._run(due)
            if queries.is_done(due.name, due_at=due.due_at):  # else ask again: who started it may have died
                self._asked[due.name] = due.due_at
        return started

    def _run(self, due: Due) -> int:
        try:
            if due.organization is None:
                due.do(self._now())
            else:
                with scope.within(due.organization):
                    due.do(self._now())
        except Exception as error:  # the next run is minutes away, and the others go on
            log.error("recurring job %s: %s", due.name.partition(":")[0], type(error).__name__)
            return 0
        queries.finish_run(due.name, due_at=due.due_at, at=self._now())
        return 1
