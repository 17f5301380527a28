"""`stepwell worker` as a process of its own, with the demo's mail server in it."""

from __future__ import annotations

import shutil
import smtplib
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import installation

pytestmark = pytest.mark.embedded

WISHES = """
from stepwell.records.people.models import ContactWishes
print(ContactWishes.objects.get(person__given_name="Sam").stopped_at is not None)
"""

ENQUEUE = """
from worker_task import leave_a_mark
leave_a_mark.enqueue({mark!r})
"""

AS_IF_ITS_WORKER_HAD_DIED = """
from datetime import timedelta
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from stepwell.kernel import clock
started_at = clock.now() - timedelta(minutes={minutes})
DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=started_at)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installation.make(tmp_path_factory.mktemp("worker") / "data")


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A fresh copy for each test."""
    return Path(shutil.copytree(made, tmp_path / "data"))


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def is_listening(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def test_a_reply_with_the_stop_word_stops_messages(folder: Path) -> None:
    port = free_port()
    worker = subprocess.Popen(
        [sys.executable, "-m", "stepwell.interfaces.commands.main", "worker"],
        env=installation.environment(folder, STEPWELL_SINK_PORT=str(port)),
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + 30
        while not is_listening(port) and time.monotonic() < end:
            time.sleep(0.1)
        with smtplib.SMTP("127.0.0.1", port) as server:
            words = "From: sam@test.stepwell.invalid\r\nTo: reminders@localhost\r\n\r\nStop\r\n"
            server.sendmail("sam@test.stepwell.invalid", ["reminders@localhost"], words)
    finally:
        worker.terminate()
        assert worker.wait(timeout=20) == 0
    assert installation.in_scope(folder, WISHES) == "True"


def work_once(folder: Path) -> None:
    done = installation.stepwell(
        folder, "worker", "--once", STEPWELL_SMTP_URL=f"smtp://127.0.0.1:{free_port()}"
    )
    assert done.returncode == 0, done.stderr


def test_a_queued_task_is_done_once(folder: Path, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    installation.in_scope(folder, ENQUEUE.format(mark=str(mark)))
    work_once(folder)
    work_once(folder)
    assert mark.read_text() == "done\n"


def test_a_queued_task_whose_worker_died_is_taken_up_by_the_next(folder: Path, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    installation.in_scope(folder, ENQUEUE.format(mark=str(mark)))
    installation.in_scope(folder, AS_IF_ITS_WORKER_HAD_DIED.format(minutes=5))
    work_once(folder)
    assert not mark.exists()
    installation.in_scope(folder, AS_IF_ITS_WORKER_HAD_DIED.format(minutes=16))
    work_once(folder)
    assert mark.read_text() == "done\n"


def test_the_command_tells_where_the_trail_breaks(folder: Path) -> None:
    import sqlite3

    installation.in_scope(
        folder,
        """
from stepwell.actions import charts, readers
from stepwell.records.people.models import Account
import cast
by = readers.of(Account.objects.get(email="sam@test.stepwell.invalid"))
for _ in range(3):
    charts.open_own(by, what="record", at=cast.AT)
""",
    )
    assert installation.stepwell(folder, "audit", "verify").returncode == 0
    connection = sqlite3.connect(folder / "stepwell.sqlite3")
    connection.execute("DROP TRIGGER audit_accessline_never_update")
    connection.execute("UPDATE audit_accessline SET actor = 'Nobody' WHERE sequence = 2")
    connection.commit()
    connection.close()
    broken = installation.stepwell(folder, "audit", "verify")
    assert broken.returncode == 1
    assert "Stepwell Test Program: broken: line 2 (" in broken.stdout
    (folder / "keys" / "trail-anchors.jsonl").write_text("?\n")
    unreadable = installation.stepwell(folder, "audit", "verify")
    assert (unreadable.returncode, unreadable.stderr.count("\n")) == (2, 1)


def test_the_command_rotates_keys(folder: Path) -> None:
    done = installation.stepwell(folder, "keys", "rotate")
    assert done.returncode == 0
    assert "5 people's keys wrapped anew" in done.stdout
    assert "5 of 5 keys wrapped anew" in done.stderr
