"""How a contestant is asked and tells: a task on stdin, a line on stdout for each plan or bound.

CPU is that of the process and of everything it started, from when libraries and problem are read (building a
model counts) to when the plan is told.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stepwell.domain.timetable import files
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Plan

_TICKS = os.sysconf("SC_CLK_TCK")


def spent() -> float:
    """CPU seconds of this process and of all it started, those still running included."""
    mine = os.times()
    return sum(mine[:4]) + sum(map(_of_process, _descendants(os.getpid())))


def _descendants(process: int) -> Iterator[int]:
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
    except OSError:
        return
    for task in tasks:
        try:
            children = [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
        for child in children:
            yield child
            yield from _descendants(child)


def _of_process(process: int) -> float:
    try:
        after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(ticks) for ticks in after_name[11:15]) / _TICKS


@dataclass
class Task:
    """What is asked: a problem, so many CPU seconds, a seed, and whatever else a measurement needs."""

    problem: Problem
    seconds: float
    seed: int
    more: dict[str, Any]
    began: float = field(default_factory=spent)

    def cpu(self) -> float:
        """CPU seconds since the task was there."""
        return spent() - self.began

    def is_over(self) -> bool:
        """True when the CPU is used up."""
        return self.cpu() >= self.seconds

    def tell(self, plan: Plan | None = None, *, bound: float | None = None, **more: Any) -> None:
        """Tell what was found, now."""
        line: dict[str, Any] = {"cpu": round(self.cpu(), 3), **more}
        if bound is not None:
            line["bound"] = bound
        if plan is not None:
            line["plan"] = json.loads(files.write_plan(plan, {}))
        print(json.dumps(line), flush=True)

    def when_over(self, stop: Callable[[], object]) -> None:
        """Call this once, from another thread, when the CPU is used up."""
        done = threading.Event()

        def watch() -> None:
            while not done.wait(0.2):
                if self.is_over():
                    stop()
                    return

        threading.Thread(target=watch, daemon=True).start()


def task() -> Task:
    """The task on stdin."""
    asked = json.load(sys.stdin)
    problem = files.read_problem(Path(asked.pop("problem")).read_bytes())
    return Task(problem, float(asked.pop("seconds")), int(asked.pop("seed", 0)), asked)
