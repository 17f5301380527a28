"""A plan with its dates and rooms, as the pages show it: made once with each plan, read often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any
from zoneinfo import ZoneInfo

from stepwell.actions.timetabling.shortages import key_of, list_ways_in
from stepwell.domain.timetable.costs import Costs
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.life import figures, keeping
from stepwell.domain.timetable.life.dated import DatedGroup, DatedHour, date_groups, date_hours
from stepwell.domain.timetable.life.figures import Figures, Lengths
from stepwell.domain.timetable.life.grid import Grid
from stepwell.domain.timetable.life.rooms import give_rooms
from stepwell.domain.timetable.life.shared import Shared, read_shared, rooms_left, share_at
from stepwell.domain.timetable.life.told import Room
from stepwell.domain.timetable.plan import Plan
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week
from stepwell.records.timetable.models import DraftPart


def grid_of(part: DraftPart, problem: Problem) -> Grid:
    """The dates of a part's slots."""
    return Grid(Week.of(part.draft.monday), ZoneInfo(part.site.zone), problem.slots)


def lengths_of(part: DraftPart) -> Lengths:
    """How long sessions really are, and everybody's floor."""
    return Lengths(part.facts["services"], part.facts["hour_minutes"], part.facts["floors"])


def rooms_of(part: DraftPart) -> list[Room]:
    """The rooms of a part, with the spans in which they are closed."""
    return [
        Room(
            room["key"],
            room["seats"],
            tuple(Span(*map(datetime.fromisoformat, span)) for span in room["closed"]),
            room["is_video"],
        )
        for room in part.facts["rooms"]
    ]


def shares_of(part: DraftPart) -> list[Shared]:
    """The groups of several sites that this site is in, or that are held in a room of its day."""
    return read_shared(part.facts.get("shared", ()))


def figures_of(part: DraftPart, problem: Problem, plan: Plan) -> Figures:
    """The five figures of a part's plan."""
    return figures.figures_of(problem, plan, lengths_of(part), busy_minutes=part.facts["busy_minutes"])


def lay_out(part: DraftPart, problem: Problem, plan: Plan) -> dict[str, Any]:
    """Groups and times alone with their dates, rooms, and what is locked or new: for JSON."""
    grid = grid_of(part, problem)
    groups = date_groups(problem, plan, grid, part.facts["services"])
    shares = {share.key: share for share in shares_of(part)}
    rooms = _rooms(part, problem, plan, grid, shares)
    before: dict[Any, set[str]] = {}
    for held in problem.previous.groups:
        before.setdefault(held.place, set()).update(held.members)
    locked = {(held.place, held.facilitator): set(held.members) for held in problem.locked.groups}
    minutes = figures.minutes_by_person(problem, plan, lengths_of(part))
    return {
        "groups": [
            {
                **_group(each, room, before.get(each.group.place), locked),
                "shared": share_at(each.group.site),
            }
            for each, room in zip(groups, rooms, strict=True)
        ],
        "hours": [
            _hour(each, part, problem) for each in date_hours(problem, plan, grid, part.facts["hour_minutes"])
        ],
        "minutes": minutes,
    }


def _rooms(
    part: DraftPart, problem: Problem, plan: Plan, grid: Grid, shares: Mapping[str, Shared]
) -> list[str | None]:
    """A room for each group; one of several sites has the room that was kept for it."""
    places = {tuple(place): room for place, room in part.facts["room_before"]}
    own = [group for group in plan.groups if share_at(group.site) is None]
    left = rooms_left(rooms_of(part), shares.values())
    given = iter(give_rooms(problem, replace(plan, groups=tuple(own)), grid, left, places))
    keys = [share_at(group.site) for group in plan.groups]
    return [next(given) if key is None else shares[key].room for key in keys]


