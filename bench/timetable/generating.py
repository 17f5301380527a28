"""Problems like those of a real program, of any size: the same numbers give the same problem, everywhere.

    python -m bench.timetable.generating 600 > problem.json

A room for about 25 people of a site, a leader for seven, two thirds who can come only in the evening or in
school hours, Spanish-speaking groups that few can lead. Nobody's facts are in it.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from bench.timetable import lives, simple
from bench.timetable.lives import Free
from stepwell.domain.timetable import files
from stepwell.domain.timetable.facts import (
    Facilitator,
    Mode,
    Participant,
    Problem,
    Site,
    Therapy,
    Variant,
    Week,
    Weights,
)

VIDEO = "TELE"
SITES = {24: 1, 60: 1, 120: 2, 150: 2, 240: 3, 400: 4, 600: 5}
"""Places of the sizes that are measured; any other size has one for 120 people."""
WEIGHTS = Weights(
    unmet_hour=1000,
    therapy_short=400,
    day_short=500,
    indiv_missing=800,
    group_hour=20,
    pref=1,
    mode=2,
    trip=2,
    cont=6,
    lead=4,
    load60=1,
    load80=2,
    excess=3,
    indiv_moved=3,
)
THERAPIES = (
    Therapy("CBT", 1, 4, 12, open=True, gendered=False, family=False),
    Therapy("DBT", 2, 4, 12, open=False, gendered=True, family=False),
    Therapy("MI", 1, 4, 12, open=True, gendered=False, family=False),
    Therapy("RP", 1, 4, 12, open=True, gendered=False, family=False),
    Therapy("PSY", 1, 4, 12, open=True, gendered=False, family=False),
    Therapy("FAM", 2, 4, 12, open=False, gendered=False, family=True),
)
VARIANTS = (
    Variant("en", "en", None),
    Variant("es", "es", None),
    Variant("en-f", "en", "f"),
    Variant("en-m", "en", "m"),
)
NEEDS = {
    1: {"CBT": 2, "DBT": 2, "MI": 1, "RP": 1, "PSY": 1},
    2: {"CBT": 2, "DBT": 2, "RP": 2, "PSY": 1},
    3: {"CBT": 1, "RP": 2, "PSY": 1},
}
HOURS = {1: (9, 11, 3), 2: (9, 11, 3), 3: (6, 8, 2)}
"""At least, at most, and on how many days, by phase."""
MODES: tuple[Mode, ...] = ("in", "either", "tele")
IN_COMMON = 8
"""So many hours a week a person and their counselor are both free, where that can be had."""
CROWD = 100
"""From so many people on there are enough who speak Spanish only, or want their own gender, for groups."""
STAYED = 0.88
"""How many of this week's people were here last week."""


