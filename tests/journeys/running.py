"""Starts the product as a program starts it, `stepwell start` on a new folder, and ends it again."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Product:
    """A running `stepwell start` with the demo: its address, its doors, its data folder."""

    address: str
    doors: dict[str, str]
    data: Path

    def door(self, role: str) -> str:
        """The sign-in link of a role, by the label that `stepwell start` prints before it."""
        return self.doors[role]

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database says, read beside the running product."""
        base = sqlite3.connect(f"file:{self.data / 'stepwell.sqlite3'}?mode=ro", uri=True, timeout=10)
        try:
            return base.execute(query, values).fetchall()
        finally:
            base.close()

    def past_group(self, place: int) -> str:
        """The address of a group session of Priya's that is over, counted back from the latest.

        Whatever the hour, it can be marked: amending is allowed. Tests that mark
        take different ones, so that none meets what another wrote.
        """
        found = self.rows(
            "SELECT s.id FROM schedule_session s JOIN program_staff t ON t.id = s.leader_id"
            " JOIN attendance_attendance a ON a.session_id = s.id"
            " WHERE t.given_name = 'Priya' AND s.group_id IS NOT NULL AND s.ends_at < ?"
            " AND s.status <> 'cancelled' AND a.state <> 'not_expected'"
            " GROUP BY s.id HAVING count(*) >= 6 ORDER BY s.starts_at DESC LIMIT 1 OFFSET ?",
            datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S"),
            place,
        )
        return f"/desk/sessions/{UUID(found[0][0])}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(*, first_on_path: Path | None = None, **variables: str) -> Iterator[Product]:
    """The product with its demo until the block is left; Python looks into `first_on_path` first."""
    data = Path(tempfile.mkdtemp(prefix="stepwell-journey-"))
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("STEPWELL_", "DJANGO_"))}
    folders = [first_on_path] if first_on_path else []
    environment["PYTHONPATH"] = os.pathsep.join(map(str, [*folders, HERE.parents[1] / "src"]))
    if "STEPWELL_DATABASE_URL" in os.environ:
        pytest.skip("the journeys run on the embedded default; the suite runs on both databases")
    process = subprocess.Popen(
        [sys.executable, "-m", "stepwell", "start", "--data", str(data / "new"), "--port", str(free_port())],
        env=environment | variables,
        stdout=subprocess.PIPE,
        stderr=(data / "stderr").open("w"),
        text=True,
    )
    try:
        yield _read_output(process, data)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
        shutil.rmtree(data, ignore_errors=True)


def _read_output(process: subprocess.Popen[str], data: Path) -> Product:
    """Read the doors and wait for the line that is the address alone."""
    assert process.stdout is not None
    doors: dict[str, str] = {}
    address = ""
    lines = []
    for line in process.stdout:
        lines.append(line)
        if re.fullmatch(r"http://127\.0\.0\.1:\d+/\n", line):
            address = line.strip()
        elif link := re.search(r"(http://127\.0\.0\.1:\d+/demo/\S+)", line):
            doors[line.replace(link[1], "").strip()] = link[1]
        if address and len(doors) >= 6:
            return Product(address, doors, data / "new")
    raise AssertionError("stepwell start ended:\n" + "".join(lines) + (data / "stderr").read_text())
