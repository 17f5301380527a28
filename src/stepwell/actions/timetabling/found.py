"""What a solver has found for a part of a draft, told while it looks for better and kept when it ends."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from stepwell.actions.timetabling.laying_out import cost_fields, keep_plan, not_due
from stepwell.actions.timetabling.shortages import list_ways_in
from stepwell.domain.timetable.check import Checked, check
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Plan
from stepwell.records.timetable.models import DraftPart, DraftState

log = logging.getLogger(__name__)

MOST_POINTS = 120
EXPLAINED = 20
"""For so many people it is found out why they lack something; a fifth of a second each at most."""


class Solved(Protocol):
    """What a solver gives back, and tells on the way."""

    @property
    def plan(self) -> Plan: ...

    @property
    def objective(self) -> float: ...

    @property
    def bound(self) -> float: ...

    @property
    def seconds(self) -> float: ...


@dataclass
class Found:
    """What the solver's thread and the job's tell each other."""

    stop: threading.Event = field(default_factory=threading.Event)
    progress: list[Solved] = field(default_factory=list)
    solved: Solved | None = None
    fault: BaseException | None = None

    @property
    def best(self) -> Solved | None:
        """What the solver gave back, or the last it told of before it broke down."""
        return self.solved or (self.progress[-1] if self.progress else None)


def tell(found: Found, part: DraftPart, problem: Problem, *, after: int) -> int:
    """Show the progress since the last look, and the plan where it is a better one; how much was told."""
    progress = list(found.progress)
    last, base = progress[-1], not_due(part, problem)
    fields: dict[str, Any] = {
        "points": _points(progress, base),
        "seconds": last.seconds,
        "bound": max(0, last.bound - base),
    }
    if not after or last.objective < progress[after - 1].objective:
        checked = check(problem, last.plan)
        if checked.is_legal:
            fields |= _plan_fields(part, problem, last.plan, checked)
    DraftPart.objects.filter(pk=part.pk, run=part.run).update(**fields)
    return len(progress)


def keep(found: Found, part: DraftPart, problem: Problem, *, at: datetime, is_leaving: bool) -> None:
    """Keep the best plan, and then find out why people lack something in it."""
    mine = DraftPart.objects.filter(pk=part.pk, run=part.run)
    best = found.best
    if found.fault is not None:
        log.error("timetable part %s: %s", part.pk, type(found.fault).__name__)
    checked = check(problem, best.plan) if best is not None else None
    if best is None or checked is None or not checked.is_legal:
        rules = sorted({one.rule for one in checked.breaches}) if checked else []
        log.error("timetable part %s has no plan; rules broken: %s", part.pk, rules)
        mine.update(state=DraftState.BROKEN, ended_at=at)
        return
    base = not_due(part, problem)
    is_stopped = mine.filter(stop_at__isnull=False).exists()
    version = part.version + 1
    mine.update(
        **_plan_fields(part, problem, best.plan, checked),
        state=DraftState.STOPPED if is_stopped or is_leaving else DraftState.READY,
        bound=max(0, best.bound - base),
        seconds=best.seconds,
        points=_points([*found.progress, best], base),
        ended_at=at,
        version=version,
    )
    why = list_ways_in(part, problem, best.plan, most=EXPLAINED)
    mine.filter(version=version).update(ways_in=why)  # one that changed meanwhile is left alone


def _plan_fields(part: DraftPart, problem: Problem, plan: Plan, checked: Checked) -> dict[str, Any]:
    part.ways_in = []  # what was found out was of another plan
    return {
        **keep_plan(part, problem, plan, ways_in=0),
        **cost_fields(part, problem, checked.costs),
    }


def _points(progress: Sequence[Solved], base: int) -> list[list[float]]:
    """At most so many of the points, the last among them, without what no plan can help."""
    step = -(-len(progress) // MOST_POINTS) or 1
    kept = [*progress[:-1:step], *progress[-1:]]
    return [
        [round(one.seconds, 2), round(one.objective) - base, max(0, round(one.bound) - base)] for one in kept
    ]