def problem(
    people: int, *, seed: int = 0, sites: int | None = None, locked: int = 0, last_week: bool = True
) -> Problem:
    """A week to be solved for so many people.

    With `locked`, so many groups and individual hours must stay. They can.
    Without `last_week` nobody was here before.
    """
    number = sites or SITES.get(people) or max(1, round(people / 120))
    random = Random(f"stepwell timetable {people} {number} {seed}")
    names = [f"S{index}" for index in range(number)]
    leaders = tuple(_leader(index, names, random) for index in range(max(7, -(-people // 7))))
    given = Counter[str]()
    made = Problem(
        name=f"gen-{people}-{number}-{seed}",
        slots=lives.SLOTS,
        max_parallel=3,
        therapies=THERAPIES,
        variants=VARIANTS,
        sites=(*(Site(name, False, 2 + people // number // 40) for name in names), _video(people)),
        facilitators=leaders,
        participants=_kept_apart(
            [_person(index, names, leaders, given, random) for index in range(people)], random
        ),
        previous=Week(),
        locked=Week(),
        weights=WEIGHTS,
    )
    return _after_a_week(made, random, locked) if last_week else made


def _video(people: int) -> Site:
    return Site(VIDEO, True, -(-people // 60))


def _leader(index: int, sites: Sequence[str], random: Random) -> Facilitator:
    skills = [each.id for each in THERAPIES]
    leads = {skill for skill in skills if random.random() < 0.83}
    leads |= set(random.sample(skills, 4)) if len(leads) < 4 else set()
    home = sites[index % len(sites)]
    other = random.choice(sites) if random.random() < 0.2 else home
    away = set(random.sample(range(5), 2))
    return Facilitator(
        id=f"F{index}",
        max_hours=random.choice((20, 24, 24, 28, 30)),
        leads=frozenset(leads),
        langs=frozenset({"en", "es"} if index % 3 == 0 else {"en"}),
        gender=random.choice("fm"),
        avail=lives.shifts(random),
        site_by_day={day: other if day in away else home for day in range(6)},
        tele=random.random() < 0.8,
    )


def _person(
    index: int, sites: Sequence[str], leaders: Sequence[Facilitator], given: Counter[str], random: Random
) -> Participant:
    crowd = len(leaders) * 7 >= CROWD
    phase = random.choices((1, 2, 3), (49, 25, 26))[0]
    least, most, days = HOURS[phase]
    life = lives.life(random)
    langs = random.choices((("en",), ("es",), ("en", "es")), (79, 10, 11) if crowd else (86, 0, 14))[0]
    gender = random.choices("mf", (65, 35))[0]
    with_family = random.random() < 0.36
    shy = crowd and random.random() < 0.07 and "en" in langs and "DBT" in NEEDS[phase]
    site = sites[index % len(sites)] if random.random() < 0.9 else random.choice(sites)
    counselor = _counselor(site, langs, life.video, leaders, given)
    shy_of = random.choice(leaders).id if random.random() < 0.02 else counselor.id
    return Participant(
        id=f"P{index}",
        phase=phase,
        min_hours=least,
        max_hours=most,
        min_days=days,
        max_hours_day=4,
        need={**NEEDS[phase], **({"FAM": 2} if with_family else {})},
        langs=frozenset(langs),
        gender=gender,
        same_gender=frozenset({"DBT"} if shy else ()),
        site=site,
        mode=random.choices(MODES, (45, 38, 17))[0],
        avail=life.in_person,
        tele_avail=life.video,
        family_avail=life.family if with_family else frozenset(),
        pref=_dislikes(random),
        counselors=(counselor.id,),
        avoid=frozenset(),
        avoid_fac=frozenset({shy_of} - {counselor.id}),
    )


def _counselor(
    site: str, langs: Sequence[str], free: Free, leaders: Sequence[Facilitator], given: Counter[str]
) -> Facilitator:
    """Who has the fewest so far of those here who speak the language and are there when one is free."""
    choices = [each for each in leaders if len(each.avail & free) >= IN_COMMON] or leaders
    choices = [each for each in choices if not each.langs.isdisjoint(langs)] or choices
    choices = [each for each in choices if site in each.site_by_day.values()] or choices
    chosen = min(choices, key=lambda each: given[each.id] / each.max_hours)
    given[chosen.id] += 1
    return chosen


def _dislikes(random: Random) -> dict[int, int]:
    """Half of the week's blocks are a little or more unwelcome, the same for all hours of a block."""
    blocks = dict.fromkeys((slot.day, slot.block) for slot in lives.SLOTS)
    minded = {block: random.randint(1, 3) for block in blocks if random.random() < 0.5}
    of_slot = {number: minded.get((slot.day, slot.block), 0) for number, slot in enumerate(lives.SLOTS)}
    return {number: dislike for number, dislike in of_slot.items() if dislike}


def _kept_apart(people: Sequence[Participant], random: Random) -> tuple[Participant, ...]:
    """One pair in thirty people must not meet, and each says so of the other."""
    apart: dict[str, set[str]] = {}
    for _ in range(len(people) // 30):
        one, other = random.sample(people, 2)
        apart.setdefault(one.id, set()).add(other.id)
        apart.setdefault(other.id, set()).add(one.id)
    return tuple(replace(each, avoid=frozenset(apart.get(each.id, ()))) for each in people)


def _after_a_week(made: Problem, random: Random, locked: int) -> Problem:
    """The same place a week later: some people are new, and some hours are no longer free."""
    here = tuple(each for each in made.participants if random.random() < STAYED)
    before = simple.plan(replace(made, participants=tuple(_with_other_hours(each, random) for each in here)))
    held = tuple(
        group
        for group in before.groups
        if random.random() < 0.95 and len(group.members) >= made.therapy[group.therapy].min
    )
    now = replace(made, previous=Week(held, dict(before.individual)))
    if not locked:
        return now
    again = simple.plan(now)
    stay = Week(again.groups[:locked], dict(list(again.individual.items())[:locked]))
    return replace(now, locked=stay)


def _with_other_hours(person: Participant, random: Random) -> Participant:
    """The same person last week, whose Saturday or one of whose days was another one for some."""
    if random.random() < 0.9:
        return person
    day = random.randrange(6)
    then = frozenset(number for number, slot in enumerate(lives.SLOTS) if slot.day == day)
    return replace(
        person,
        avail=person.avail - then,
        tele_avail=person.tele_avail - then,
        family_avail=person.family_avail - then,
    )


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Write a problem of this size to stdout.")
    parser.add_argument("people", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sites", type=int)
    parser.add_argument("--locked", type=int, default=0)
    given = parser.parse_args(words)
    made = problem(given.people, seed=given.seed, sites=given.sites, locked=given.locked)
    sys.stdout.buffer.write(files.write_problem(made) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
