"""A draft is solved as jobs, one for each site after one for what they share; watched, and stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from stepwell.actions import once
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling import gathering, jobs, joining_sites
from stepwell.actions.timetabling.drafts import UNDER_WAY, DraftLine, find_draft, gap_of, get_draft
from stepwell.actions.timetabling.gathering import Gathered
from stepwell.actions.timetabling.sites import own_sites
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.life import keeping
from stepwell.kernel.sentences import gettext_noop
from stepwell.kernel.weeks import Week
from stepwell.records.effects.models import DoneOnce
from stepwell.records.tenancy import scope
from stepwell.records.timetable.models import Draft, DraftPart, DraftState

MOST_SECONDS = 600
UNSOLVED: Mapping[str, Any] = MappingProxyType(
    {
        "laid_out": {},
        "figures": {},
        "ways_in": [],
        "objective": None,
        "bound": None,
        "cost": {},
        "state": DraftState.WAITING,
    }
)
"""A part whose facts have changed and that waits to be solved: what was found before is gone."""
PATIENCE = timedelta(minutes=2)
"""So long after its time a job that hasn't ended is taken for lost."""


class CannotSolve(Refusal):
    """There is nothing to solve, or it is being solved already."""


@dataclass(frozen=True)
class PartProgress:
    """One site's solving: where it is, and the curve behind it: (seconds, objective, bound)."""

    site_id: UUID
    site: str
    state: DraftState
    seconds: float
    objective: int | None
    bound: int | None
    gap: float | None
    points: tuple[tuple[float, int | None, int | None], ...]


@dataclass(frozen=True)
class Progress:
    """How far a draft is. `soft_gap` leaves out the shortage; None before there is a plan."""

    state: DraftState
    seconds: float
    objective: int | None
    bound: int | None
    gap: float | None
    soft_gap: float | None
    is_over: bool
    parts: tuple[PartProgress, ...]


def start_solving(
    by: SignedIn,
    *,
    site_ids: Sequence[UUID],
    week: Week,
    seconds: int = 60,
    name: str = "",
    key: str,
    at: datetime,
) -> UUID:
    """Gather the facts of a week and queue a job for each site; the same `key` gives the same draft.

    The facts are those of this moment: what changes later is in the next draft.
    """
    sites = own_sites(by, site_ids)
    known = DoneOnce.objects.filter(
        key=once.kept(key), account_id=by.account_id, action="solve_timetable"
    ).first()
    if known is not None:
        return UUID(known.result["draft"])
    gathered = gathering.gather(by, sites, week, at=at)
    if not any(one.told.people for one in gathered):
        raise CannotSolve(gettext_noop("Nobody comes in that week. Choose another week or site."))
    return _write_draft(by, gathered, week, seconds=seconds, name=name, key=key, at=at)


@transaction.atomic(durable=True)
def _write_draft(
    by: SignedIn, gathered: Sequence[Gathered], week: Week, *, seconds: int, name: str, key: str, at: datetime
) -> UUID:
    note, is_new = once.claim(key, action="solve_timetable", account_id=by.account_id, at=at)
    if not is_new:
        return UUID(note.result["draft"])
    draft = Draft.objects.create(
        name=name.strip()[:120],
        monday=week.monday,
        made_at=at,
        made_by=by.account_id,
        made_by_name=by.name[:160],
    )
    parts = DraftPart.objects.bulk_create(
        DraftPart(
            draft=draft,
            site=one.site,
            problem=keeping.write(asked_of(one)),
            facts=one.facts,
            limit=limit_of(seconds),
        )
        for one in gathered
    )
    DoneOnce.objects.filter(pk=note.pk).update(result={"draft": str(draft.pk)})
    queue_all(parts)
    return draft.pk


def queue_all(parts: Sequence[DraftPart]) -> None:
    """Queue the jobs of a draft's parts, in the caller's transaction; first what they share is decided."""
    if joining_sites.may_share(parts):
        runs = {str(part.pk): part.run for part in parts}
        jobs.share_parts.enqueue(str(scope.organization_id()), runs)
        return
    for part in parts:
        queue(part)


