"""From what is told of a site's week to a problem of half-hour slots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from stepwell.domain.timetable import facts
from stepwell.domain.timetable.facts import Problem, Slot, Variant, Week
from stepwell.domain.timetable.life.grid import SLOT_MINUTES, Grid
from stepwell.domain.timetable.life.told import Hours, Leader, Person, Room, Service, SiteWeek
from stepwell.domain.timetable.life.weighing import HALF_HOURS
from stepwell.domain.timetable.plan import Group
from stepwell.kernel.spans import Span

VIDEO = "video"
"""The site of groups by video in every problem of the product."""

DAY_AT_MOST = 240
"""Minutes of treatment on one day, where the person told no less. Program policy."""
BEYOND_NEED = 120
"""Minutes a week beyond what the phase asks for that somebody may be given. Program policy."""
DAYS_AT_LEAST = 3
"""Days with treatment for a week of nine hours or more (ASAM level 2.1 as programs hold it)."""
NINE_HOURS = 540


@dataclass(frozen=True)
class Asked:
    """A problem with the grid its slots are in."""

    problem: Problem
    grid: Grid


def slots_of(minutes: int) -> int:
    """Half hours that something takes; what is begun is taken whole."""
    return -(-minutes // SLOT_MINUTES)


def ask(told: SiteWeek) -> Asked:
    """The problem of one site's week. Everyone told of is in it, also who can't come at all."""
    grid = Grid.of(told.week, told.zone, _opening(told.leaders), closed=told.closed)
    rooms, seats = group_rooms(room for room in told.rooms if not room.is_video)
    video = [room for room in told.rooms if room.is_video]
    sites = [site_of(grid, told.site, rooms, tele=False)]
    if video:
        sites.append(site_of(grid, VIDEO, video, tele=True))
    variants = tuple(_variants(told))
    services = {service.key: service for service in told.services}
    problem = Problem(
        name=f"{told.site} {told.week}",
        slots=grid.slots,
        max_parallel=max(1, len(rooms)),
        therapies=tuple(_therapy(service, seats) for service in told.services),
        variants=variants,
        sites=tuple(sites),
        facilitators=tuple(_leader(grid, told.site, leader) for leader in told.leaders),
        participants=tuple(_participant(grid, told, person, services) for person in told.people),
        previous=_previous(grid, told, {each.id for each in variants}, by_video=bool(video)),
        locked=Week(),
        weights=HALF_HOURS,
        slot_minutes=SLOT_MINUTES,
        individual_slots=slots_of(told.hour_minutes),
    )
    return Asked(with_cover(problem), grid)


def group_rooms(rooms: Iterable[Room]) -> tuple[list[Room], int | None]:
    """The rooms in which groups are held, and the seats each of them has at least.

    The solver counts rooms and doesn't tell them apart, so a room that is too small for the others' groups
    is left out, where that leaves more seats in all; or all groups are kept small enough for it.

    >>> rooms = [Room("a", 14), Room("b", 14), Room("talk", 4)]
    >>> [room.key for room in group_rooms(rooms)[0]], group_rooms(rooms)[1]
    (['a', 'b'], 14)
    """
    by_size = sorted(rooms, key=lambda room: (-room.seats, room.key))
    if not by_size:
        return [], None
    counted = max(range(1, len(by_size) + 1), key=lambda number: number * (by_size[number - 1].seats - 1))
    return by_size[:counted], by_size[counted - 1].seats


def variant_id(language: str, gender: str = "") -> str:
    """The name of a variant: "es", or "es:f" for one gender."""
    return f"{language}:{gender}" if gender else language


def _opening(leaders: Iterable[Leader]) -> dict[int, tuple[int, int]]:
    """Each weekday from the first hour somebody leads here to the last."""
    hours: dict[int, tuple[int, int]] = {}
    for leader in leaders:
        for each in leader.hours:
            for weekday in range(7) if each.weekday is None else (each.weekday,):
                begin, end = _minutes(each)
                known = hours.get(weekday, (begin, end))
                hours[weekday] = min(begin, known[0]), max(end, known[1])
    return hours


def _minutes(hours: Hours) -> tuple[int, int]:
    return hours.begin.hour * 60 + hours.begin.minute, hours.end.hour * 60 + hours.end.minute


def site_of(grid: Grid, key: str, rooms: Sequence[Room], *, tele: bool) -> facts.Site:
    """Rooms counted as a site of the problem."""
    less = Counter(slot for room in rooms for slot in grid.touched_by(room.closed))
    return facts.Site(key, tele, len(rooms), dict(less))


def _therapy(service: Service, seats: int | None) -> facts.Therapy:
    most = service.most if seats is None else max(1, min(service.most, seats - 1))
    return facts.Therapy(
        id=service.key,
        slots=slots_of(service.minutes),
        min=min(service.least, most),
        max=most,
        open=service.is_open,
        gendered=service.by_gender,
        family=service.with_family,
    )


def _variants(told: SiteWeek) -> Iterator[Variant]:
    """Languages that somebody needs, and genders where somebody wishes for them."""
    languages = _languages(told)
    for language in languages:
        yield Variant(variant_id(language), language, None)
    wished = {person.gender for person in told.people if person.same_gender and person.gender}
    before = {(held.language, held.gender) for held in told.held_before if held.gender}
    by_gender = any(service.by_gender for service in told.services)
    for language in languages:
        for gender in sorted(wished | {gender for said, gender in before if said == language}):
            if by_gender:
                yield Variant(variant_id(language, gender), language, gender)


def _languages(told: SiteWeek) -> list[str]:
    """The fewest languages, the most spoken first, in which everybody has one; and last week's."""
    spoken = Counter(language for person in told.people for language in set(person.languages))
    led = {language for leader in told.leaders for language in leader.languages}
    wanted: list[str] = []
    for language, _ in sorted(spoken.items(), key=lambda each: (-each[1], each[0])):
        without = [person for person in told.people if not set(wanted) & set(person.languages)]
        if language in led and any(language in person.languages for person in without):
            wanted.append(language)
    before = sorted({held.language for held in told.held_before} - set(wanted))
    return wanted + before or ["en"]


