"""A worker that is killed while it sends: nothing is lost, and by its key everything arrives once."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

import installation

pytestmark = pytest.mark.embedded

LETTERS = 40

QUEUE = f"""
from datetime import timedelta
from stepwell.actions import enrolling, reaching, readers
from stepwell.kernel import clock
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import ContactWishes, Person
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance
now = clock.now()
ContactWishes.objects.update(safe_from="00:00", safe_until="00:00")
sam = Person.objects.get(given_name="Sam")
old = Attendance.objects.filter(person=sam).select_related("session").first()
for number in range({LETTERS}):
    start = now + timedelta(hours=20, minutes=number)
    end = start + timedelta(hours=1)
    session = Session.objects.create(site=old.session.site, title={{}}, starts_at=start, ends_at=end)
    attendance = Attendance.objects.create(session=session, person=sam, episode=old.episode, starts_at=start)
    reaching.queue(
        "before_session", key=f"letter:{{number}}", person_id=sam.pk, due_at=now, at=now,
        payload={{"attendance": str(attendance.pk), "starts_at": start.isoformat()}},
    )
"""

OUTCOMES = """
from stepwell.records.effects.models import OutboxRow
rows = OutboxRow.objects.filter(key__startswith="letter:")
print(*sorted(rows.values_list("outcome", flat=True)), sep=",")
"""


class SlowSink:
    """A mail server that takes its time, as one far away does."""

    def __init__(self) -> None:
        self.received: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        self.received.append(str(message_from_bytes(bytes(envelope.content))["Message-ID"]))
        await asyncio.sleep(0.05)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def sink() -> Iterator[tuple[SlowSink, str]]:
    slow, port = SlowSink(), free_port()
    controller = Controller(slow, hostname="127.0.0.1", port=port)
    controller.start()
    yield slow, f"smtp://127.0.0.1:{port}"
    controller.stop()


def start_worker(folder: Path, url: str) -> subprocess.Popen[bytes]:
    words = [
        sys.executable,
        "-m",
        "stepwell.interfaces.commands.main",
        "worker",
        "--lease",
        "3",
        "--every",
        "0.2",
    ]
    return subprocess.Popen(
        words, env=installation.environment(folder, STEPWELL_SMTP_URL=url), stderr=subprocess.DEVNULL
    )


def wait_for(condition: Any, *, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_a_killed_worker_loses_nothing_and_sends_nothing_twice_by_key(
    tmp_path: Path, sink: tuple[SlowSink, str]
) -> None:
    slow, url = sink
    folder = installation.make(tmp_path / "data")
    installation.in_scope(folder, QUEUE)
    first = start_worker(folder, url)
    try:
        assert wait_for(lambda: len(slow.received) >= 8, seconds=60)
    finally:
        first.kill()  # SIGKILL, between taking a letter and noting that it went
        first.wait()
    at_the_kill = len(slow.received)
    second = start_worker(folder, url)
    try:
        all_sent = ",".join(["sent"] * LETTERS)
        assert wait_for(lambda: installation.in_scope(folder, OUTCOMES) == all_sent, seconds=60)
    finally:
        second.terminate()
        assert second.wait(timeout=20) == 0  # and SIGTERM ends it cleanly
    counts = Counter(slow.received)
    assert at_the_kill < LETTERS
    assert len(counts) == LETTERS
    assert (
        sum(counts.values()) <= LETTERS + 1
    )  # only what was under way at the kill may come again, by its key
