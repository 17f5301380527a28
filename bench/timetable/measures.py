"""What is measured, one after the other; everything in CPU seconds of the contestant and what it started."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from bench.timetable import asking, drawing, generating, moves
from bench.timetable.asking import Problems, Run
from stepwell.domain.timetable import event_files, events, files
from stepwell.domain.timetable.facts import Problem

OURS, PLAIN, TIMEFOLD, SIMPLE = "stepwell_solve", "plain_cpsat", "plain_timefold", "simple_plan"
RECORDED = "recorded simple plan"
REPLAN_SECONDS = 2.0


@dataclass(frozen=True)
class Extent:
    """How much is measured: sizes, and CPU seconds for each contestant by size."""

    sizes: tuple[int, ...]
    ours: dict[int, float]
    baselines: dict[int, float]
    growth: tuple[int, ...]
    growth_gap: float
    growth_seconds: float
    replan: int
    replan_full: float
    explain: tuple[int, ...]
    sites: int
    site_people: int
    site_seconds: float
    site_gap: float

    def given(self, people: int) -> tuple[float, float]:
        """CPU seconds for us and for each baseline, at this size or the next to it."""
        near = min(self.ours, key=lambda size: abs(size - people))
        return self.ours[near], self.baselines[near]

    def seconds(self, measures: Iterable[str]) -> float:
        """CPU seconds that this takes at most, all measures together."""
        of_sizes = [self.given(size) for size in self.sizes]
        parts = {
            "quality": sum(ours + 2 * baseline for ours, baseline in of_sizes),
            "growth": len(self.growth) * self.growth_seconds,
            "replan": self.ours[self.replan] / 2 + 5 * (self.replan_full + REPLAN_SECONDS),
            "explain": 30.0 * len(self.explain),
            "sites": self.sites * 1.5 * self.site_seconds,
        }
        return sum(parts[name] for name in measures)


FULL = Extent(
    sizes=(24, 60, 120, 150, 240, 600),
    ours={24: 60, 60: 60, 120: 60, 150: 60, 240: 120, 400: 120, 600: 120, 2400: 300},
    baselines={24: 40, 60: 40, 120: 300, 150: 40, 240: 40, 400: 40, 600: 300, 2400: 300},
    growth=(120, 240, 600),
    growth_gap=0.05,
    growth_seconds=60,
    replan=600,
    replan_full=30,
    explain=(120, 600),
    sites=20,
    site_people=120,
    site_seconds=12,
    site_gap=0.03,
)
QUICK = Extent(
    sizes=(24, 60),
    ours=dict.fromkeys((24, 60, 120, 150, 240, 400, 600, 2400), 10),
    baselines=dict.fromkeys((24, 60, 120, 150, 240, 400, 600, 2400), 10),
    growth=(60, 120),
    growth_gap=0.1,
    growth_seconds=15,
    replan=60,
    replan_full=10,
    explain=(60,),
    sites=4,
    site_people=24,
    site_seconds=5,
    site_gap=0.05,
)


@dataclass
class Measured:
    """Everything that was found, as it grows."""

    quality: list[Run] = field(default_factory=list)
    growth: list[tuple[int, Run]] = field(default_factory=list)
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
            "growth": [{"people": people, **bare(run)} for people, run in self.growth],
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
        with ThreadPoolExecutor(self.workers) as pool:
            for run in pool.map(lambda job: self._ask(job[0], job[1], job[2]), jobs):
                self.measured.quality.append(run)
                self.keep()

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

        with ThreadPoolExecutor(self.workers) as pool:
            self.measured.growth += list(zip(sizes, pool.map(until, names), strict=True))

    def _plan(self, people: int) -> tuple[str, dict[str, Any]] | None:
        """Our plan for this size: of the runs so far, or made now."""
        for run in self.measured.quality:
            if run.contestant == OURS and run.people == people and run.plan:
                return run.problem, run.plan
        name = self.problems.add(generating.problem(people))
        run = self._ask(OURS, name, self.extent.ours.get(people, 60) / 2)
        return (name, run.plan) if run.plan else None

    def replan(self) -> None:
        """One event of each kind, and a full solve of the changed problem beside it."""
        made = self._plan(self.extent.replan)
        if made is None:
            return
        name, form = made
        problem = self.problems[name]
        drawn = list(drawing.events(problem, files.read_plan(json.dumps(form), problem)))
        with ThreadPoolExecutor(self.workers) as pool:
            for found in pool.map(lambda event: self._replanned(name, form, event), drawn):
                self.measured.replan.append(found)
                self.keep()

    def _replanned(self, name: str, form: dict[str, Any], event: drawing.Event) -> dict[str, Any]:
        problem, kind = self.problems[name], event["type"]
        before = files.read_plan(json.dumps(form), problem)
        happened = event_files.read_events(json.dumps(event).encode(), problem)
        changed = replace(events.after(problem, before, happened).problem, name=f"{name}-{kind}")
        more = {"plan": form, "event": event}
        quick = self._ask("stepwell_replan", name, REPLAN_SECONDS, more=more, judged_by=changed)
        full = self._ask(OURS, self.problems.add(changed), self.extent.replan_full)
        found: dict[str, Any] = {"event": kind, "people": len(problem.participants), "failed": quick.failed}
        if quick.plan:
            after = files.read_plan(json.dumps(quick.plan), changed)
            found["moves"], found["needless"] = moves.needless(changed, before, after)
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
        with ThreadPoolExecutor(2) as pool:
            both = list(pool.map(solve, names))
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
