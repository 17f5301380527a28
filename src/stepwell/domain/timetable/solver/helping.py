"""Who would have to move so that somebody gets what they lack: as few as may be, as many as it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from stepwell.domain.timetable.facts import Participant
from stepwell.domain.timetable.laid import Held, Laid
from stepwell.domain.timetable.solver.known import Known
from stepwell.domain.timetable.solver.lacking import worth_of_a_group
from stepwell.domain.timetable.solver.part import Wish
from stepwell.domain.timetable.solver.places import Key, Place

_CHOICES = 12  # groups to be opened that are thought of
_MOVERS = 36  # so many members of other groups may come along to another time
_OPENINGS = 6  # so many groups to be opened are filled with people who have time
_SPARE = 2  # so many more than needed are asked, for each of them
_ROOM = 3  # so many members are asked to make room in each full group
_CROWD = 120  # so many members are asked where few were not enough


def alone(week: Laid, people: Iterable[str]) -> Wish:
    """These people are free, and nobody else."""
    therapies = frozenset(week.problem.therapy)
    reach = dict.fromkeys(people, therapies)
    return Wish(reach, worth_of_a_group(week, reach))


def helps(
    week: Laid, person: str, known: Known, *, fellows: Collection[str] = (), widely: bool = False
) -> Iterator[Wish]:
    """Parts in which the person is free, and others as far as it could help; one for each thing lacking.

    These are members of the groups that the person could join were they not full (`widely`: also those who
    could not go elsewhere at once), members of small groups of the same kind that could be held when the
    person has time, people who have time for a new one, and those who have the same counselor if it is the
    individual hour that is missing (`widely`: with each group that the counselor leads, one after the
    other). `fellows` are others who lack something; who lacks the same comes along.
    """
    wish = alone(week, [person])
    worth = worth_of_a_group(week, {person, *fellows})
    helping = _Helping(week, person, known, widely=widely)
    for therapy in helping.wanted(wish.worth.get(person, {})):
        alike = [each for each in fellows if worth.get(each, {}).get(therapy)]
        others = dict.fromkeys([*helping.with_group(therapy), *alike], (therapy,))
        if others:
            yield Wish({**others, **wish.people}, worth, _CHOICES)
    if person in week.hours:
        return
    hours = dict.fromkeys(helping.with_counselor(), ())
    if not widely:
        yield Wish({**hours, **wish.people}, wish.worth)
        return
    for held in helping.led_by_counselor():
        members = dict.fromkeys(held.members, (held.therapy.id,))
        yield Wish({**hours, **members, **wish.people}, wish.worth, opens={held.group.place})


_Own = tuple[set[int], int, Mapping[int, int], set[tuple[int, str]]]


class _Helping:
    def __init__(self, week: Laid, person: str, known: Known, *, widely: bool) -> None:
        self._week, self._person, self._known, self._widely = week, week.person(person), known, widely
        self._owned: dict[tuple[str, int], _Own] = {}
        self._held: dict[Key, list[Held]] = defaultdict(list)
        for held in week.held:
            self._held[held.group.place].append(held)
        self._places: dict[str, list[Place]] = defaultdict(list)
        for place in known.of_person.get(person, ()):
            self._places[place.therapy.id].append(place)

    def wanted(self, worth: Mapping[str, int]) -> list[str]:
        """Therapies the person could have at all, and that help most, or half as much for an hour of them."""
        by_hour = {each: worth[each] / self._places[each][0].length for each in worth if self._places[each]}
        most = max(by_hour.values(), default=0)
        return sorted(
            (each for each, value in by_hour.items() if value and value >= most / 2),
            key=lambda each: (-by_hour[each], each),
        )

    def with_group(self, therapy: str) -> dict[str, None]:
        """Who could help the person to a group of this therapy."""
        places = self._places[therapy]
        standing = [held for place in places for held in self._held.get(place.key, ())]
        helping = dict.fromkeys(self._making_room(standing, therapy))
        helping.update(dict.fromkeys(self._movers(therapy, {place.key for place in places})))
        helping.update(dict.fromkeys(self._fillers(places)))
        helping.pop(self._person.id, None)
        return helping

    def with_counselor(self) -> Iterator[str]:
        """Those who have the same counselors."""
        for counselor in self._person.counselors:
            for hour in self._week.hours_given.get(counselor, ()):
                yield hour.person

    def led_by_counselor(self) -> Iterator[Held]:
        """The groups that their counselors lead, which others could lead, or could be at another time."""
        for held in self._week.held:
            if held.group.facilitator in self._person.counselors:
                yield held

    def _making_room(self, standing: Sequence[Held], therapy: str) -> Iterator[str]:
        """Members of full groups: a few of each who could go to another, or very many."""
        full = [held for held in standing if len(held.members) >= held.therapy.max]
        if self._widely:
            yield from [member for held in full for member in held.members][:_CROWD]
            return
        for held in full:
            able = [each for each in held.members if self._could_change(each, held)]
            yield from able[:_ROOM]

    def _could_change(self, person: str, now: Held) -> bool:
        """True where a group of the same therapy has a seat for the person at another time."""
        return any(
            len(held.members) < held.therapy.max and self._has_time(person, place, but=now)
            for place in self._known.of_person.get(person, ())
            if place.therapy.id == now.therapy.id
            for held in self._held.get(place.key, ())
        )

    def _movers(self, therapy: str, here: set[Key]) -> Iterator[str]:
        """Members of the smallest groups that are held when the person has no time."""
        groups = [
            held
            for held in self._week.held
            if held.therapy.id == therapy and held.group.place not in here and _suits(self._person, held)
        ]
        asked = 0
        for held in sorted(groups, key=lambda each: len(each.members)):
            asked += len(held.members)
            if asked > _MOVERS:
                break
            yield from held.members

    def _fillers(self, places: Sequence[Place]) -> Iterator[str]:
        """People who have time for a group that could be opened, for those that would cost least."""
        could = [each for each in map(self._filled, places) if each is not None]
        for _, _, people in sorted(could, key=lambda each: each[:2])[:_OPENINGS]:
            yield from people

    def _filled(self, place: Place) -> tuple[int, Key, list[str]] | None:
        least = max(0, place.therapy.min - 1)
        dislikes = sorted(
            (sum(self._week.person(each).pref.get(slot, 0) for slot in place.slots), each)
            for each in place.people
            if each != self._person.id and self._has_time(each, place)
        )
        if len(dislikes) < least:
            return None
        cost = sum(dislike for dislike, _ in dislikes[:least])
        return cost, place.key, [each for _, each in dislikes[: least + _SPARE]]

    def _has_time(self, person: str, place: Place, but: Held | None = None) -> bool:
        """True when the person could come without giving up anything, except this group."""
        taken, total, by_day, had = self._own(person, but)
        facts, day, length = self._week.person(person), place.day, place.length
        return (
            taken.isdisjoint(place.slots)
            and total + length <= facts.max_hours
            and by_day.get(day, 0) + length <= facts.max_hours_day
            and (day, place.therapy.id) not in had
        )

    def _own(self, person: str, but: Held | None) -> _Own:
        """What the person has besides this group: slots, hours, hours by day, therapies by day."""
        known = self._owned.get((person, id(but)))
        if known is None:
            seats = [held for held in self._week.seats_of(person) if held is not but]
            hour = self._week.hours.get(person)
            spans = [(held.day, held.slots) for held in seats] + ([(hour.day, hour.slots)] if hour else [])
            by_day: dict[int, int] = defaultdict(int)
            for day, slots in spans:
                by_day[day] += len(slots)
            taken = {slot for _, slots in spans for slot in slots}
            had = {(held.day, held.therapy.id) for held in seats}
            known = self._owned[person, id(but)] = (taken, len(taken), by_day, had)
        return known


def _suits(person: Participant, held: Held) -> bool:
    """True of a group the person could be in, were it at a time that suits."""
    return (
        (held.site.tele or held.site.id == person.site)
        and held.variant.lang in person.langs
        and held.variant.gender in (None, person.gender)
        and not (held.variant.gender is None and held.therapy.id in person.same_gender)
    )
