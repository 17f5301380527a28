"""Whether the week of a curriculum reaches the hours that a program promises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stepwell.domain.curriculum.curriculum import Part
from stepwell.kernel.bilingual import Words

FLOOR_MINUTES = 9 * 60
"""What an adult IOP offers a week at least. Source: 42 CFR 424.24(d), certified need of 9 hours a week."""

_MATRIX_EARLY = (("Early recovery skills", 50, 2), ("Relapse prevention", 90, 2), ("Family education", 90, 1))
MATRIX_WEEK = tuple(Part(Words(title, title), minutes, times) for title, minutes, times in _MATRIX_EARLY)
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


def against_floor(week: Iterable[Part], floor: int = FLOOR_MINUTES) -> Against:
    """The week's minutes against what the program promises.

    >>> against_floor(MATRIX_WEEK), against_floor(MATRIX_WEEK).short
    (Against(minutes=370, floor=540), 170)
    """
    return Against(sum(part.minutes * part.times for part in week), floor)
