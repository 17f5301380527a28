"""Who would come to video groups of several sites, and for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from stepwell.domain.timetable.facts import Participant, Problem, Slot
from stepwell.domain.timetable.life.problem import VIDEO
from stepwell.domain.timetable.plan import Group


@dataclass
class Before:
    """What the standing groups of single sites give each person, when, and who was in groups of several."""

    given: dict[str, Counter[str]] = field(default_factory=dict)
    busy: dict[tuple[str, str], set[Slot]] = field(default_factory=dict)
    """By problem and person, in the problem's own slots."""
    again: dict[str, set[str]] = field(default_factory=dict)
    """Services that somebody had in a group of several sites."""

    @classmethod
    def of(cls, problems: Iterable[Problem], is_mixed: Callable[[Group], bool]) -> Before:
        """Read from the previous weeks of these problems."""
        found = cls()
        for problem in problems:
            for group in problem.previous.groups:
                found._add(problem, group, is_mixed=is_mixed(group))
        return found

    def _add(self, problem: Problem, group: Group, *, is_mixed: bool) -> None:
        slots = covered(problem, group)
        for member in group.members:
            if is_mixed:
                self.again.setdefault(member, set()).add(group.therapy)
            else:
                self.given.setdefault(member, Counter())[group.therapy] += len(slots)
                self.busy.setdefault((problem.name, member), set()).update(slots)


def covered(problem: Problem, group: Group) -> tuple[Slot, ...]:
    """The slots of a group of last week."""
    return problem.covered(group.slot, problem.therapy[group.therapy].slots)


Kind = tuple[str, str]
"""A service and a language."""


@dataclass(frozen=True)
class Lacking:
    """A site's people with what its standing groups and their free seats don't give them."""

    problem: Problem
    needs: Mapping[str, Mapping[str, int]]
    """By person: slots of each service."""

    @classmethod
    def of(cls, problem: Problem, before: Before) -> Lacking:
        """Each free seat is taken once, by the first who lacks it."""
        free, found = _FreeSeats(problem, before), {}
        for person in problem.participants:
            had = before.given.get(person.id, Counter())
            had = had + free.take(person, had)
            found[person.id] = {
                key: slots - had[key] for key, slots in person.need.items() if slots > had[key]
            }
        return cls(problem, found)

    def wanted(self) -> set[Kind]:
        """What somebody here lacks and the site can't give: too few for a group of its own, or no leader."""
        lonely, few = _lonely(self.problem), _few_by_video(self.problem)
        return {
            (key, language)
            for person in self.problem.participants
            for key in self.needs[person.id]
            for language in person.langs
            if _in_all(person, key, lonely) or (person.mode == "tele" and _in_all(person, key, few))
        }


def who_comes(
    lacking: Lacking,
    before: Before,
    wanted: Collection[Kind],
    here: Callable[[Iterable[Slot]], frozenset[Slot]],
) -> Iterable[Participant]:
    """Who of a site would come to groups of several sites, and for what; `here` counts slots anew.

    Of what is `wanted` at some site: who comes by video, and those whose own site can't give it. Who was
    in a group of several sites last week is asked for with that service again.
    """
    problem = lacking.problem
    lonely = _lonely(problem)
    for person in problem.participants:
        again = before.again.get(person.id, set())
        need = {
            key: slots
            for key, slots in lacking.needs[person.id].items()
            if key in again
            or (
                any((key, language) in wanted for language in person.langs)
                and (person.mode == "tele" or _in_all(person, key, lonely))
            )
        }
        if need:
            free = person.tele_avail - before.busy.get((problem.name, person.id), set())
            yield _asking(person, need, here(free), here(person.family_avail))


class _FreeSeats:
    """Seats that are free in the standing groups of one site, taken by who lacks what these groups give."""

    def __init__(self, problem: Problem, before: Before) -> None:
        self._problem, self._before = problem, before
        self._held = problem.previous.groups
        self._free = [problem.therapy[group.therapy].max - len(group.members) for group in self._held]

    def take(self, person: Participant, had: Counter[str]) -> Counter[str]:
        """The slots of each service that a free seat gives the person."""
        found: Counter[str] = Counter()
        busy = set(self._before.busy.get((self._problem.name, person.id), ()))
        for number, group in enumerate(self._held):
            slots = covered(self._problem, group)
            lacks = person.need.get(group.therapy, 0) > had[group.therapy] + found[group.therapy]
            if self._free[number] > 0 and lacks and self._may_join(person, group, set(slots), busy):
                self._free[number] -= 1
                found[group.therapy] += len(slots)
                busy.update(slots)
        return found

    def _may_join(self, person: Participant, group: Group, slots: set[Slot], busy: set[Slot]) -> bool:
        by_video = group.site == VIDEO
        variant = self._problem.variant[group.variant]
        return (
            (by_video or group.site == person.site)
            and person.id not in group.members
            and variant.lang in person.langs
            and variant.gender in {None, person.gender}
            and not slots & busy
            and (person.tele_avail if by_video else person.avail).issuperset(slots)
        )


def _asking(
    person: Participant, need: Mapping[str, int], free: frozenset[Slot], family: frozenset[Slot]
) -> Participant:
    """The person with these needs and no other wish: hours and days are for their own site to fill."""
    return replace(
        person,
        need=need,
        min_hours=0,
        max_hours=sum(need.values()),
        min_days=0,
        avail=frozenset(),
        tele_avail=free,
        family_avail=family,
        pref={},
        counselors=(),
        site=VIDEO,
    )


def _lonely(problem: Problem) -> Mapping[Kind, bool]:
    """For each service and language, whether the site can't hold a group of its own."""
    need = Counter(
        (key, language) for person in problem.participants for key in person.need for language in person.langs
    )
    led = {(key, language) for each in problem.facilitators for key in each.leads for language in each.langs}
    return {kind: kind not in led or count < problem.therapy[kind[0]].min for kind, count in need.items()}


def _few_by_video(problem: Problem) -> Mapping[Kind, bool]:
    """For each service and language, whether too few come by video for a group of the site's own."""
    need = Counter(
        (key, language)
        for person in problem.participants
        if person.mode == "tele"
        for key in person.need
        for language in person.langs
    )
    return {kind: count < problem.therapy[kind[0]].min for kind, count in need.items()}


def _in_all(person: Participant, service: str, kinds: Mapping[Kind, bool]) -> bool:
    """Whether it is so in every language the person speaks."""
    return all(kinds.get((service, language), True) for language in person.langs)
