"""Many sites solved by several workers, beside one site solved by one.

    python -m bench.timetable.workers --sites 20 --people 120 --workers 2

Each site's week is a job on the queue, as the manager's page queues them. Both ways go through the product's
own queue, worker and tables.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 3600


@dataclass(frozen=True)
class Asked:
    """How much is solved."""

    sites: int
    people: int
    workers: int
    seconds: int


def main() -> int:
    """Measure, and print one line of a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=20)
    parser.add_argument("--people", type=int, default=120)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=int, default=20)
    options = parser.parse_args()
    asked = Asked(options.sites, options.people, options.workers, options.seconds)
    with tempfile.TemporaryDirectory(prefix="stepwell-workers-") as folder:
        os.environ["STEPWELL_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "stepwell.site.settings"
        _run_command("migrate")
        single = _measure(asked, sites=1, workers=1)
        every = _measure(asked, sites=asked.sites, workers=asked.workers)
    print("| sites | people each | workers | seconds | one site by one worker | in terms of one |")
    print("|---|---|---|---|---|---|")
    cells = (
        asked.sites,
        asked.people,
        asked.workers,
        f"{every:.1f}",
        f"{single:.1f}",
        f"{every / single:.1f}",
    )
    print(f"| {' | '.join(map(str, cells))} |")
    return 0


def _measure(asked: Asked, *, sites: int, workers: int) -> float:
    """Seconds from queued to solved."""
    _run_command("queue", str(sites), str(asked.people), str(asked.seconds))
    began = time.monotonic()
    running = [_worker(number) for number in range(workers)]
    try:
        while _run_command("waiting") != "0":
            if time.monotonic() - began > PATIENCE:
                raise TimeoutError("The workers did not end in an hour.")
            time.sleep(0.5)
        return time.monotonic() - began
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait()


def _worker(number: int) -> subprocess.Popen[bytes]:
    port = {"STEPWELL_SINK_PORT": str(20525 + number)}
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
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return done.stdout.strip()


if __name__ == "__main__":
    raise SystemExit(main())
