"""What is measured, one after the other; everything in CPU seconds of the contestant and what it started."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from msgspec import to_builtins

from bench.timetable import asking, drawing, generating, moves
from bench.timetable.asking import Problems
from bench.timetable.extent import FULL, REPLAN_SECONDS, Extent
from bench.timetable.runs import Run
from stepwell.domain.timetable import event_files, events, files
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.mending import mended

OURS, PLAIN, TIMEFOLD, SIMPLE = "stepwell_solve", "plain_cpsat", "plain_timefold", "simple_plan"
RECORDED = "recorded simple plan"


Task = TypeVar("Task")
Done = TypeVar("Done")


@dataclass
class Measured:
    """Everything that was found, as it grows."""

    quality: list[Run] = field(default_factory=list)
    growth: list[Run] = field(default_factory=list)
    replan: list[dict[str, Any]] = field(default_factory=list)
    explain: list[dict[str, Any]] = field(default_factory=list)
    sites: dict[str, Any] = field(default_factory=dict)
    extent: Extent = FULL

    def raw(self) -> dict[str, Any]:
        """As JSON, without the plans."""

        def bare(run: Run) -> dict[str, Any]:
            return {key: value for key, value in to_builtins(run).items() if key not in ("plan", "said")}

        return {
            "quality": [bare(run) for run in self.quality],
            "growth": [bare(run) for run in self.growth],
            "replan": self.replan,
            "explain": self.explain,
            "sites": self.sites,
        }


class Bench:
    """Asks, and keeps what was measured on the disk after each answer."""

    def __init__(
        self,
        problems: Problems,
        extent: Extent,
        *,
        given: Sequence[Path],
        python: str,
        workers: int,
        results: Path,
    ) -> None:
        self.problems, self.extent, self.given = problems, extent, given
        self.python, self.workers, self.results = python, workers, results
        self.measured = Measured(extent=extent)

    def run(self, name: str) -> None:
        """Measure one thing by its name."""
        getattr(self, name)()
        self.keep()

    def keep(self) -> None:
        """Write the raw numbers."""
        self.results.parent.mkdir(parents=True, exist_ok=True)
        self.results.write_text(json.dumps(self.measured.raw(), indent=1), encoding="utf-8")

    def quality(self) -> None:
        """Every contestant on every problem."""
        names = [self.problems.add(problem) for problem in self._of_every_size()]
        jobs = []
        for name in names:
            people = len(self.problems[name].participants)
            ours, baseline = self.extent.given(people)
            jobs += [(SIMPLE, name, 60.0), (OURS, name, ours)]
            jobs += [(each, name, baseline) for each in (PLAIN, TIMEFOLD)]
        self._recorded()
        jobs.sort(key=lambda job: job[2])
        for run in self._at_once(lambda job: self._ask(job[0], job[1], job[2]), jobs):
            self.measured.quality.append(run)
            self.keep()

    def _at_once(
        self, work: Callable[[Task], Done], tasks: Iterable[Task], workers: int = 0
    ) -> Iterator[Done]:
        """Do it with all of them, so many at once, and give each answer when it is there."""
        with ThreadPoolExecutor(workers or self.workers) as pool:
            futures = [pool.submit(work, each) for each in tasks]
            try:
                yield from (each.result() for each in as_completed(futures))
            except BaseException:  # stopped: nobody waits for the rest
                for each in futures:
                    each.cancel()
                asking.end_all()
                raise

    def _of_every_size(self) -> list[Problem]:
        if self.given:
            return [files.read_problem(each.read_bytes()) for each in self.given]
        return [generating.problem(size) for size in self.extent.sizes]

    def _recorded(self) -> None:
        """The simple plans that came with given problems."""
        for file in self.given:
            beside = file.with_suffix(".simple-plan.json")
            if beside.exists():
                problem = files.read_problem(file.read_bytes())
                run = Run(RECORDED, problem.name, len(problem.participants), 0)
                asking.listen(run, json.dumps({"cpu": 0, "plan": json.loads(beside.read_bytes())}), problem)
                self.measured.quality.append(run)

    def _ask(self, contestant: str, name: str, seconds: float, **options: Any) -> Run:
        told = [0.0]

        def heard(words: str) -> None:
            if time.monotonic() - told[0] > 10:
                told[0] = time.monotonic()
                asking.say(words)

        problem = self.problems[name]
        run = asking.ask(
            contestant,
            problem,
            self.problems.file(name),
            seconds=seconds,
            python=self.python if contestant in asking.NEEDS else sys.executable,
            heard=heard,
            **options,
        )
        asking.say(f"{run.problem} {contestant}: {in_short(run)}")
        return run

    def growth(self) -> None:
        """CPU until the same proven gap, with 120 people at each site."""
        sizes = self.extent.growth
        names = [
            self.problems.add(generating.problem(people, sites=max(1, people // 120), seed=7))
            for people in sizes
        ]
        more = {"until_gap": self.extent.growth_gap}

        def until(name: str) -> Run:
            return self._ask(OURS, name, self.extent.growth_seconds, more=more)

        for run in self._at_once(until, names):
            self.measured.growth.append(run)
            self.keep()

    def _plan(self, people: int) -> tuple[str, dict[str, Any]] | None:
        """Our plan for this size: of the runs so far, or made now."""
        for run in self.measured.quality:
            if run.contestant == OURS and run.people == people and run.plan:
                return run.problem, run.plan
        name = self.problems.add(generating.problem(people))
        run = self._ask(OURS, name, self.extent.given(people)[0])
        return (name, run.plan) if run.plan else None

    def replan(self) -> None:
        """One event of each kind, and all at once; beside it a full solve beginning with what was found."""
        made = self._plan(self.extent.replan)
        if made is None:
            return
        name, form = made
        problem = self.problems[name]
        plan = files.read_plan(json.dumps(form), problem)
        drawn: list[drawing.Event | list[drawing.Event]] = [*drawing.events(problem, plan)]
        drawn.append(drawing.several(problem, plan))
        for found in self._at_once(lambda event: self._replanned(name, form, event), drawn):
            self.measured.replan.append(found)
            self.keep()

    def _replanned(
        self, name: str, form: dict[str, Any], event: drawing.Event | list[drawing.Event]
    ) -> dict[str, Any]:
        problem, kind = self.problems[name], "several" if isinstance(event, list) else event["type"]
        before = files.read_plan(json.dumps(form), problem)
        happened = event_files.read_events(json.dumps(event).encode(), problem)
        changed = replace(events.after(problem, before, happened).problem, name=f"{name}-{kind}")
        more = {"plan": form, "event": event}
        quick = self._ask("stepwell_replan", name, REPLAN_SECONDS, more=more, judged_by=changed)
        begin = {"start": quick.plan} if quick.plan else None
        full = self._ask(OURS, self.problems.add(changed), self.extent.replan_full, more=begin)
        found: dict[str, Any] = {"event": kind, "people": len(problem.participants), "failed": quick.failed}
        if quick.plan:
            after = files.read_plan(json.dumps(quick.plan), changed)
            found["moves"], found["needless"] = moves.needless(changed, mended(changed, before), after)
        found["cpu"] = quick.said[-1]["cpu"] if quick.said else None
        found["objective"] = quick.best.objective if quick.best else None
        found["full"] = full.best.objective if full.best else None
        found["full_cpu"] = full.cpu
        return found

    def explain(self) -> None:
        """Every shortage of the simple plan."""
        for people in self.extent.explain:
            name = self.problems.add(generating.problem(people))
            simple = self._ask(SIMPLE, name, 60)
            run = self._ask("stepwell_explain", name, 600, more={"plan": simple.plan})
            seconds = sorted(each["seconds"] for each in run.said)
            self.measured.explain.append(
                {
                    "people": people,
                    "failed": run.failed,
                    "shortages": len(seconds),
                    "p95": seconds[int(0.95 * (len(seconds) - 1))] if seconds else None,
                    "max": seconds[-1] if seconds else None,
                    "fixes": sum(each["fixes"] for each in run.said),
                    "fixes_that_fail": sum(each["fixes_that_fail"] for each in run.said),
                }
            )
            self.keep()

    def sites(self) -> None:
        """So many sites by two workers, and half as many one after the other by one."""
        extent = self.extent
        names = [
            self.problems.add(generating.problem(extent.site_people, sites=1, seed=100 + number))
            for number in range(extent.sites)
        ]
        more = {"until_gap": extent.site_gap}

        def solve(name: str) -> Run:
            return self._ask(OURS, name, extent.site_seconds, more=more)

        began = time.monotonic()
        alone = [solve(name) for name in names[: extent.sites // 2]]
        between = time.monotonic()
        both = list(self._at_once(solve, names, workers=2))
        self.measured.sites = {
            "sites": extent.sites,
            "people": extent.site_people,
            "half_alone": between - began,
            "all_by_two": time.monotonic() - between,
            "cpu_half_alone": sum(run.cpu for run in alone),
            "cpu_all_by_two": sum(run.cpu for run in both),
            "gap": extent.site_gap,
            "worst_gap": max(run.gap() for run in both),
        }


def in_short(run: Run) -> str:
    """How it ended, in a line."""
    if run.failed and not run.said:
        return run.failed
    best = f"{len(run.said)} answers, no legal plan" if run.found else f"{len(run.said)} answers"
    if run.best:
        best = f"{run.best.objective:,} (gap {run.gap():.1%})"
    return f"done, {run.cpu:.1f} CPU s, {best}" + (f"; {run.failed}" if run.failed else "")
