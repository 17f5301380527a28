"""The five figures of a timetable, each with what it is of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stepwell.domain.timetable.facts import Participant, Problem, Slot
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.kernel.sentences import Sentence, gettext_noop


@dataclass(frozen=True)
class Lengths:
    """How long things really are, where slots are only whole half hours; and what each person's floor is."""

    services: Mapping[str, int]
    hour: int
    floors: Mapping[str, int]


@dataclass(frozen=True)
class Figures:
    """How good a timetable is for the people in it. Sums of sites are sums of these, and one mean."""

    placed: int = 0
    people: int = 0
    """Placed with full hours, of how many whose level of care asks for some."""
    clashes: int = 0
    busy_minutes: int = 0
    """Half hours in which somebody would have to be elsewhere, of how much they told."""
    first_choices: int = 0
    wished: int = 0
    best: int = 0
    """Half hours at liked times, of how many given to people who told wishes; the most there can be."""
    seats: int = 0
    groups: int = 0
    smallest: int | None = None
    largest: int | None = None
    moved: int = 0
    here_before: int = 0
    """People who lose a seat or an hour of last week, of how many who had one."""
    planned_minutes: int = 0
    leader_minutes: int = 0

    @property
    def group_size(self) -> float | None:
        """Members of a group on the mean; None without groups."""
        return self.seats / self.groups if self.groups else None

    @property
    def share(self) -> float | None:
        """The part of wished-for hours that are liked; None when nobody told a wish."""
        return self.first_choices / self.wished if self.wished else None

    @property
    def best_share(self) -> float | None:
        """The part that no timetable giving everybody as many hours could exceed."""
        return self.best / self.wished if self.wished else None

    @property
    def how_best(self) -> Sentence:
        """How the best possible was found."""
        return Sentence(_HOW_BEST)

    def __add__(self, other: Figures) -> Figures:
        sums = {
            name: getattr(self, name) + getattr(other, name)
            for name in self.__dataclass_fields__
            if name not in {"smallest", "largest"}
        }
        known = [each for each in (self.smallest, other.smallest) if each is not None]
        most = [each for each in (self.largest, other.largest) if each is not None]
        return Figures(**sums, smallest=min(known, default=None), largest=max(most, default=None))


_HOW_BEST = gettext_noop(
    "Counted for each person alone: as many hours as they have here, each at the best time at which "
    "somebody who may lead is there. No timetable can do better."
)


def figures_of(problem: Problem, plan: Plan, lengths: Lengths, *, busy_minutes: int) -> Figures:
    """The figures of a plan for one site's week. `busy_minutes` is what its people told.

    A group that it shares with other sites is none of its own: groups, seats and leaders' time leave it out.
    """
    used = _used(problem, plan)
    minutes = minutes_by_person(problem, plan, lengths)
    floors = {key: floor for key, floor in lengths.floors.items() if floor and key in problem.participant}
    own = [group for group in plan.groups if problem.site[group.site].seats is None]
    sizes = [len(set(group.members)) for group in own]
    wishing = [person for person in problem.participants if person.pref]
    before = _seats(problem.previous.groups) | set(problem.previous.individual.items())
    still = {(who, what) for who, what in before if who in problem.participant}
    now = _seats(plan.groups) | set(plan.individual.items())
    return Figures(
        placed=sum(minutes.get(key, 0) >= floor for key, floor in floors.items()),
        people=len(floors),
        clashes=_clashes(problem, plan),
        busy_minutes=busy_minutes,
        first_choices=sum(
            number
            for person in wishing
            for slot, number in used.get(person.id, Counter()).items()
            if not person.pref.get(slot)
        ),
        wished=sum(used.get(person.id, Counter()).total() for person in wishing),
        best=_best(problem, wishing, used),
        seats=sum(sizes),
        groups=len(sizes),
        smallest=min(sizes, default=None),
        largest=max(sizes, default=None),
        moved=len({who for who, _ in still - now}),
        here_before=len({who for who, _ in still}),
        planned_minutes=sum(minutes.values()),
        leader_minutes=sum(lengths.services[group.therapy] for group in own)
        + lengths.hour * len(plan.individual),
    )


def minutes_by_person(problem: Problem, plan: Plan, lengths: Lengths) -> dict[str, int]:
    """Minutes of treatment in the week: those of the sessions themselves, not of the slots they take."""
    found = dict.fromkeys(problem.participant, 0)
    for group in plan.groups:
        for member in set(group.members):
            found[member] += lengths.services[group.therapy]
    for person in plan.individual:
        found[person] += lengths.hour
    return found


def _seats(groups: Iterable[Group]) -> set[tuple[str, object]]:
    return {(member, group.place) for group in groups for member in group.members}


def _used(problem: Problem, plan: Plan) -> dict[str, Counter[Slot]]:
    used: dict[str, Counter[Slot]] = {}
    for group in plan.groups:
        slots = problem.covered(group.slot, problem.therapy[group.therapy].slots)
        for member in set(group.members):
            used.setdefault(member, Counter()).update(slots)
    for person, slot in plan.individual.items():
        used.setdefault(person, Counter()).update(problem.covered(slot, problem.individual_slots))
    return used


def _clashes(problem: Problem, plan: Plan) -> int:
    """Half hours given to somebody who isn't free then, or who is given two things at once."""
    clashes = sum(
        number - 1 for slots in _used(problem, plan).values() for number in slots.values() if number > 1
    )
    for group in plan.groups:
        tele = problem.site[group.site].tele
        slots = problem.covered(group.slot, problem.therapy[group.therapy].slots)
        for member in set(group.members):
            person = problem.participant[member]
            clashes += len(set(slots) - (person.tele_avail if tele else person.avail))
    for key, slot in plan.individual.items():
        slots = problem.covered(slot, problem.individual_slots)
        clashes += len(set(slots) - problem.participant[key].tele_avail)
    return clashes


def _best(problem: Problem, wishing: Iterable[Participant], used: Mapping[str, Counter[Slot]]) -> int:
    """The most liked half hours there can be, when each of these people has as many as now.

    A bound and no plan: everybody is looked at alone, as if the rooms and leaders were theirs.
    """
    by_therapy = {therapy.id: _led(problem, therapy.id) for therapy in problem.therapies}
    return sum(_best_of(problem, person, used.get(person.id, Counter()), by_therapy) for person in wishing)


def _best_of(
    problem: Problem, person: Participant, used: Counter[Slot], led: Mapping[str, frozenset[Slot]]
) -> int:
    possible: set[Slot] = set()
    for therapy in problem.therapies:
        if therapy.open or person.need.get(therapy.id):
            possible |= led[therapy.id] & (person.avail | person.tele_avail)
    for key in person.counselors:
        if key in problem.facilitator:
            possible |= problem.facilitator[key].avail & person.tele_avail
    liked = Counter(problem.slots[slot].day for slot in possible if not person.pref.get(slot))
    supply = sum(min(number, person.max_hours_day) for number in liked.values())
    return min(used.total(), max(supply, sum(n for slot, n in used.items() if not person.pref.get(slot))))


def _led(problem: Problem, therapy: str) -> frozenset[Slot]:
    """The half hours in which a group of this therapy could be going on under some leader."""
    length = problem.therapy[therapy].slots
    found: set[Slot] = set()
    for leader in problem.facilitators:
        if therapy not in leader.leads:
            continue
        for slot in leader.avail:
            run = problem.run(slot, length)
            if run is not None and leader.avail.issuperset(run):
                found.update(run)
    return frozenset(found)
