"""Many sites solved by several workers, beside single sites solved one after the other by one.

    python -m bench.timetable.workers
    python -m bench.timetable.workers --sites 4 --people 24 --seconds 4    (a short run)

Twenty sites of 120 people are one draft, as the manager's page queues it: a job decides which video groups
the sites share, then each site's week is a job, and two workers take them. Beside it ten of the same sites,
each a draft of its own, are solved in sequence by one worker. Both go through the product's own queue, worker
and tables, and each site has the same seconds, so it is told beside the times how good the plans are.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 3600
PORT = 20525
"""Each worker has a mail server of its own, from this port on."""


@dataclass(frozen=True)
class Asked:
    """How much is solved."""

    sites: int
    people: int
    workers: int
    seconds: int
    singles: int


@dataclass(frozen=True)
class Measured:
    """Seconds from the first job on the queue to the last plan, and what the plans are."""

    seconds: float
    told: dict[str, Any]

    @property
    def gap(self) -> float:
        """How much could still be spared at most, over all sites."""
        objective: int = self.told["objective"]
        return (objective - self.told["bound"]) / objective if objective else 0.0


def main() -> int:
    """Measure, and print a table and the ratio."""
    asked = _asked()
    single = _measure(asked, drafts=asked.singles, sites=1, workers=1)
    every = _measure(asked, drafts=1, sites=asked.sites, workers=asked.workers)
    print("| | sites | people each | workers | seconds | gap | shared groups | seats in them | broken |")
    print("|---|---|---|---|---|---|---|---|---|")
    print(_line("one after the other", asked.singles, asked.people, 1, single))
    print(_line("one draft", asked.sites, asked.people, asked.workers, every))
    print()
    ratio = every.seconds / single.seconds
    print(
        f"{asked.sites} sites by {asked.workers} workers take {ratio:.2f} times as long"
        f" as {asked.singles} single ones in sequence."
    )
    return 0 if not single.told["broken"] and not every.told["broken"] else 1


def _asked() -> Asked:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sites", type=int, default=20)
    parser.add_argument("--people", type=int, default=120)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=int, default=20, help="for each site")
    parser.add_argument("--singles", type=int, help="single sites beside it; as many as each worker has")
    told = parser.parse_args()
    singles = told.singles or max(1, told.sites // told.workers)
    return Asked(told.sites, told.people, told.workers, told.seconds, singles)


def _line(name: str, sites: int, people: int, workers: int, found: Measured) -> str:
    told = found.told
    cells = (
        name,
        sites,
        people,
        workers,
        f"{found.seconds:.1f}",
        f"{found.gap:.1%}",
        told["shared"],
        told["seats"],
        told["broken"],
    )
    return f"| {' | '.join(map(str, cells))} |"


def _measure(asked: Asked, *, drafts: int, sites: int, workers: int) -> Measured:
    """In an empty folder: so many drafts of so many sites, one queued when the one before is solved."""
    with tempfile.TemporaryDirectory(prefix="stepwell-workers-") as folder:
        os.environ["STEPWELL_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "stepwell.site.settings"
        _run_command("migrate")
        spent = 0.0
        with _workers(workers):
            for number in range(drafts):
                _run_command("queue", *map(str, (sites, asked.people, asked.seconds, number * sites)))
                began = time.monotonic()
                _wait(began)
                spent += time.monotonic() - began
        return Measured(spent, json.loads(_run_command("told")))


def _wait(began: float) -> None:
    while _run_command("waiting") != "0":
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError("The workers did not end in an hour.")
        time.sleep(0.5)


@contextmanager
def _workers(number: int) -> Iterator[None]:
    running = [_worker(turn) for turn in range(number)]
    try:
        yield
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait()


def _worker(number: int) -> subprocess.Popen[bytes]:
    port = {"STEPWELL_SINK_PORT": str(PORT + number)}
    command = [sys.executable, "-m", "stepwell", "worker", "--every", "0.2"]
    return subprocess.Popen(
        command,
        env={**os.environ, **port},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _run_command(*words: str) -> str:
    """Something with the database, in a process of its own as a page would be."""
    command = [sys.executable, "-m", "bench.timetable.queued", *words]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    return done.stdout.strip()


if __name__ == "__main__":
    raise SystemExit(main())
