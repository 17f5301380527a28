"""Who is predicted by weights that never saw them, beside the rule of missed weeks, and by group."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stepwell.domain.signals import features
from stepwell.domain.signals.judging import auroc, threshold
from stepwell.domain.signals.rows import PersonWeek
from stepwell.interfaces.commands.errors import CommandError
from stepwell.interfaces.commands.signals_training import train

FOLDS = 5
LONGEST = 3
"""Streaks of this many missed weeks and more are one class."""


@dataclass(frozen=True)
class Known:
    """Person-weeks with their facts and what happened."""

    rows: Sequence[PersonWeek]
    facts: Sequence[Sequence[float]]
    happened: Sequence[int]

    def only(self, places: Sequence[int]) -> Known:
        return Known(*([each[place] for place in places] for each in (self.rows, self.facts, self.happened)))  # type: ignore[arg-type]  # three lists of three kinds

    def places(self, wanted: Callable[[PersonWeek], bool]) -> list[int]:
        return [place for place, row in enumerate(self.rows) if wanted(row)]


@dataclass(frozen=True)
class Said:
    """What the weights and the rule of missed weeks say of each row."""

    weights: list[float]
    streak: list[float]


def known(rows: Sequence[PersonWeek], target: str) -> Known:
    """The rows whose target is known; facts come from every row of the person up to it."""
    facts = features.of_rows(rows)
    values = [row.number(target) for row in rows]
    for row, value in zip(rows, values, strict=True):
        if not math.isnan(value) and value not in (0, 1):
            raise CommandError(f'Line {row.line}, column "{target}": {value:g} is neither 0 nor 1.')
    kept = [place for place, value in enumerate(values) if not math.isnan(value)]
    if not kept:
        raise CommandError(f'No row says what happened: the column "{target}" is empty.')
    return Known([rows[k] for k in kept], [facts[k] for k in kept], [int(values[k]) for k in kept])


def said_of(judged: Known, learned: Known) -> Said:
    """What weights made from `learned` say of `judged`."""
    weights = train(learned.facts, learned.happened, {})
    rates = _rates(learned)
    return Said(
        [weights.probability(facts) for facts in judged.facts],
        [rates[_streak(row)] for row in judged.rows],
    )


def crossed(judged: Known) -> Said:
    """Five groups of people by lot; each is predicted by weights from the other four."""
    people = sorted({row.who for row in judged.rows})
    if len(people) < FOLDS:
        raise CommandError(f"Cross-validation needs {FOLDS} people or more; the file has {len(people)}.")
    random.Random(1).shuffle(people)  # noqa: S311 - groups by lot, nothing secret
    fold = {who: place % FOLDS for place, who in enumerate(people)}
    said = Said([0.0] * len(judged.rows), [0.0] * len(judged.rows))
    for each in range(FOLDS):
        held = judged.places(lambda row, each=each: fold[row.who] == each)  # type: ignore[misc]  # bound now
        rest = judged.places(lambda row, each=each: fold[row.who] != each)  # type: ignore[misc]  # bound now
        part = said_of(judged.only(held), judged.only(rest))
        for place, weight, streak in zip(held, part.weights, part.streak, strict=True):
            said.weights[place], said.streak[place] = weight, streak
    return said


def groups(judged: Known) -> dict[str, list[int]]:
    """The places of each group that the file's columns tell, by name."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(judged.rows):
        cells = row.cells
        for column, name in (("race_ethnicity", "race"), ("trial", "trial")):
            if cells.get(column):
                found[f"{name} {cells[column]}"].append(place)
        if "male" in cells and cells["male"] in ("0", "1"):
            found["sex m" if cells["male"] == "1" else "sex f"].append(place)
        if not math.isnan(age := row.number("age")):
            found["age under 30" if age < 30 else "age 30 to 44" if age < 45 else "age 45 and over"].append(
                place
            )
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class Work:
    """What calling a share of all weeks comes to."""

    share: float
    from_on: float
    called: int
    right: int
    sensitivity: float
    per_right: float
    people_reached: float
    """The share of people who stopped and were called in one of their weeks."""
    weeks_ahead: float
    """The median weeks from the first call to the last contact; not-a-number where it isn't told."""


def work(judged: Known, said: Sequence[float], share: float) -> Work:
    """The alerts of a workload, and what they found."""
    level = threshold(said, share)
    called = [place for place, p in enumerate(said) if p >= level]
    right = sum(judged.happened[place] for place in called)
    stopped = {row.who for row, y in zip(judged.rows, judged.happened, strict=True) if y}
    first: dict[str, PersonWeek] = {}
    for place in sorted(called, key=lambda place: judged.rows[place].week):
        first.setdefault(judged.rows[place].who, judged.rows[place])
    reached = {who: row for who, row in first.items() if who in stopped}
    ahead = sorted(
        row.number("last_contact_week") - row.week
        for row in reached.values()
        if "last_contact_week" in row.cells
    )
    return Work(
        share,
        level,
        len(called),
        right,
        right / max(1, sum(judged.happened)),
        len(called) / right if right else math.nan,
        len(reached) / max(1, len(stopped)),
        ahead[len(ahead) // 2] if ahead else math.nan,
    )


def by_trial(judged: Known, learned: Known) -> dict[str, tuple[int, float, float]]:
    """For each trial left out of learning: weeks, AUROC of the weights, AUROC of the streak rule."""
    found = {}
    for trial in sorted({row.cells.get("trial", "") for row in judged.rows}):
        held = judged.only(judged.places(lambda row, trial=trial: row.cells.get("trial", "") == trial))  # type: ignore[misc]  # bound now
        rest = learned.only(learned.places(lambda row, trial=trial: row.cells.get("trial", "") != trial))  # type: ignore[misc]  # bound now
        if not trial or not 0 < sum(rest.happened) < len(rest.happened):
            continue
        said = said_of(held, rest)
        streak = [float(_streak(row)) for row in held.rows]
        found[trial] = (len(held.rows), auroc(said.weights, held.happened), auroc(streak, held.happened))
    return found


def _streak(row: PersonWeek) -> int:
    value = row.number("missed_streak")
    return 0 if math.isnan(value) else min(LONGEST, int(value))


def _rates(learned: Known) -> list[float]:
    """How often it happened after so many missed weeks, drawn a little to the rate of all."""
    overall = sum(learned.happened) / len(learned.happened)
    counted = [[10 * overall, 10.0] for _ in range(LONGEST + 1)]
    for row, y in zip(learned.rows, learned.happened, strict=True):
        counted[_streak(row)][0] += y
        counted[_streak(row)][1] += 1
    return [hits / size for hits, size in counted]
