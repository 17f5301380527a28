"""The job that solves one site's week. The database is asked by this thread alone; the solver has its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django_tasks import task

from stepwell.actions.timetabling.laying_out import cost_fields, keep_plan, not_due
from stepwell.actions.timetabling.shortages import list_ways_in
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.life import keeping
from stepwell.domain.timetable.plan import Plan
from stepwell.kernel import clock
from stepwell.records.tenancy import scope
from stepwell.records.timetable.models import DraftPart, DraftState

log = logging.getLogger(__name__)

LOOK_EVERY = 0.3
"""Seconds between two looks at how far the solver is, and whether somebody asked it to stop."""
MOST_POINTS = 120
EXPLAINED = 20
"""For so many people it is found out why they lack something; a fifth of a second each at most."""
LEAVING = threading.Event()
"""Set by a worker that is told to end: what is being solved ends with the best plan so far."""


class Solved(Protocol):
    """What a solver gives back."""

    @property
    def plan(self) -> Plan: ...

    @property
    def bound(self) -> float: ...

    @property
    def seconds(self) -> float: ...


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


@dataclass
class _Run:
    """What the solver's thread and the job's tell each other."""

    stop: threading.Event = field(default_factory=threading.Event)
    points: list[tuple[float, float | None, float | None]] = field(default_factory=list)
    solved: Solved | None = None
    fault: BaseException | None = None


def solve_now(
    part_id: UUID,
    *,
    run: int,
    solve: Solve | None = None,
    now: Callable[[], datetime] = clock.now,
) -> bool:
    """Solve a part that waits, in this process; False when it no longer does.

    A plan that breaks a rule is never kept: the part is told broken instead, and an operator finds the
    names of the rules in the log.
    """
    mine = DraftPart.objects.filter(pk=part_id, run=run)
    waiting = mine.filter(state__in=[DraftState.WAITING, DraftState.SOLVING])
    if not waiting.update(state=DraftState.SOLVING, begun_at=now(), points=[]):
        return False
    part = mine.select_related("draft", "site").get()
    problem = keeping.read_problem(part.problem)
    known = keeping.read_plan(part.plan) if part.plan else None
    told = _Run()
    thread = threading.Thread(
        target=_solve, args=(told, solve or _solver(), problem, part.limit, known), daemon=True
    )
    thread.start()
    _watch(told, thread, part, not_due(part, problem))
    _keep(told, mine, part, problem, now)
    return True


def _solver() -> Solve:
    from stepwell.domain.timetable import solver  # heavy, and only wanted where something is solved

    return solver.solve


def _solve(told: _Run, solve: Solve, problem: Problem, seconds: int, start: Plan | None) -> None:
    try:
        told.solved = solve(
            problem,
            seconds=seconds,
            on_progress=lambda progress: told.points.append(
                (progress.seconds, progress.objective, progress.bound)
            ),
            should_stop=told.stop.is_set,
            start=start,
        )
    except BaseException as fault:  # told by the job's own thread
        told.fault = fault


def _watch(told: _Run, thread: threading.Thread, part: DraftPart, base: int) -> None:
    seen = 0
    while thread.is_alive():
        thread.join(LOOK_EVERY)
        row = DraftPart.objects.filter(pk=part.pk).values_list("stop_at", "run").first()
        if LEAVING.is_set() or row is None or row[0] is not None or row[1] != part.run:
            told.stop.set()
        if len(told.points) > seen:
            seen = len(told.points)
            _tell(told, part, base)


def _tell(told: _Run, part: DraftPart, base: int) -> None:
    points = _thinned(told.points, base)
    seconds, objective, bound = told.points[-1]
    DraftPart.objects.filter(pk=part.pk, run=part.run).update(
        points=points,
        seconds=seconds,
        objective=None if objective is None else round(objective) - base,
        bound=None if bound is None else max(0, bound - base),
    )


def _thinned(points: list[tuple[float, float | None, float | None]], base: int) -> list[list[float | None]]:
    """At most so many of the points, the last among them, without what no plan can help."""
    step = -(-len(points) // MOST_POINTS) or 1
    kept = [*points[:-1:step], *points[-1:]]
    return [
        [
            round(seconds, 2),
            None if objective is None else round(objective) - base,
            None if bound is None else max(0, bound - base),
        ]
        for seconds, objective, bound in kept
    ]


def _keep(told: _Run, mine: Any, part: DraftPart, problem: Problem, now: Callable[[], datetime]) -> None:
    if told.fault is not None or told.solved is None:
        log.error("timetable part %s: %s", part.pk, type(told.fault).__name__)
        mine.update(state=DraftState.BROKEN, ended_at=now())
        return
    solved = told.solved
    checked = check(problem, solved.plan)
    if not checked.is_legal:
        log.error("timetable part %s broke %s", part.pk, sorted({one.rule for one in checked.breaches}))
        mine.update(state=DraftState.BROKEN, ended_at=now())
        return
    points = [*told.points, (solved.seconds, float(checked.objective), solved.bound)]
    base = not_due(part, problem)
    part.ways_in = []  # what was found out was of another plan
    is_stopped = DraftPart.objects.filter(pk=part.pk).values_list("stop_at", flat=True).get() is not None
    mine.update(
        **keep_plan(part, problem, solved.plan, ways_in=0),
        state=DraftState.STOPPED if is_stopped or LEAVING.is_set() else DraftState.READY,
        **cost_fields(part, problem, checked.costs),
        bound=solved.bound - base,
        seconds=solved.seconds,
        points=_thinned(points, base),
        ended_at=now(),
        version=part.version + 1,
    )
    _explain(mine.filter(version=part.version + 1), part, problem, solved.plan)


def _explain(mine: Any, part: DraftPart, problem: Problem, plan: Plan) -> None:
    """Why people lack something, once the plan can be seen; one that changed meanwhile is left alone."""
    mine.update(ways_in=list_ways_in(part, problem, plan, most=EXPLAINED))
