"""The jobs of a draft: one decides what its sites share, one for each solves its week.

The database is asked by this thread alone; the solver has its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django_tasks import task

from stepwell.actions.timetabling import joining_sites
from stepwell.actions.timetabling.found import Found, Solved, keep, tell
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.life import keeping
from stepwell.domain.timetable.plan import Plan
from stepwell.kernel import clock
from stepwell.records.tenancy import scope
from stepwell.records.timetable.models import DraftPart, DraftState

LOOK_EVERY = 0.3
"""Seconds between two looks at how far the solver is, and whether somebody asked it to stop."""
LEAVING = threading.Event()
"""Set by a worker that is told to end: what is being solved ends with the best plan so far."""


class Solve(Protocol):
    """How a solver is called."""

    def __call__(
        self,
        problem: Problem,
        *,
        seconds: float,
        on_progress: Callable[[Any], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
        start: Plan | None = None,
    ) -> Solved: ...


@task()
def solve_part(organization: str, part: str, run: int) -> None:
    """Solve one part of a draft, unless it was asked for anew since."""
    with scope.within(UUID(organization)):
        solve_now(UUID(part), run=run)


@task()
def share_parts(organization: str, runs: dict[str, int]) -> None:
    """Decide what these parts of a draft share, and queue the job of each."""
    with scope.within(UUID(organization)):
        for part in joining_sites.share_now({UUID(part): run for part, run in runs.items()}):
            solve_part.enqueue(organization, str(part.pk), part.run)


def solve_now(
    part_id: UUID,
    *,
    run: int,
    solve: Solve | None = None,
    now: Callable[[], datetime] = clock.now,
) -> bool:
    """Solve a part that waits, in this process; False when it no longer does.

    Plans can be looked at while better ones are sought. One that breaks a rule is never kept. When the
    solver itself breaks down the best plan until then stays; without any the part is told broken.
    """
    mine = DraftPart.objects.filter(pk=part_id, run=run)
    waiting = mine.filter(state__in=[DraftState.WAITING, DraftState.SOLVING])
    if not waiting.update(state=DraftState.SOLVING, begun_at=now(), points=[]):
        return False
    part = mine.select_related("draft", "site").get()
    problem = keeping.read_problem(part.problem)
    start = keeping.read_plan(part.plan) if part.plan else None
    found = Found()
    thread = threading.Thread(
        target=_solve, args=(found, solve or _solver(), problem, part.limit, start), daemon=True
    )
    thread.start()
    _watch(found, thread, part, problem)
    keep(found, part, problem, at=now(), is_leaving=LEAVING.is_set())
    return True


def _solver() -> Solve:
    from stepwell.domain.timetable import solver  # heavy, and only wanted where something is solved

    return solver.solve


def _solve(found: Found, solve: Solve, problem: Problem, seconds: int, start: Plan | None) -> None:
    try:
        found.solved = solve(
            problem,
            seconds=seconds,
            on_progress=found.progress.append,
            should_stop=found.stop.is_set,
            start=start,
        )
    except BaseException as fault:  # told by the job's own thread
        found.fault = fault


def _watch(found: Found, thread: threading.Thread, part: DraftPart, problem: Problem) -> None:
    seen = 0
    while thread.is_alive():
        thread.join(LOOK_EVERY)
        row = DraftPart.objects.filter(pk=part.pk).values_list("stop_at", "run").first()
        if LEAVING.is_set() or row is None or row[0] is not None or row[1] != part.run:
            found.stop.set()
        if len(found.progress) > seen:
            seen = tell(found, part, problem, after=seen)
