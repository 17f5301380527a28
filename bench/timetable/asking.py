"""Asks a contestant in a process of its own, listens, and has every plan judged by `check`."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.timetable.runs import Found, Run
from stepwell.domain.timetable import files
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Problem

ROOT = Path(__file__).resolve().parent.parent.parent
NEEDS = {"plain_cpsat": "ortools", "plain_timefold": "timefold"}
"""Libraries that the product doesn't need."""
_RUNNING: set[subprocess.Popen[str]] = set()
GRACE = 30.0
"""CPU seconds a contestant may go over its time, to tell its last plan, before its process is ended."""


def missing(contestant: str, python: str) -> str:
    """Why this contestant can't be asked here, or nothing."""
    library = NEEDS.get(contestant)
    if library and not _has(library, python):
        return f"{library} is not installed (pip 25.1 or newer: pip install --group bench)"
    if library == "timefold" and not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        return "there is no Java 17"
    return ""


def _has(library: str, python: str) -> bool:
    if python == sys.executable:
        return importlib.util.find_spec(library) is not None
    seen = subprocess.run([python, "-c", f"import {library}"], capture_output=True, check=False)
    return seen.returncode == 0


class Problems:
    """Problems by name, as values and as files that contestants read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, Problem] = {}

    def add(self, problem: Problem) -> str:
        """Keep a problem; its name."""
        if problem.name not in self._known:
            self._known[problem.name] = problem
            self.file(problem.name).write_bytes(files.write_problem(problem))
        return problem.name

    def file(self, name: str) -> Path:
        """Where contestants read it."""
        return self.folder / f"{name}.json"

    def __getitem__(self, name: str) -> Problem:
        return self._known[name]


@contextlib.contextmanager
def problems() -> Iterator[Problems]:
    """A folder for problems, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="stepwell-bench-") as folder:
        yield Problems(Path(folder))


def ask(
    contestant: str,
    problem: Problem,
    file: Path,
    *,
    seconds: float,
    python: str = sys.executable,
    seed: int = 0,
    more: dict[str, Any] | None = None,
    judged_by: Problem | None = None,
    heard: Callable[[str], None] = lambda words: None,
) -> Run:
    """Ask and listen until it is done. `judged_by` is the problem after events, where there were some."""
    run = Run(contestant, problem.name, len(problem.participants), seconds)
    run.failed = missing(contestant, python)
    if run.failed:
        return run
    task = {"problem": str(file), "seconds": seconds, "seed": seed, **(more or {})}
    process, errors = _started(contestant, python, seconds)
    watch = threading.Timer(seconds * 6 + 4 * GRACE, _end, (process,))
    watch.start()
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(BrokenPipeError), process.stdin:
            process.stdin.write(json.dumps(task))
        for line in process.stdout:
            listen(run, line, judged_by or problem)
            heard(_now(run))
        run.cpu = _cpu_when_done(process)
        errors.seek(0)
        last = errors.read().strip().splitlines()
        if process.returncode:
            ended = f"ended by {process.returncode}"
            run.failed = last[-1][:200] if last and not run.said else ended
    finally:
        watch.cancel()
        _end(process)
        _RUNNING.discard(process)
        errors.close()
    return run


def _started(contestant: str, python: str, seconds: float) -> tuple[subprocess.Popen[str], Any]:
    def limit() -> None:
        most = int(seconds + GRACE) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 5))

    errors = tempfile.TemporaryFile("w+")  # noqa: SIM115  # closed by the caller
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(map(str, (ROOT / "src", ROOT)))
    process = subprocess.Popen(
        [python, "-m", f"bench.timetable.contestants.{contestant}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        cwd=tempfile.gettempdir(),
        env=environment,
        start_new_session=True,
        preexec_fn=limit,
    )
    _RUNNING.add(process)
    return process, errors


def end_all() -> None:
    """End every contestant at once."""
    for process in list(_RUNNING):
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """End it and what it started."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            process.wait()


def _cpu_when_done(process: subprocess.Popen[str]) -> float:
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime


def listen(run: Run, line: str, problem: Problem) -> None:
    """Take one line of a contestant; a plan in it is judged."""
    try:
        told = json.loads(line)
    except json.JSONDecodeError:
        return  # a library's own chatter
    plan = told.pop("plan", None)
    if told.get("bound") is not None:
        run.bounds.append((told["cpu"], told["bound"]))
    if plan is not None:
        judged = check(problem, files.read_plan(json.dumps(plan), problem))
        found = Found(told["cpu"], judged.objective, judged.costs.shortage, len(judged.breaches))
        if judged.is_legal and (run.best is None or found.objective < run.best.objective):
            run.plan = plan
        run.found.append(found)
    run.said.append(told)


def _now(run: Run) -> str:
    cpu = run.said[-1]["cpu"] if run.said else 0.0
    best = f"{run.best.objective:,}" if run.best else "no plan"
    bound = "" if run.bound is None else f", bound {run.bound:,.0f}"
    return f"{run.problem} {run.contestant}: {cpu:.0f} of {run.seconds:.0f} CPU s, {best}{bound}"


def say(words: str) -> None:
    """Tell whoever waits."""
    print(words, file=sys.stderr, flush=True)
