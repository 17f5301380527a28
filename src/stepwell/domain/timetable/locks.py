"""Which locks can be kept, all together, and which have to go."""

from __future__ import annotations

from dataclasses import dataclass, replace

from stepwell.domain.timetable.facts import Problem, Slot, Week
from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.domain.timetable.rules import breaches_of
from stepwell.domain.timetable.rules.breach import Breach

_NOT_YET = frozenset({"group_min", "locked_group", "locked_individual"})
"""Rules that locks alone need not keep: others may join a group, and locks are looked at one by one."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A lock that can't be kept, and why: a whole group, one member of it, or an individual hour.

    `member` is None when the whole group goes; `slot` is the hour's or the
    group's first.
    """

    sentence: str
    slot: Slot
    group: Group | None = None
    member: str | None = None


def possible_locks(problem: Problem) -> tuple[Week, tuple[Dropped, ...]]:
    """The locks that can be kept together, earlier ones first, and those that can't.

    A group without its leader, room or time goes as a whole; a member who can't
    come any more goes alone; a group that too few people could join goes, too.
    """
    return _Keeping(problem).run()


def united(locked: Week) -> Week:
    """The same locks, each said once: what names the same group and leader is about one group."""
    groups: dict[tuple[object, ...], Group] = {}
    for group in locked.groups:
        same = groups.setdefault((group.place, group.facilitator), replace(group, members=()))
        members = tuple(dict.fromkeys((*same.members, *group.members)))
        groups[group.place, group.facilitator] = replace(group, members=members)
    return replace(locked, groups=tuple(groups.values()))


class _Keeping:
    def __init__(self, problem: Problem) -> None:
        self._problem = replace(problem, locked=Week())
        self._locked = problem.locked
        self._plan = Plan(problem.name)
        self._dropped: list[Dropped] = []

    def run(self) -> tuple[Week, tuple[Dropped, ...]]:
        for group in self._locked.groups:
            self._keep_group(group)
        for person, slot in self._locked.individual.items():
            self._keep_hour(person, slot)
        for group in self._plan.groups:
            self._drop_if_nobody_comes(group)
        return Week(self._plan.groups, self._plan.individual), tuple(self._dropped)

    def _keep_group(self, locked: Group) -> None:
        empty = replace(locked, members=())
        broken = self._broken(self._with(empty))
        if broken is not None:
            self._dropped.append(Dropped(broken.sentence, locked.slot, locked))
            return
        kept = empty
        for member in dict.fromkeys(locked.members):
            wider = replace(kept, members=(*kept.members, member))
            broken = self._broken(self._with(wider))
            if broken is None:
                kept = wider
            else:
                self._dropped.append(Dropped(broken.sentence, locked.slot, locked, member))
        self._plan = self._with(kept)

    def _keep_hour(self, person: str, slot: Slot) -> None:
        given = replace(self._plan, individual={**self._plan.individual, person: slot})
        broken = self._broken(given)
        if broken is None:
            self._plan = given
        else:
            self._dropped.append(Dropped(broken.sentence, slot, member=person))

    def _drop_if_nobody_comes(self, group: Group) -> None:
        least = self._problem.site[group.site].sized(self._problem.therapy[group.therapy]).min
        if len(group.members) >= least:
            return
        others = [each.id for each in self._problem.participants if each.id not in group.members]
        rest = tuple(each for each in self._plan.groups if each != group)
        could = sum(self._could_join(rest, group, other) for other in others)
        if len(group.members) + could < least:
            self._plan = replace(self._plan, groups=rest)
            said = Laid(self._problem, Plan(self._problem.name, (group,)))
            what = said.what(said.held[0])
            sentence = f"{what} needs {least} members, and only {len(group.members) + could} could come."
            self._dropped.append(Dropped(sentence, group.slot, group))

    def _could_join(self, rest: tuple[Group, ...], group: Group, other: str) -> bool:
        wider = replace(group, members=(*group.members, other))
        return self._broken(replace(self._plan, groups=(*rest, wider))) is None

    def _with(self, group: Group) -> Plan:
        return replace(self._plan, groups=(*self._plan.groups, group))

    def _broken(self, plan: Plan) -> Breach | None:
        found = breaches_of(Laid(self._problem, plan))
        return next((breach for breach in found if breach.rule not in _NOT_YET), None)
