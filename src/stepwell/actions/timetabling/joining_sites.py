"""The first job of a draft with several sites: the video groups they share, put into each site's problem."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from stepwell.actions.timetabling.laying_out import grid_of, rooms_of, shares_of
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.life import keeping
from stepwell.domain.timetable.life.grid import Grid
from stepwell.domain.timetable.life.joining import decide
from stepwell.domain.timetable.life.shared import Shared, rooms_left, with_shared, write_shared
from stepwell.domain.timetable.life.together import SiteWeek
from stepwell.domain.timetable.life.told import Room
from stepwell.domain.timetable.plan import Plan
from stepwell.records.timetable.models import DraftPart, DraftState

log = logging.getLogger(__name__)

PART_OF_THE_TIME = 6
"""Deciding takes one part in so many of what a site may take to be solved, ten seconds at most."""
MOST_SECONDS = 10


def may_share(parts: Sequence[DraftPart]) -> bool:
    """Whether there is anything to decide: several sites, and a room for groups by video."""
    return len(parts) > 1 and any(room["is_video"] for part in parts for room in part.facts["rooms"])


def put_into(
    problem: Problem,
    facts: dict[str, Any],
    grid: Grid,
    site: UUID,
    shares: Sequence[Shared],
    rooms: Sequence[Room],
) -> Problem:
    """The problem of a site with its part of these groups; `facts` remembers them and names their leaders."""
    key, here = str(site), {room.key for room in rooms}
    mine = [share for share in shares if key in share.seats or share.room in here]
    facts["shared"] = [*facts.get("shared", ()), *write_shared(mine)]
    leaders = [share.leader for share in mine if key in share.seats]
    facts["leaders"] = list(dict.fromkeys([*facts["leaders"], *leaders]))
    return with_shared(problem, grid, key, mine, rooms)


def share_now(
    runs: Mapping[UUID, int], *, solve: Callable[[Problem, float], Plan] | None = None
) -> list[DraftPart]:
    """Decide what these parts of a draft share, write it into them, and give them back to be queued.

    Parts that were asked for anew since are left alone. When deciding breaks down nothing is shared: each
    site is solved alone. What was decided once is not decided again.
    """
    waiting = DraftPart.objects.filter(pk__in=runs, state=DraftState.WAITING)
    rows = waiting.select_related("draft", "site").order_by("site")
    parts = [part for part in rows if part.run == runs[part.pk]]
    if any(share.group is None for part in parts for share in shares_of(part)):
        return parts
    weeks = [_week(part) for part in parts]
    shares = _decide(parts, weeks, solve or _solve)
    if shares:
        _write(parts, weeks, shares)
    return parts


def _decide(
    parts: Sequence[DraftPart], weeks: Sequence[SiteWeek], solve: Callable[[Problem, float], Plan]
) -> list[Shared]:
    if len(weeks) < 2:
        return []
    seconds = min(MOST_SECONDS, max(part.limit for part in parts) / PART_OF_THE_TIME)
    try:
        return decide(weeks, lambda problem: solve(problem, seconds))
    except Exception as fault:
        log.error("timetable %s shares nothing: %s", parts[0].draft_id, type(fault).__name__)  # names no one
        return []


def _solve(problem: Problem, seconds: float) -> Plan:
    from stepwell.domain.timetable import solver  # heavy, and only wanted where something is solved

    return solver.solve(problem, seconds=seconds).plan


def _week(part: DraftPart) -> SiteWeek:
    problem = keeping.read_problem(part.problem)
    return SiteWeek(
        site=str(part.site_id),
        problem=problem,
        grid=grid_of(part, problem),
        rooms=rooms_left(rooms_of(part), shares_of(part)),
        limits={key: (least, most) for key, (least, most) in part.facts["sizes"].items()},
        room_before={(t, v, s, slot): room for (t, v, s, slot), room in part.facts["room_before"]},
    )


@transaction.atomic(durable=True)
def _write(parts: Iterable[DraftPart], weeks: Iterable[SiteWeek], shares: Sequence[Shared]) -> None:
    for part, week in zip(parts, weeks, strict=True):
        problem = put_into(week.problem, part.facts, week.grid, part.site_id, shares, week.rooms)
        rows = DraftPart.objects.filter(pk=part.pk, run=part.run, state=DraftState.WAITING)
        rows.update(problem=keeping.write(problem), facts=part.facts)
