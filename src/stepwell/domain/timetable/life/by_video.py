"""Who would come to video groups of several sites, and for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
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


def who_comes(
    problem: Problem, before: Before, here: Callable[[Iterable[Slot]], frozenset[Slot]]
) -> Iterable[Participant]:
    """A site's people with what its standing groups don't give them, where video is the way to it.

    Who comes by video is asked for with all of it, others only with services for which too few at their
    site speak a language of theirs, or that nobody there leads in one. Who was in a group of several
    sites last week is asked for with that service again, and what a free seat in a standing group of
    their own site gives is not asked for. `here` counts slots anew.
    """
    lonely, free_seats = _lonely(problem), _FreeSeats(problem, before)
    for person in problem.participants:
        had, again = before.given.get(person.id, Counter()), before.again.get(person.id, set())
        had = had + free_seats.take(person, had)
        need = {key: slots - had[key] for key, slots in person.need.items() if slots > had[key]}
        wanted = {
            key: slots
            for key, slots in need.items()
            if person.mode == "tele" or key in again or _is_lonely(person, key, lonely)
        }
        if wanted:
            free = person.tele_avail - before.busy.get((problem.name, person.id), set())
            asked = _asking(person, wanted, had.total())
            yield replace(asked, tele_avail=here(free), family_avail=here(person.family_avail))


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


def _asking(person: Participant, need: dict[str, int], had: int) -> Participant:
    """Somebody who comes by video lacks hours, too; the others just these services."""
    is_video = person.mode == "tele"
    return replace(
        person,
        need=need,
        min_hours=max(0, person.min_hours - had) if is_video else 0,
        max_hours=max(0, person.max_hours - had) if is_video else sum(need.values()),
        min_days=0,
        avail=frozenset(),
        pref={},
        counselors=(),
        site=VIDEO,
    )


def _lonely(problem: Problem) -> Mapping[tuple[str, str], bool]:
    """For each service and language, whether the site can't hold a group of its own."""
    need = Counter(
        (key, language) for person in problem.participants for key in person.need for language in person.langs
    )
    led = {(key, language) for each in problem.facilitators for key in each.leads for language in each.langs}
    return {kind: kind not in led or count < problem.therapy[kind[0]].min for kind, count in need.items()}


def _is_lonely(person: Participant, service: str, lonely: Mapping[tuple[str, str], bool]) -> bool:
    return all(lonely.get((service, language), True) for language in person.langs)
