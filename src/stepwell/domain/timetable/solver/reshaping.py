"""A large week made better part by part, with most looks at the kinds of parts that gained most of late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.incumbent import Incumbent
from stepwell.domain.timetable.solver.looking import (
    for_lacking,
    of_days,
    of_dear_people,
    of_small_groups,
    of_therapies,
)
from stepwell.domain.timetable.solver.near import Near
from stepwell.domain.timetable.solver.part import Wish
from stepwell.domain.timetable.solver.program import FREE

_KINDS = (for_lacking, of_therapies, of_days, of_small_groups, of_dear_people)
_SECONDS = 8.0  # for one part
_LATELY = 0.3  # how much the last look counts
_OTHERWISE = 4  # one look of so many goes to the kind that has waited longest


@dataclass
class _Kind:
    """Parts of one kind, again and again. `rate`: what a column of them gained of late."""

    wishes: Callable[[Near], Iterator[Wish]]
    rate: float = FREE
    looked: int = 0
    running: Iterator[Wish] | None = None
    begun: Plan | None = None

    def next(self, near: Near) -> Wish | None:
        """The next part; None when all were looked at since the plan last changed."""
        wish = next(self.running, None) if self.running else None
        if wish is None and self.begun is not near.plan:
            self.running, self.begun = self.wishes(near), near.plan
            wish = next(self.running, None)
        return wish

    def learn(self, gained: float, columns: int, number: int) -> None:
        """Remember what a look brought."""
        rate = gained / max(1, columns)
        self.rate = rate if self.rate == FREE else (1 - _LATELY) * self.rate + _LATELY * rate
        self.looked = number


def reshape(near: Near, incumbent: Incumbent, budget: Budget) -> None:
    """Make the plan better until no part brings anything, or the budget ends."""
    kinds, number = [_Kind(each) for each in _KINDS], 0
    while not budget.is_over and not incumbent.is_proven:
        number += 1
        kind, wish = _next(kinds, near, number)
        if kind is None or wish is None:
            return
        before = near.judged.objective
        columns = near.gain(wish, budget.part(_SECONDS))
        kind.learn(before - near.judged.objective, columns, number)
        if near.judged.objective < before:
            incumbent.offer(near.plan)


def _next(kinds: list[_Kind], near: Near, number: int) -> tuple[_Kind | None, Wish | None]:
    def by_turn(kind: _Kind) -> float:
        return kind.looked

    def by_rate(kind: _Kind) -> float:
        return -kind.rate

    for kind in sorted(kinds, key=by_rate if number % _OTHERWISE else by_turn):
        wish = kind.next(near)
        if wish is not None:
            return kind, wish
    return None, None
