"""When people are free (evening workers, school runs, rotas, those with time), and when leaders work."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from stepwell.domain.timetable.facts import Block, SlotFacts

Free = frozenset[int]
Hours = Iterable[tuple[int, int]]
"""Days and hours of the clock."""
WEEKDAYS = range(5)
SATURDAY = 5
OPEN = (*range(8, 12), *range(13, 21))


def week() -> tuple[SlotFacts, ...]:
    """Five days of twelve hours in three blocks, and Saturday morning."""
    hours = [(day, hour) for day in WEEKDAYS for hour in OPEN]
    hours += [(SATURDAY, hour) for hour in range(9, 13)]
    return tuple(SlotFacts(day, 60 * hour, _block(day, hour)) for day, hour in hours)


def _block(day: int, hour: int) -> Block:
    if hour < 12 or day == SATURDAY:
        return "am"
    return "pm" if hour < 17 else "ev"


SLOTS = week()
_AT = {(slot.day, slot.minute // 60): index for index, slot in enumerate(SLOTS)}


def slots_of(hours: Hours) -> Free:
    """The slots on these days and hours; what lies outside the week is left out."""
    return frozenset(_AT[each] for each in hours if each in _AT)


@dataclass(frozen=True)
class Life:
    """When somebody can come, when they can be on video, and when their family can too."""

    in_person: Free
    video: Free
    family: Free


def life(random: Random) -> Life:
    """One person's week: a way of life, with a few hours of one's own taken out of it."""
    drawn = random.choices(LIVES, (45, 22, 13, 20))[0](random)
    taken = frozenset[int]()
    if random.random() < 0.3:
        first = random.randrange(len(SLOTS) - 2)
        taken = frozenset(range(first, first + random.choice((1, 2, 2))))
    return Life(drawn.in_person - taken, drawn.video - taken, drawn.family - taken)


def _works_by_day(random: Random) -> Life:
    """Free in the evening and on Saturday; the way from work takes an hour."""
    until = 18 if random.random() < 0.9 else 19
    saturday = [(SATURDAY, hour) for hour in range(9, 13)]
    come = slots_of([(day, hour) for day in WEEKDAYS for hour in range(until, 21)] + saturday)
    video = slots_of([(day, hour) for day in WEEKDAYS for hour in range(until - 1, 21)] + saturday)
    return Life(come, video, video)


def _school_runs(random: Random) -> Life:
    """Free while the children are at school; by video also when they sleep."""
    come = slots_of((day, hour) for day in WEEKDAYS for hour in range(9, 14))
    late = [(day, hour) for day in WEEKDAYS for hour in ((19, 20) if random.random() < 0.7 else (14, 15))]
    video = come | slots_of(late)
    at_home = set(random.sample(WEEKDAYS, 2))
    family = {slot for slot in video if SLOTS[slot].day in at_home or SLOTS[slot].minute >= 19 * 60}
    return Life(come, video, frozenset(family))


def _has_time(random: Random) -> Life:
    """Free all week; the family after work or on some days."""
    every = frozenset(range(len(SLOTS)))
    days = set(random.sample(WEEKDAYS, 2))
    family = {slot for slot in every if SLOTS[slot].day in (*days, SATURDAY) or SLOTS[slot].minute >= 16 * 60}
    return Life(every, every, frozenset(family))


def _by_rota(random: Random) -> Life:
    """Early, late and night shifts and days off, another one each day."""
    come: list[tuple[int, int]] = []
    video: list[tuple[int, int]] = []
    for day in WEEKDAYS:
        free = random.choice((range(8, 17), range(16, 21), range(15, 21), range(8, 21), range(10, 21)))
        video += [(day, hour) for hour in free]
        if random.random() < 0.6:  # after some shifts one can't come
            come += [(day, hour) for hour in free[1:]]
    if random.random() < 0.5:
        come += [(SATURDAY, hour) for hour in range(9, 13)]
    family = slots_of(each for each in video if each[1] >= 16 or each[0] % 2 == 0)
    return Life(slots_of(come), slots_of(come) | slots_of(video), family)


LIVES: tuple[Callable[[Random], Life], ...] = (_works_by_day, _school_runs, _has_time, _by_rota)

_EARLY, _LATE, _MIDDLE = range(8, 16), range(13, 21), range(10, 19)


def shifts(random: Random) -> Free:
    """When one leader works: early, late, by turns or in the middle of the day; some have a day off."""
    kind = random.choices(("early", "late", "turns", "middle"), (27, 35, 28, 10))[0]
    off = random.choice(WEEKDAYS) if random.random() < 0.3 else None
    hours = [(day, hour) for day in WEEKDAYS if day != off for hour in _shift(kind, day)]
    if random.random() < 0.25:
        hours += [(SATURDAY, hour) for hour in range(9, 13)]
    return slots_of(hours)


def _shift(kind: str, day: int) -> range:
    if kind == "turns":
        return _LATE if day % 2 else _EARLY
    return {"early": _EARLY, "late": _LATE, "middle": _MIDDLE}[kind]
