"""A group that could be opened: what, where and when, before anybody leads it or comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stepwell.domain.timetable.facts import Problem, Site, Slot, Therapy, Variant


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """A group nobody leads yet. `beside` are the slots of its day that touch its own, its own included."""

    therapy: Therapy
    variant: Variant
    site: Site
    slots: tuple[Slot, ...]
    day: int
    beside: tuple[Slot, ...]

    @property
    def place(self) -> tuple[str, str, str, Slot]:
        """As `Group.place`."""
        return (self.therapy.id, self.variant.id, self.site.id, self.slots[0])


@dataclass(frozen=True, slots=True)
class Run:
    """Slots in a row within one block of one day, and those of the day that touch them."""

    slots: tuple[Slot, ...]
    day: int
    beside: tuple[Slot, ...]


def runs_of(problem: Problem, length: int) -> Iterator[Run]:
    """Every place in the week for something of this length."""
    for first in range(len(problem.slots)):
        slots = problem.run(first, length)
        if slots is not None:
            yield Run(slots, problem.slots[first].day, beside(problem, slots))


def beside(problem: Problem, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """The slots next to any of these on the same day: where one can't be elsewhere just before or after."""
    days = problem.slots
    return tuple(
        {
            near: None
            for slot in slots
            for near in (slot - 1, slot + 1)
            if 0 <= near < len(days) and days[near].day == days[slot].day
        }
    )
