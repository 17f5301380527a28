"""Any week one may be asked to solve, also the absurd ones, and legal plans for them.

`problems()` draws weeks in which nobody is free, no leader leads anything, there is one room or none,
everybody is kept apart, `min` is above `max`, lists are empty. `livable=True` draws weeks in which
something can be held. Sizes are small, so that a brute force (see brute.py) can judge a solver.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from bench.timetable.generating import WEIGHTS
from hypothesis import strategies as st

from domain.timetable.brute import seats_in
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import (
    Block,
    Facilitator,
    Mode,
    Participant,
    Problem,
    Site,
    SlotFacts,
    Therapy,
    Variant,
    Week,
    Weights,
)
from stepwell.domain.timetable.plan import Group, Plan

Draw = Callable[[st.SearchStrategy[Any]], Any]
Item = TypeVar("Item")

LANGUAGES = ("en", "es")
GENDERS = ("f", "m", None)
BLOCKS: tuple[tuple[Block, int], ...] = (("am", 9), ("pm", 13), ("ev", 17))


@st.composite
def problems(
    draw: Draw,
    *,
    people: int = 4,
    slots: int = 6,
    therapies: int = 3,
    leaders: int = 3,
    sites: int = 3,
    livable: bool = False,
    rich: bool = False,
    locks: bool = False,
) -> Problem:
    """A problem no larger than said.

    `livable`: everyone is mostly free, and there is at least one of everything. `rich`: what only the
    product's own facts can say (half hours, starts, cover counselors, rooms closed in single slots).
    `locks`: a legal part of a week is locked, and always can be kept.
    """
    least = 1 if livable else 0
    times = _times(draw, slots, least)
    kinds = tuple(
        _therapy(draw, f"T{number}", livable) for number in range(draw(st.integers(least, therapies)))
    )
    variants = _variants(draw, livable)
    places = _sites(draw, sites, len(times), livable, rich)
    leading = [f"F{number}" for number in range(draw(st.integers(least, leaders)))]
    coming = [f"P{number}" for number in range(draw(st.integers(2 * least, people)) if places else 0)]
    build = _Build(draw, times, kinds, places, leading, coming, livable, rich)
    halves = rich and draw(st.booleans())
    problem = Problem(
        name="drawn",
        slots=times,
        max_parallel=draw(st.integers(least, 2)),
        therapies=kinds,
        variants=variants,
        sites=places,
        facilitators=tuple(map(build.leader, leading)),
        participants=tuple(map(build.person, coming)),
        previous=_last_week(
            draw, len(times), kinds, variants, places, [*leading, "F-gone"], [*coming, "P-gone"]
        ),
        locked=Week(),
        weights=draw(st.just(WEIGHTS) | weights()),
        slot_minutes=30 if halves else 60,
        individual_slots=2 if halves else 1,
        starts=build.starts() if rich else {},
    )
    return draw(_with_locks(problem)) if locks else problem


def weights() -> st.SearchStrategy[Weights]:
    """Any weights, nothing included."""
    names = Weights.__slots__
    return st.builds(Weights, **{name: st.integers(0, 20) for name in names})


@st.composite
def legal_plans(draw: Draw, problem: Problem, *, tries: int = 5) -> Plan:
    """A plan that breaks no rule but a lock, filled group by group by chance; it may be empty."""
    plan = Plan(problem.name)
    seats = seats_in(problem)
    people = [each.id for each in problem.participants]
    for seat in draw(st.lists(st.sampled_from(seats), min_size=tries // 3, max_size=tries)) if seats else ():
        plan = _kept(problem, plan, _joined(problem, plan, seat, draw(st.permutations(people))))
    for person in problem.participants:
        if problem.slots and person.counselors and draw(st.booleans()):
            plan = _kept(problem, plan, _with_hour(draw, problem, plan, person))
    return plan


@st.composite
def planned(draw: Draw, **sizes: Any) -> tuple[Problem, Plan]:
    """A livable problem, and a legal plan for it."""
    problem = draw(problems(livable=True, **sizes))
    return problem, draw(legal_plans(problem))


class _Build:
    """Draws leaders and participants who know of one another."""

    def __init__(
        self,
        draw: Draw,
        times: Sequence[SlotFacts],
        therapies: Sequence[Therapy],
        sites: Sequence[Site],
        leaders: Sequence[str],
        people: Sequence[str],
        livable: bool,
        rich: bool,
    ) -> None:
        self.draw = draw
        self.slots = range(len(times))
        self.days = sorted({each.day for each in times})
        self.therapies = [each.id for each in therapies]
        self.sites = [each.id for each in sites]
        self.leaders = leaders
        self.people = people
        self.livable = livable
        self.rich = rich

    def leader(self, name: str) -> Facilitator:
        at = (
            {day: self.draw(st.sampled_from(self.sites)) for day in self._most(self.days)}
            if self.sites
            else {}
        )
        return Facilitator(
            id=name,
            max_hours=self.draw(st.integers(4 if self.livable else 0, 8)),
            leads=self._most(self.therapies),
            langs=self._most(LANGUAGES),
            gender=self.draw(st.sampled_from(GENDERS)),
            avail=self._most(self.slots),
            site_by_day=at,
            tele=self.draw(st.booleans()),
        )

    def person(self, name: str) -> Participant:
        draw = self.draw
        others = [each for each in self.people if each != name]
        most = draw(st.integers(3 if self.livable else 0, 6))
        return Participant(
            id=name,
            phase=draw(st.integers(1, 3)),
            min_hours=draw(st.integers(0, 4)),
            max_hours=most,
            min_days=draw(st.integers(0, 3)),
            max_hours_day=draw(st.integers(2 if self.livable else 0, 4)),
            need={each: draw(st.integers(0, 3)) for each in self._some(self.therapies)},
            langs=self._most(LANGUAGES),
            gender=draw(st.sampled_from(GENDERS)),
            same_gender=self._few(self.therapies),
            site=self._site(),
            mode=draw(st.sampled_from(_MODES)),
            avail=self._most(self.slots),
            tele_avail=self._most(self.slots),
            family_avail=self._most(self.slots),
            pref={slot: draw(st.integers(0, 3)) for slot in self._some(self.slots)},
            counselors=self._counselors(),
            avoid=self._few(others),
            avoid_fac=self._few(self.leaders),
        )

    def starts(self) -> Mapping[str, frozenset[int]]:
        """Some therapies may begin only in some slots."""
        return {each: self._most(self.slots) for each in self._some(self.therapies)}

    def _site(self) -> str:
        """Any site; mostly the first, where the week is to be livable."""
        return (
            self.sites[0]
            if self.livable and self.draw(st.integers(0, 2)) < 2
            else self.draw(st.sampled_from(self.sites))
        )

    def _counselors(self) -> tuple[str, ...]:
        if not self.leaders or self.draw(st.integers(0, 4)) == 4:
            return ()
        most = 2 if self.rich else 1
        return tuple(
            self.draw(st.lists(st.sampled_from(self.leaders), min_size=1, max_size=most, unique=True))
        )

    def _some(self, items: Collection[Item]) -> frozenset[Item]:
        return self.draw(subsets(items))

    def _most(self, items: Collection[Item]) -> frozenset[Item]:
        """All or nearly all where the week is to be livable, else any."""
        if not self.livable:
            return self._some(items)
        return frozenset(items) - self.draw(subsets(items, most=len(items) // 4))

    def _few(self, items: Collection[Item]) -> frozenset[Item]:
        if self.livable and self.draw(st.integers(0, 3)) < 3:
            return frozenset()
        return self.draw(subsets(items))


_MODES: tuple[Mode, ...] = ("in", "tele", "either")


def subsets(items: Collection[Item], *, most: int | None = None) -> st.SearchStrategy[frozenset[Item]]:
    """Some of the items, all or none included."""
    if not items:
        return st.just(frozenset())
    return st.frozensets(st.sampled_from(sorted(items, key=str)), max_size=most)


def _times(draw: Draw, most: int, least: int) -> tuple[SlotFacts, ...]:
    """Up to so many slots, in runs of one to four hours, each run in a block of its own."""
    wanted = draw(st.integers(min(3 * least, most), most))
    made: list[SlotFacts] = []
    for day in range(6):
        for block, hour in BLOCKS:
            if len(made) == wanted:
                return tuple(made)
            length = min(draw(st.integers(least, 4)), wanted - len(made))
            made += [SlotFacts(day, (hour + number) * 60, block) for number in range(length)]
    return tuple(made)


def _therapy(draw: Draw, name: str, livable: bool) -> Therapy:
    return Therapy(
        id=name,
        slots=draw(st.integers(1, 2 if livable else 4)),
        min=draw(st.integers(1, 2) if livable else st.integers(0, 4)),
        max=draw(st.integers(2, 3) if livable else st.integers(0, 4)),
        open=draw(st.integers(0, 3 if livable else 1)) > 0,
        gendered=draw(st.booleans()),
        family=draw(st.integers(0, 3)) == 0,
    )


def _variants(draw: Draw, livable: bool) -> tuple[Variant, ...]:
    plain = Variant("en", "en", None)
    others = [Variant("es", "es", None), Variant("en-f", "en", "f"), Variant("en-m", "en", "m")]
    chosen = draw(subsets(range(len(others))))
    first = (plain,) if livable or draw(st.booleans()) else ()
    return (*first, *(others[index] for index in sorted(chosen)))


def _sites(draw: Draw, most: int, slots: int, livable: bool, rich: bool) -> tuple[Site, ...]:
    count = draw(st.integers(1 if livable else 0, most))
    made = []
    for number in range(count):
        rooms = draw(st.integers(1 if livable else 0, 2))
        less = (
            draw(st.dictionaries(st.integers(0, slots - 1), st.integers(0, 3), max_size=2))
            if rich and slots
            else {}
        )
        made.append(Site(f"S{number}", draw(st.booleans()) if number else False, rooms, less))
    return tuple(made)


def _last_week(
    draw: Draw,
    slots: int,
    therapies: Sequence[Therapy],
    variants: Sequence[Variant],
    sites: Sequence[Site],
    leaders: Sequence[str],
    people: Sequence[str],
) -> Week:
    if not (slots and therapies and variants and sites):
        return Week()
    groups = [
        Group(
            therapy=draw(st.sampled_from(therapies)).id,
            variant=draw(st.sampled_from(variants)).id,
            site=draw(st.sampled_from(sites)).id,
            slot=draw(st.integers(0, slots - 1)),
            facilitator=draw(st.sampled_from(leaders)),
            members=tuple(sorted(draw(subsets(people)))),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    hours = {person: draw(st.integers(0, slots - 1)) for person in sorted(draw(subsets(people)))}
    return Week(tuple(groups), hours)


def _joined(problem: Problem, plan: Plan, seat: Group, people: Sequence[str]) -> Plan:
    """The plan with one more group, of those of the people who fit in it."""
    group = seat
    for person in people:
        wider = replace(group, members=(*group.members, person))
        broken = {breach.rule for breach in check(problem, _with(plan, wider)).breaches}
        if broken <= {"group_min", "locked_group", "locked_individual"}:
            group = wider
    return _with(plan, group)


def _with(plan: Plan, group: Group) -> Plan:
    return replace(plan, groups=(*plan.groups, group))


def _with_hour(draw: Draw, problem: Problem, plan: Plan, person: Participant) -> Plan:
    slot = draw(st.integers(0, len(problem.slots) - 1))
    holder = draw(st.sampled_from(person.counselors))
    cover = {} if holder == person.counselors[0] else {person.id: holder}
    return replace(
        plan,
        individual={**plan.individual, person.id: slot},
        covered_by={**plan.covered_by, **cover},
    )


def _kept(problem: Problem, before: Plan, after: Plan) -> Plan:
    """The plan after the change if it is legal (locks aside), else the one before."""
    locks = {"locked_group", "locked_individual"}
    return after if {breach.rule for breach in check(problem, after).breaches} <= locks else before


@st.composite
def _with_locks(draw: Draw, problem: Problem) -> Problem:
    plan = draw(legal_plans(problem, tries=3))
    locked = [group for group in plan.groups if draw(st.booleans())]
    fewer = tuple(replace(group, members=tuple(sorted(draw(subsets(group.members))))) for group in locked)
    hours = {person: slot for person, slot in plan.individual.items() if draw(st.booleans())}
    return replace(problem, locked=Week(fewer, hours))
