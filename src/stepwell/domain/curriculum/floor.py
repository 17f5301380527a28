"""Whether the week of a curriculum reaches the hours that a program promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from stepwell.domain.curriculum.curriculum import Curriculum, Kind, Module, Part
from stepwell.kernel.bilingual import Words

FLOOR_MINUTES = 9 * 60
"""What an adult IOP offers a week at least. Source: 42 CFR 424.24(d), certified need of 9 hours a week."""

MATRIX_WEEK = (
    Part(Words("Early recovery skills", "Habilidades para el comienzo"), 50, 2),
    Part(Words("Relapse prevention", "Prevención de recaídas"), 90, 2),
    Part(Words("Family education", "Educación familiar"), 90, 1, kind="family"),
)
"""A week of the Matrix model's first month, as published (SAMHSA, SMA 06-4152, 2006), to compare with."""


@dataclass(frozen=True)
class Against:
    """The minutes of a week beside the floor."""

    minutes: int
    floor: int

    @property
    def short(self) -> int:
        """How many minutes are missing; 0 when the floor is reached."""
        return max(0, self.floor - self.minutes)

    @property
    def is_reached(self) -> bool:
        """The week holds what is promised."""
        return self.minutes >= self.floor


def against_floor(week: Iterable[Part], floor: int = FLOOR_MINUTES) -> Against:
    """The week's minutes against what the program promises.

    >>> against_floor(MATRIX_WEEK), against_floor(MATRIX_WEEK).short
    (Against(minutes=370, floor=540), 170)
    """
    return Against(sum(part.in_all for part in week), floor)


def minutes_by_kind(week: Iterable[Part]) -> dict[Kind, int]:
    """The week's minutes by who is in the room, in the order in which the week names them.

    >>> minutes_by_kind(MATRIX_WEEK)
    {'group': 280, 'family': 90}
    """
    minutes: Counter[Kind] = Counter()
    for part in week:
        minutes[part.kind] += part.in_all
    return dict(minutes)


def not_taught_whole(curriculum: Curriculum) -> tuple[Module, ...]:
    """The modules with more sessions than the weeks have room for: nobody could see all of them."""
    times = Counter[str]()
    for part in curriculum.week:
        if part.module is not None:
            times[part.module] += part.times
    return tuple(one for one in curriculum.modules if times[one.id] * curriculum.weeks < len(one.sessions))
