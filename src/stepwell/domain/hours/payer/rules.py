"""A payer's rules as dated data, so that a day can be counted again years later by the rules of that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    """What a payer pays by, and how many whole minutes make one; a day is one, whatever its length."""

    DAY = "day"
    QUARTER_HOUR = "15min"
    HOUR = "hour"

    def of(self, minutes: int) -> int:
        """Whole units in so many minutes, never rounded up.

        >>> Unit.QUARTER_HOUR.of(44), Unit.DAY.of(200), Unit.DAY.of(0)
        (2, 1, 0)
        """
        if self is Unit.DAY:
            return int(minutes > 0)
        return minutes // (15 if self is Unit.QUARTER_HOUR else 60)


@dataclass(frozen=True)
class Mix:
    """So many minutes of one kind in a week."""

    kind: str
    minutes: int


@dataclass(frozen=True)
class Edition:
    """The rules of some days, both ends counted; open where no end is told. None asks for nothing."""

    begins: date
    ends: date | None = None
    unit: Unit = Unit.DAY
    kinds: frozenset[str] = frozenset({"group", "individual", "family"})
    day_minutes: int | None = None
    week_minutes: int | None = None
    week_days: int | None = None
    largest_group: int | None = None
    note_required: bool = True
    note_hours: int | None = None
    """A note signed later than so many hours after the session ended is too late."""
    plan_required: bool = True
    plan_days: int | None = None
    """A plan is in force for so many days from its first; None where it lasts until its end."""
    authorization_required: bool = False
    mix: tuple[Mix, ...] = ()
    week_binds: bool = False
    """True where no day of a week counts that falls short; otherwise the week says so, and its days stand."""
    floor_minutes: int | None = None
    """The clinical dose of a week, which is told beside and no payer's rule."""
    ceiling_minutes: int | None = None
    source: str = ""

    def holds_on(self, day: date) -> bool:
        return self.begins <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class RuleSet:
    """The editions of one payer's rules."""

    name: str
    editions: Sequence[Edition]

    def on(self, day: date) -> Edition | None:
        """The edition in force on a day: of several the one that began last; None where none is."""
        in_force = [edition for edition in self.editions if edition.holds_on(day)]
        return max(in_force, key=lambda edition: edition.begins, default=None)