def _group(
    each: DatedGroup,
    room: str | None,
    before: set[str] | None,
    locked: Mapping[Any, set[str]],
) -> dict[str, Any]:
    group = each.group
    held = locked.get((group.place, group.facilitator))
    return {
        "key": key_of(group),
        "service": each.service,
        "language": each.language,
        "gender": each.gender,
        "by_video": each.by_video,
        "starts": each.starts.isoformat(),
        "ends": each.ends.isoformat(),
        "leader": group.facilitator,
        "room": room or "",
        "members": sorted(set(group.members)),
        "is_locked": held is not None,
        "locked_members": sorted(held or ()),
        "is_new": before is None,
        "came": sorted(set(group.members) - (before or set())),
    }


def _hour(each: DatedHour, part: DraftPart, problem: Problem) -> dict[str, Any]:
    return {
        "person": each.person,
        "leader": each.leader,
        "starts": each.starts.isoformat(),
        "ends": each.ends.isoformat(),
        "in_person": each.in_person,
        "is_locked": each.person in problem.locked.individual,
        "is_cover": part.facts["own"].get(each.person) not in {None, each.leader},
    }


def keep_plan(part: DraftPart, problem: Problem, plan: Plan, *, ways_in: int) -> dict[str, Any]:
    """The fields of a part that belong to a plan, to be saved together.

    `ways_in` is for how many people, the shortest first, it is found out why they lack something.
    """
    return {
        "plan": keeping.write(plan),
        "laid_out": lay_out(part, problem, plan),
        "figures": {**asdict(figures_of(part, problem, plan)), "shared": _shared(part, plan)},
        "ways_in": list_ways_in(part, problem, plan, most=ways_in),
    }


def _shared(part: DraftPart, plan: Plan) -> dict[str, Any]:
    """This site's members of each group of several sites, with what only all of them together tell."""
    by_key = {share.key: share for share in shares_of(part)}
    return {
        key: {
            "members": len(set(group.members)),
            "others": by_key[key].others,
            "minutes": part.facts["services"][group.therapy],
        }
        for group in plan.groups
        if (key := share_at(group.site)) is not None
    }


def not_due(part: DraftPart, problem: Problem) -> int:
    """What the costs count that is the same in every plan, so it is told in none.

    Times alone that aren't due, and the hours of groups that another site hosts.
    """
    return problem.weights.indiv_missing * len(part.facts["no_hour"]) + _as_guest(part, problem)


def _as_guest(part: DraftPart, problem: Problem) -> int:
    site = str(part.site_id)
    slots = sum(share.slots for share in shares_of(part) if site in share.seats and share.host != site)
    return problem.weights.group_hour * slots


def cost_fields(part: DraftPart, problem: Problem, costs: Costs) -> dict[str, Any]:
    """The fields of a part that tell what its plan costs."""
    guest, base = _as_guest(part, problem), not_due(part, problem)
    by_name = costs.by_name()
    by_name["indiv_missing"] -= base - guest
    by_name["group_hour"] -= guest
    return {
        "objective": costs.objective - base,
        "cost": {**by_name, "shortage": costs.shortage - (base - guest)},
    }


def read_figures(part: DraftPart) -> Figures:
    """The figures that were kept with the plan; all zero before there is one. No shared group is in them."""
    return Figures(**{name: value for name, value in part.figures.items() if name != "shared"})


def shared_counts(parts: Iterable[DraftPart]) -> dict[str, tuple[int, int]]:
    """Members and minutes of each group of several sites, as far as its sites are among these parts."""
    found: dict[str, tuple[int, int]] = {}
    for part in parts:
        for key, told in part.figures.get("shared", {}).items():
            members = found[key][0] if key in found else told["others"]
            found[key] = members + told["members"], told["minutes"]
    return found


def sum_figures(parts: Iterable[DraftPart]) -> Figures:
    """The figures of several sites together; a group that they share is one group."""
    parts = list(parts)
    total = reduce(add, map(read_figures, parts), Figures())
    shared = shared_counts(parts)
    sizes = [members for members, _ in shared.values()]
    known = [each for each in (total.smallest, total.largest, *sizes) if each is not None]
    return replace(
        total,
        groups=total.groups + len(sizes),
        seats=total.seats + sum(sizes),
        smallest=min(known, default=None),
        largest=max(known, default=None),
        leader_minutes=total.leader_minutes + sum(minutes for _, minutes in shared.values()),
    )
