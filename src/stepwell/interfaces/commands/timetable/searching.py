"""A search for a plan at the command line: told of as it goes, in its file at any time, stopped politely."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from stepwell.domain.timetable.check import Checked, check
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.files import write_plan
from stepwell.domain.timetable.plan import Plan
from stepwell.interfaces.commands.progress import say
from stepwell.interfaces.commands.timetable import reading
from stepwell.interfaces.commands.timetable.stopping import LeftBehind, Stop, found, stop_on_signals

if TYPE_CHECKING:
    from stepwell.domain.timetable.solver.solved import Solved

_BETWEEN = 1.0  # seconds between two plans written on the way
_OVERTIME = 1.25  # times its seconds that a search may take on a busy machine
_MOMENT = 5.0  # seconds to begin and to end


@dataclass(frozen=True)
class Searched:
    """What a search came to; `left_behind` when a step that can't be interrupted is still running."""

    best: Best
    judged: Checked
    left_behind: bool


def search(
    problem: Problem,
    file: Path,
    work: Callable[[Best, Stop], Solved | None],
    *,
    seconds: float,
    start: Plan | None = None,
) -> Searched:
    """The best plan found is in the file, also when stopped early; breaches it still has are told.

    Work that found nothing legal gives None; the file then holds the start, or what is locked, or nothing.
    Work that goes far beyond its seconds, in a step that can't be cut short, is not waited for.
    """
    best = Best(problem, file, start=start)
    left_behind = False
    with stop_on_signals() as stop:
        try:
            solved = found(lambda: work(best, stop), stop, at_most=seconds * _OVERTIME + _MOMENT)
        except LeftBehind:
            solved, left_behind = None, True
        if solved is not None:
            best.take(solved)
        judged = best.write()
    if stop():
        say(f"Stopped early; the best plan so far is in {file}.")
    elif left_behind:
        say(f"Time is up; the best plan so far is in {file}.")
    for breach in judged.breaches:
        say(breach.sentence)
    return Searched(best, judged, left_behind)


def end(searched: Searched) -> int:
    """The exit code: 0, or 1 when a rule stays broken. Ends at once where something is still running."""
    code = 0 if searched.judged.is_legal else 1
    if searched.left_behind:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


class Best:
    """The best plan so far, in its file soon after it is found, with what is proven of it."""

    def __init__(self, problem: Problem, file: Path, *, start: Plan | None = None) -> None:
        self.problem = problem
        self._file = file
        self._began = time.monotonic()
        self._written_at = float("-inf")
        self._plan = start or _locked_only(problem)
        self._judged = check(problem, self._plan)
        self._bound: float = 0
        self._is_solved = False
        self._one_at_a_time = RLock()  # the solver tells of plans in a thread of its own

    def take(self, solved: Solved) -> None:
        """Keep a plan that is better, and a bound that is higher; tell of it, and write it before long."""
        with self._one_at_a_time:
            self._bound = max(self._bound, solved.bound)
            judged = check(self.problem, solved.plan)
            if not self._is_solved or _is_better(judged, self._judged):
                self._plan, self._judged, self._is_solved = solved.plan, judged, True
            costs = self._judged.costs
            say(
                f"{self._seconds:6.1f} s  objective {costs.objective}  bound {self._bound:g}"
                f"  gap {costs.gap(self._bound):.2%}  soft gap {costs.soft_gap(self._bound):.2%}"
            )
            if time.monotonic() - self._written_at > _BETWEEN:
                self.write()

    def write(self) -> Checked:
        """The best plan is in its file as a whole; what it costs and breaks."""
        with self._one_at_a_time:
            plan = replace(self._plan, problem=self.problem.name)
            reading.write(self._file, write_plan(plan, self.said()))
            self._written_at = time.monotonic()
            return self._judged

    @property
    def plan(self) -> Plan:
        """The best plan so far."""
        return self._plan

    def said(self) -> dict[str, object]:
        """What is written of the plan beside its groups and hours."""
        costs = self._judged.costs
        return {
            "objective": costs.objective,
            "cost": costs.by_name(),
            "bound": self._bound,
            "gap": costs.gap(self._bound),
            "soft_gap": costs.soft_gap(self._bound),
            "status": self._status,
            "seconds": round(self._seconds, 3),
        }

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._began

    @property
    def _status(self) -> str:
        if self._judged.is_legal and self._bound >= self._judged.objective:
            return "optimal"
        return "bounded" if self._bound > 0 else "feasible"


def _is_better(one: Checked, other: Checked) -> bool:
    return (len(one.breaches), one.objective) < (len(other.breaches), other.objective)


def _locked_only(problem: Problem) -> Plan:
    """What there is before anything has been found: what is locked, if that is a week already."""
    locked = Plan(problem.name, problem.locked.groups, problem.locked.individual)
    return locked if check(problem, locked).is_legal else Plan(problem.name)
