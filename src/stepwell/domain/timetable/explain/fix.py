"""What would give somebody what is missing, as values: a page or a file says them in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from stepwell.domain.timetable.explain.shortage import Shortage
from stepwell.domain.timetable.facts import Problem, Slot
from stepwell.domain.timetable.plan import Group, Plan


class FixKind(Enum):
    """Ways to help, the gentlest first."""

    MOVE = "move"
    """The person's own week changes, among the groups that stand."""

    OPEN = "open"
    """A group is opened."""

    FREE = "free"
    """The person (or the family) frees an hour."""

    RELAX = "relax"
    """A rule gives way a little: one more seat, one more hour."""


@dataclass(frozen=True, slots=True)
class Loosened:
    """How far a rule gives way, and for what: a therapy, site, leader or person (`of`, by id).

    Either a number grows or shrinks from `before` to `after`, or `slots` are
    freed; `by_video` tells which of a person's free times those are.
    """

    rule: str
    of: str
    before: int = 0
    after: int = 0
    slots: tuple[Slot, ...] = ()
    by_video: bool = False


@dataclass(frozen=True, slots=True)
class Fix:
    """One change that was tried on a copy of the plan and found to break no rule.

    `joins` and `leaves` are groups that stand, `opens` the group to be opened
    with all its members, `hour` where the person's individual hour would move.
    `gains` is what others would no longer lack; `comes_along` are members of
    the new group who lack nothing it gives. `loses` is what the person would
    lack instead, which weighs less; mostly nothing. `gives` counts what the person
    would no longer lack, and `objective_change` what the plan would cost more
    (or less) all in all. `problem` and `plan` are the copies.
    """

    kind: FixKind
    gives: int
    objective_change: int
    joins: tuple[Group, ...] = ()
    leaves: tuple[Group, ...] = ()
    hour: Slot | None = None
    opens: Group | None = None
    gains: tuple[Shortage, ...] = ()
    comes_along: tuple[str, ...] = ()
    loses: tuple[Shortage, ...] = ()
    loosened: tuple[Loosened, ...] = ()
    problem: Problem = field(repr=False, kw_only=True)
    plan: Plan = field(repr=False, kw_only=True)

    @property
    def size(self) -> tuple[int, int, int]:
        """How much it changes: pieces of rules, groups opened, seats taken or left."""
        pieces = sum(len(each.slots) or abs(each.after - each.before) for each in self.loosened)
        seats = len(self.joins) + len(self.leaves) + (self.hour is not None)
        return pieces, int(self.opens is not None), seats