def _leader(grid: Grid, site: str, leader: Leader) -> facts.Facilitator:
    works = frozenset[Slot]().union(
        *(grid.within(each.weekday, each.begin, each.end) for each in leader.hours)
    )
    days = {grid.slots[slot].day for slot in works}
    return facts.Facilitator(
        id=leader.key,
        max_hours=leader.weekly_minutes // SLOT_MINUTES,
        leads=leader.leads,
        langs=frozenset(leader.languages),
        gender=None,
        avail=works - grid.touched_by(leader.away),
        site_by_day=dict.fromkeys(sorted(days), site),
        tele=leader.by_video,
    )


def _participant(
    grid: Grid, told: SiteWeek, person: Person, services: Mapping[str, Service]
) -> facts.Participant:
    need = {
        key: -(-minutes // services[key].minutes) * slots_of(services[key].minutes)
        for key, minutes in person.need.items()
        if key in services and minutes
    }
    alone = slots_of(told.hour_minutes) if person.wants_hour else 0
    asked = sum(need.values()) + alone
    here = _here(grid, person) - grid.touched_by(person.elsewhere)
    least = person.floor_minutes // SLOT_MINUTES
    day = person.most_minutes_a_day if person.most_minutes_a_day is not None else DAY_AT_MOST
    return facts.Participant(
        id=person.key,
        phase=person.phase,
        min_hours=least,
        max_hours=max(least, asked) + BEYOND_NEED // SLOT_MINUTES,
        min_days=DAYS_AT_LEAST if person.floor_minutes >= NINE_HOURS else min(1, least),
        max_hours_day=day // SLOT_MINUTES,
        need=need,
        langs=frozenset(person.languages),
        gender=person.gender or None,
        same_gender=_same_gender(person, services, need),
        site=told.site,
        mode=person.mode,
        avail=here - grid.touched_by(_busy_spans(grid, person, with_travel=True)),
        tele_avail=here - grid.touched_by(_busy_spans(grid, person, with_travel=False)),
        family_avail=frozenset[Slot]().union(
            *(grid.within(each.weekday, each.begin, each.end) for each in person.family)
        ),
        pref=_dislikes(grid, person),
        counselors=person.counselors if person.wants_hour else (),
        avoid=person.apart,
        avoid_fac=person.avoids,
    )


def _same_gender(person: Person, services: Mapping[str, Service], need: Mapping[str, int]) -> frozenset[str]:
    if not (person.same_gender and person.gender):
        return frozenset()
    return frozenset(key for key in need if services[key].by_gender)


def _here(grid: Grid, person: Person) -> frozenset[Slot]:
    return frozenset(
        slot
        for slot in grid.all
        if (person.here_from is None or person.here_from <= grid.day(slot))
        and (person.here_until is None or grid.day(slot) < person.here_until)
    )


def _busy_spans(grid: Grid, person: Person, *, with_travel: bool) -> Iterator[Span]:
    for busy, zone in person.busy:
        travel = timedelta(minutes=busy.travel_minutes if with_travel else 0)
        # Trap: a day more on each side, since in another zone, or with the way, it may reach into the week.
        days = [grid.week.monday + timedelta(days=number) for number in range(-1, 8)]
        for span in busy.spans_in(days, zone):
            assert span.end is not None  # a busy time has an end
            yield Span(span.start - travel, span.end + travel)


def busy_minutes(grid: Grid, person: Person) -> int:
    """How much of the week's slots the person's own times take."""
    return SLOT_MINUTES * len(grid.touched_by(_busy_spans(grid, person, with_travel=False)))


def _dislikes(grid: Grid, person: Person) -> dict[Slot, int]:
    found: dict[Slot, int] = {}
    for each in person.dislikes:
        for slot in grid.within(each.hours.weekday, each.hours.begin, each.hours.end):
            found[slot] = max(found.get(slot, 0), each.much)
    return found


def _previous(grid: Grid, told: SiteWeek, variants: set[str], *, by_video: bool) -> Week:
    offered = {service.key for service in told.services}
    groups = []
    for held in told.held_before:
        slot = grid.find(held.weekday, held.begin.hour * 60 + held.begin.minute)
        variant = variant_id(held.language, held.gender)
        is_known = held.service in offered and variant in variants and (by_video or not held.by_video)
        if slot is not None and is_known:
            site = VIDEO if held.by_video else told.site
            groups.append(Group(held.service, variant, site, slot, held.leader, held.members))
    alone = {}
    due = {person.key for person in told.people if person.wants_hour}
    for person, (weekday, begin) in told.hours_before.items():
        slot = grid.find(weekday, begin.hour * 60 + begin.minute)
        if slot is not None and person in due:
            alone[person] = slot
    return Week(tuple(groups), alone)


def with_cover(problem: Problem) -> Problem:
    """The same, where cover counselors stay only with people whose own counselor has no time for them.

    The solver takes any of a person's counselors as good as the other, so one's own would be passed over.
    """
    people = tuple(
        replace(person, counselors=_counselors(problem, person)) for person in problem.participants
    )
    return replace(problem, participants=people)


def _counselors(problem: Problem, person: facts.Participant) -> tuple[str, ...]:
    known = tuple(key for key in person.counselors if key in problem.facilitator)
    if not known or known[0] != person.counselors[0]:
        return known  # one's own is not here at all
    both = person.tele_avail & problem.facilitator[known[0]].avail
    fits = any(
        (run := problem.run(slot, problem.individual_slots)) is not None and both.issuperset(run)
        for slot in both
    )
    return known[:1] if fits else known
