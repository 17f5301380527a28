"""Several deeds begun together, each in a thread with a connection of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from cast import Cast
from stepwell.actions.refusals import Refusal
from stepwell.records.tenancy import scope

ON_A_FILE = "STEPWELL_TEST_SQLITE"
PATIENCE = 20.0
T = TypeVar("T")

needs_connections = pytest.mark.skipif(
    connection.vendor != "postgresql" and ON_A_FILE not in os.environ,
    reason="in memory SQLite has one connection; the last test of this file runs them on a file",
)
runs_them_on_a_file = pytest.mark.skipif(
    connection.vendor == "postgresql" or ON_A_FILE in os.environ, reason="the tests above run as they are"
)


def at_once(cast: Cast, *doing: Callable[[], T]) -> list[T | Refusal]:
    """What came of each: its answer, or why it was refused."""
    together = Barrier(len(doing))

    def run(do: Callable[[], T]) -> T | Refusal:
        try:
            with scope.within(cast.organization.pk):
                together.wait(PATIENCE)
                return do()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(doing)) as pool:
        return list(pool.map(run, doing))


def refused_at_once(cast: Cast, *doing: Callable[[], object]) -> list[Refusal]:
    """What was refused of them, in the order they are named."""
    return [one for one in at_once(cast, *doing) if isinstance(one, Refusal)]


def run_on_a_file(tests: str, folder: Path) -> str:
    """Run the tests of a file on SQLite in a file, where each thread has its connection; what pytest says."""
    environment = {**os.environ, ON_A_FILE: str(folder / "race.sqlite3")}
    environment.pop("PYTEST_XDIST_WORKER", None)
    asked = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", tests]
    here = Path(__file__).parents[2]
    done = subprocess.run(asked, env=environment, cwd=here, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout
