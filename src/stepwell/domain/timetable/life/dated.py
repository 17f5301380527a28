"""From a plan of slots back to groups and times alone with their dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.life.grid import Grid
from stepwell.domain.timetable.plan import Group, Plan


@dataclass(frozen=True)
class DatedGroup:
    """A group with its day and its time on the site's wall. `starts` and `ends` are in the site's zone."""

    group: Group
    service: str
    language: str
    gender: str
    by_video: bool
    day: date
    begin: time
    starts: datetime
    ends: datetime

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return (self.ends.astimezone(UTC) - self.starts.astimezone(UTC)) // timedelta(minutes=1)


@dataclass(frozen=True)
class DatedHour:
    """Somebody's time alone with a counselor. `in_person`: the person could also come for it."""

    person: str
    leader: str
    in_person: bool
    day: date
    begin: time
    starts: datetime
    ends: datetime


def date_groups(problem: Problem, plan: Plan, grid: Grid, minutes: Mapping[str, int]) -> list[DatedGroup]:
    """The plan's groups in their order; `minutes` is how long each service really lasts."""
    return [date_group(problem, group, grid, minutes[group.therapy]) for group in plan.groups]


def date_group(problem: Problem, group: Group, grid: Grid, minutes: int) -> DatedGroup:
    """One group with its date. Its minutes are minutes that pass."""
    variant = problem.variant[group.variant]
    starts = grid.civil(group.slot)
    return DatedGroup(
        group=group,
        service=group.therapy,
        language=variant.lang,
        gender=variant.gender or "",
        by_video=problem.site[group.site].tele,
        day=grid.day(group.slot),
        begin=grid.clock(group.slot),
        starts=starts,
        ends=_after(starts, minutes, grid),
    )


def date_hours(problem: Problem, plan: Plan, grid: Grid, minutes: int) -> list[DatedHour]:
    """The plan's times alone, in the order of the week."""
    found = [
        _date_hour(problem, plan, grid, minutes, person, slot) for person, slot in plan.individual.items()
    ]
    return sorted(found, key=lambda each: (each.starts, each.person))


def _date_hour(problem: Problem, plan: Plan, grid: Grid, minutes: int, person: str, slot: int) -> DatedHour:
    here = problem.participant[person]
    own: Sequence[str] = here.counselors
    leader = plan.covered_by.get(person, own[0] if own else "")
    starts = grid.civil(slot)
    return DatedHour(
        person=person,
        leader=leader,
        in_person=here.avail.issuperset(problem.covered(slot, problem.individual_slots)),
        day=grid.day(slot),
        begin=grid.clock(slot),
        starts=starts,
        ends=_after(starts, minutes, grid),
    )


def _after(starts: datetime, minutes: int, grid: Grid) -> datetime:
    return (starts.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(grid.zone)