def asked_of(one: Gathered) -> Problem:
    """What is asked, with the groups that go on with people of sites that aren't planned now."""
    return joining_sites.put_into(
        one.asked.problem, one.facts, one.asked.grid, one.site.pk, one.shares, one.told.rooms
    )


def queue(part: DraftPart) -> None:
    """Queue the job of a part, in the caller's transaction."""
    jobs.solve_part.enqueue(str(scope.organization_id()), str(part.pk), part.run)


def limit_of(seconds: int) -> int:
    return max(1, min(seconds, MOST_SECONDS))


@transaction.atomic(durable=True)
def solve_again(
    by: SignedIn, draft_id: UUID, *, seconds: int = 60, from_here: bool = True, key: str, at: datetime
) -> None:
    """Solve the same facts once more, with what is locked; `from_here` begins with the plan as it is."""
    if not once.is_first_time(key, action="solve_again", account_id=by.account_id, at=at):
        return
    line = get_draft(by, draft_id)
    if line.is_under_way or line.state is DraftState.PUBLISHED:
        raise CannotSolve(
            gettext_noop("This timetable can't be solved now. Wait for it, or take it back first.")
        )
    rows = DraftPart.objects.select_for_update(of=("self",)).filter(draft=draft_id)
    if not from_here:
        rows.update(plan="")
    rows.update(
        state=DraftState.WAITING,
        run=F("run") + 1,
        stop_at=None,
        limit=limit_of(seconds),
        points=[],
        bound=None,
    )
    for part in DraftPart.objects.filter(draft=draft_id).only("pk", "run"):
        queue(part)


@transaction.atomic(durable=True)
def stop_solving(by: SignedIn, draft_id: UUID, *, at: datetime) -> None:
    """Ask the jobs to stop and keep the best plan they have. Stopping twice is stopping once.

    A job that should long have ended has lost its worker; its part stops at once with what it showed last.
    """
    draft = find_draft(by, draft_id)
    running = DraftPart.objects.filter(draft=draft, state__in=UNDER_WAY)
    running.filter(stop_at=None).update(stop_at=at)
    for part in running.filter(begun_at__isnull=False).only("begun_at", "limit", "objective"):
        assert part.begun_at is not None  # asked for above
        if part.begun_at + timedelta(seconds=part.limit) + PATIENCE < at:
            state = DraftState.BROKEN if part.objective is None else DraftState.STOPPED
            running.filter(pk=part.pk).update(state=state, ended_at=at, run=F("run") + 1)


def progress_of(line: DraftLine, *, at: datetime) -> Progress:
    """How far each site of an opened draft is. One short query, so it may be asked each second."""
    rows = DraftPart.objects.filter(draft=line.draft_id).values(
        "pk", "points", "cost", "begun_at", "ended_at", "state"
    )
    told = {row["pk"]: row for row in rows}
    parts = tuple(
        PartProgress(
            site_id=part.site_id,
            site=part.site,
            state=part.state,
            seconds=_seconds(part.seconds, told[part.part_id]["begun_at"], part.state, at),
            objective=part.objective,
            bound=part.bound,
            gap=part.gap,
            points=tuple((one[0], one[1], one[2]) for one in told[part.part_id]["points"]),
        )
        for part in line.parts
    )
    shortages = [row["cost"].get("shortage") for row in told.values()]
    soft = None if line.objective is None or None in shortages else line.objective - sum(shortages)
    spare = None if soft is None or line.bound is None else max(0, (line.objective or 0) - line.bound)
    return Progress(
        state=line.state,
        seconds=max((part.seconds for part in parts), default=0.0),
        objective=line.objective,
        bound=line.bound,
        gap=gap_of(line.objective, line.bound),
        soft_gap=None if spare is None or soft is None else (spare / soft if soft else 0.0),
        is_over=not line.is_under_way,
        parts=parts,
    )


def _seconds(known: float, begun_at: datetime | None, state: DraftState, at: datetime) -> float:
    if state is DraftState.SOLVING and begun_at is not None:
        return max(known, (at - begun_at).total_seconds())
    return known
