"""The participants of the demo as written in people.csv: who they are and how it goes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from random import Random

from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.privacy.access import Role

SEED = "stepwell-demo-1"


def chance(about: str) -> Random:
    """The same luck for the same subject each time, whatever else is drawn before it."""
    return Random(f"{SEED}:{about}")  # noqa: S311  # stories, not secrets


@dataclass(frozen=True)
class Course:
    """Where a number began and where it stands: a total, or a craving."""

    first: int
    last: int

    def at(self, share: float) -> float:
        """The number after this share of the way, on a straight line."""
        return self.first + (self.last - self.first) * min(1.0, max(0.0, share))


@dataclass(frozen=True)
class Character:
    """One line of people.csv."""

    key: str
    given: str
    family: str
    preferred: str
    pronouns: str
    languages: tuple[str, ...]
    cohort: str
    days: tuple[int, ...]
    """Which of the cohort's three days a week."""
    counselor: str
    days_in: int
    """Days since the episode began; below zero before it begins."""
    state: EpisodeState
    steadiness: str
    phq9: Course | None
    gad7: Course | None
    craving: Course | None

    @property
    def language(self) -> str:
        """The language of the account."""
        return self.languages[0] if self.languages[0] in {"en", "es"} else "en"

    @property
    def role(self) -> Role:
        return Role.PARTICIPANT

    def starts_on(self, day_zero: date) -> date:
        return day_zero - timedelta(days=self.days_in)

    def born_on(self, day_zero: date) -> date:
        """Luis is 34, as told elsewhere; the others are between 21 and 66."""
        years = 34 if self.key == "luis" else chance(f"born {self.key}").randint(21, 66)
        return day_zero - timedelta(days=365 * years + 9 + chance(f"day {self.key}").randint(0, 300))


def read_characters() -> list[Character]:
    """Everybody, in the order in which they are told of."""
    return list(_read())


def _read() -> Iterator[Character]:
    text = files("stepwell.demo").joinpath("people.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        yield Character(
            key=row["key"],
            given=row["given"],
            family=row["family"],
            preferred=row["preferred"],
            pronouns=row["pronouns"],
            languages=tuple(row["languages"].split()),
            cohort=row["cohort"],
            days=tuple(int(day) for day in row["days"]),
            counselor=row["counselor"],
            days_in=int(row["days_in"]),
            state=EpisodeState(row["state"]),
            steadiness=row["steadiness"],
            phq9=_course(row["phq"]),
            gad7=_course(row["gad"]),
            craving=_course(row["craving"]),
        )


def _course(text: str) -> Course | None:
    if not text:
        return None
    first, last = text.split()
    return Course(int(first), int(last))
