"""A plan with its dates and rooms, as the pages show it: made once with each plan, read often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
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


def figures_of(part: DraftPart, problem: Problem, plan: Plan) -> Figures:
    """The five figures of a part's plan."""
    return figures.figures_of(problem, plan, lengths_of(part), busy_minutes=part.facts["busy_minutes"])


def lay_out(part: DraftPart, problem: Problem, plan: Plan) -> dict[str, Any]:
    """Groups and times alone with their dates, rooms, and what is locked or new: for JSON."""
    grid = grid_of(part, problem)
    groups = date_groups(problem, plan, grid, part.facts["services"])
    places = {tuple(place): room for place, room in part.facts["room_before"]}
    rooms = give_rooms(problem, plan, grid, rooms_of(part), places)
    before: dict[Any, set[str]] = {}
    for held in problem.previous.groups:
        before.setdefault(held.place, set()).update(held.members)
    locked = {(held.place, held.facilitator): set(held.members) for held in problem.locked.groups}
    minutes = figures.minutes_by_person(problem, plan, lengths_of(part))
    return {
        "groups": [
            _group(each, room, before.get(each.group.place), locked)
            for each, room in zip(groups, rooms, strict=True)
        ],
        "hours": [
            _hour(each, part, problem) for each in date_hours(problem, plan, grid, part.facts["hour_minutes"])
        ],
        "minutes": minutes,
    }


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
        "figures": asdict(figures_of(part, problem, plan)),
        "ways_in": list_ways_in(part, problem, plan, most=ways_in),
    }


def not_due(part: DraftPart, problem: Problem) -> int:
    """What the costs count for times alone that aren't due: the same in every plan, so it is told in none."""
    return problem.weights.indiv_missing * len(part.facts["no_hour"])


def cost_fields(part: DraftPart, problem: Problem, costs: Costs) -> dict[str, Any]:
    """The fields of a part that tell what its plan costs."""
    base = not_due(part, problem)
    by_name = costs.by_name()
    by_name["indiv_missing"] -= base
    return {
        "objective": costs.objective - base,
        "cost": {**by_name, "shortage": costs.shortage - base},
    }


def read_figures(part: DraftPart) -> Figures:
    """The figures that were kept with the plan; all zero before there is one."""
    return Figures(**part.figures)
