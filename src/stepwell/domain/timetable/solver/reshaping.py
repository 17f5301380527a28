"""A large week made better part by part, with most looks at the kinds of parts that gained most of late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from random import Random

from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.incumbent import Incumbent
from stepwell.domain.timetable.solver.known import Known
from stepwell.domain.timetable.solver.looking import (
    for_lacking,
    of_days,
    of_dear_people,
    of_kin,
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


class Reshaping:
    """A plan that gets better part by part, in as many goes as are wanted.

    Groups are opened in `cheap` places alone; for those who lack something, wherever they can be.
    """

    def __init__(self, near: Near, incumbent: Incumbent, *, seed: int, cheap: Known | None = None) -> None:
        self._near, self._incumbent = near, incumbent
        self._known, self._cheap = near.known, cheap or near.known
        chance = Random(seed)  # noqa: S311  # no secret hangs on it
        self._kinds = [*map(_Kind, _KINDS), _Kind(partial(of_kin, chance=chance))]
        self._looks = 0

    def go_on(self, budget: Budget, *, looks: int | None = None) -> None:
        """Make the plan better until no part brings anything, or the budget or the number of looks ends."""
        until = None if looks is None else self._looks + looks
        while not budget.is_over and not self._incumbent.is_proven and self._looks != until:
            self._looks += 1
            kind, wish = self._next()
            if kind is None or wish is None:
                return
            before = self._near.judged.objective
            columns = self._near.gain(wish, budget.part(_SECONDS))
            kind.learn(before - self._near.judged.objective, columns, self._looks)
            if self._near.judged.objective < before:
                self._incumbent.offer(self._near.plan)

    def _next(self) -> tuple[_Kind | None, Wish | None]:
        def by_turn(kind: _Kind) -> float:
            return kind.looked

        def by_rate(kind: _Kind) -> float:
            return -kind.rate

        for kind in sorted(self._kinds, key=by_rate if self._looks % _OTHERWISE else by_turn):
            self._near.known = self._known if kind.wishes is for_lacking else self._cheap
            wish = kind.next(self._near)
            if wish is not None:
                return kind, wish
        return None, None
