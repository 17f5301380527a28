"""`stepwell start` without the demo: what it prints, keeps alive and leaves behind."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from stepwell.interfaces.commands import ports

PATIENCE = 60.0

pytestmark = pytest.mark.embedded


class Started:
    """A running `stepwell start` that has printed its first page."""

    def __init__(self, data: Path, *words: str) -> None:
        self.data = data
        self.process = subprocess.Popen(
            command("start", "--data", str(data), *words),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        self.printed = list(self._until_address())

    def _until_address(self) -> Iterator[str]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            yield line.strip()
            if re.fullmatch(r"http://127\.0\.0\.1:\d+/", line.strip()):
                return

    @property
    def address(self) -> str:
        return self.printed[-1]

    def children(self, module: str) -> list[int]:
        """Processes of this start that run a module, by the kernel's word."""
        return [pid for pid, parent, words in processes() if parent == self.process.pid and module in words]

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=20)


def processes() -> Iterator[tuple[int, int, str]]:
    """Each process of this machine: its number, its parent's, and its command line."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "stat").read_text().rpartition(")")[2].split()
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it ended while we looked
            continue
        yield int(folder.name), int(status[1]), words


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "stepwell.interfaces.commands.main", *words]


def environment() -> dict[str, str]:
    kept = {
        k: v for k, v in os.environ.items() if k not in {"DJANGO_SETTINGS_MODULE", "STEPWELL_DATABASE_URL"}
    }
    return {**kept, "PYTHONPATH": os.pathsep.join(sys.path)}


def refused(*words: str) -> str:
    """What a start that can't be says, in its one sentence."""
    done = subprocess.run(
        command("start", *words),
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    return done.stderr.strip().splitlines()[-1]


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as page:
            return bool(page.status == 200)
    except OSError:
        return False


def in_time(so: object) -> bool:
    """True as soon as it is so; False when it is not so in time."""
    assert callable(so)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if so():
            return True
        time.sleep(0.1)
    return False


def is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the tests of this file open one after another."""
    return tmp_path_factory.mktemp("start") / "data"


@pytest.fixture(scope="module")
def running() -> Iterator[list[Started]]:
    """Everything these tests started, the last one perhaps still running."""
    begun: list[Started] = []
    yield begun
    for one in begun:
        if one.process.poll() is None:
            one.end(signal.SIGTERM)
        pipes: list[IO[str] | None] = [one.process.stdout, one.process.stderr]
        for pipe in pipes:
            if pipe is not None:
                pipe.close()


@pytest.fixture
def started(data: Path, running: list[Started]) -> Started:
    """The one that runs; after a test that ended it, a new one."""
    if not running or running[-1].process.poll() is not None:
        running.append(Started(data, "--empty"))
    return running[-1]


def test_the_first_page_answers_at_the_address_that_is_printed(started: Started) -> None:
    assert answers(started.address)


def test_an_empty_folder_gives_its_first_manager_a_way_in(started: Started) -> None:
    links = [line for line in started.printed if "/enter/" in line]

    assert len(links) == 1
    assert started.address in links[0]


def test_nobody_gets_a_door_of_the_demo_outside_the_demo(started: Started) -> None:
    assert not any("/demo/" in line for line in started.printed)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_at_once_with_everything_it_started(started: Started, number: signal.Signals) -> None:
    children = started.children("commands")
    assert len(children) == 2

    code = started.end(number)

    assert code == 0
    assert all(is_gone(child) for child in children)


def test_nothing_outlives_a_kill(started: Started) -> None:
    children = started.children("commands")

    started.end(signal.SIGKILL)

    assert in_time(lambda: all(is_gone(child) for child in children))
    assert in_time(lambda: not answers(started.address))


@pytest.mark.parametrize("module", ["commands.serving", "commands.main worker"])
def test_a_child_that_dies_is_started_again(started: Started, module: str) -> None:
    before = started.children(module)

    os.kill(before[0], signal.SIGKILL)

    assert in_time(lambda: len(started.children(module)) == 1 and started.children(module) != before)
    assert in_time(lambda: answers(started.address))


def test_a_second_start_on_the_same_folder_is_refused(started: Started, data: Path) -> None:
    assert "already running" in refused("--data", str(data))


def test_a_port_that_is_asked_for_and_taken_is_refused(started: Started, tmp_path: Path) -> None:
    port = started.address.rstrip("/").rpartition(":")[2]

    assert f"Port {port} is in use" in refused("--data", str(tmp_path), "--port", port)


def test_the_usual_port_gives_way_when_it_is_taken(started: Started) -> None:
    taken = int(started.address.rstrip("/").rpartition(":")[2])

    assert ports.choose(None) != taken


def test_a_folder_with_real_records_never_starts_over(started: Started, data: Path) -> None:
    started.end(signal.SIGTERM)

    assert "only a demo starts over" in refused("--data", str(data), "--over")


def test_data_of_a_newer_program_is_left_alone(started: Started, data: Path) -> None:
    started.end(signal.SIGTERM)
    later = ("people", "9999_from_the_future")
    with sqlite3.connect(data / "stepwell.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2030-01-01')", later
        )

    said = refused("--data", str(data))

    with sqlite3.connect(data / "stepwell.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE app = ? AND name = ?", later)
    assert "newer Stepwell" in said


def test_a_start_that_was_cut_short_is_begun_again(tmp_path: Path) -> None:
    first = Started(tmp_path, "--empty")
    first.end(signal.SIGTERM)
    with sqlite3.connect(tmp_path / "stepwell.sqlite3") as database:
        database.execute("DELETE FROM people_onetimelink")
        database.execute("UPDATE tenancy_organization SET is_demo = 1, name = 'Half a demo'")
    (tmp_path / "unfinished").touch()

    again = Started(tmp_path, "--empty")

    again.end(signal.SIGTERM)
    with sqlite3.connect(tmp_path / "stepwell.sqlite3") as database:
        assert database.execute("SELECT name FROM tenancy_organization").fetchall() == [("Our program",)]
    assert not (tmp_path / "unfinished").exists()


def test_real_records_stay_whatever_an_old_mark_says(started: Started, data: Path) -> None:
    started.end(signal.SIGTERM)
    with sqlite3.connect(data / "stepwell.sqlite3") as database:
        before = database.execute("SELECT id FROM tenancy_organization").fetchall()
    (data / "unfinished").touch()

    Started(data, "--empty").end(signal.SIGTERM)

    with sqlite3.connect(data / "stepwell.sqlite3") as database:
        assert database.execute("SELECT id FROM tenancy_organization").fetchall() == before


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, running: list[Started]) -> Started:
    """A demo that was loaded, stopped and started over."""
    folder = tmp_path_factory.mktemp("demo")
    first = Started(folder)
    first.end(signal.SIGTERM)
    over = Started(folder, "--over")
    running.insert(0, first)
    running.insert(0, over)
    return over


def test_a_demo_gives_every_role_a_door(demo: Started) -> None:
    labels = [line.partition("  ")[0] for line in demo.printed[:-1]]

    assert labels == ["Participant", "Family", "Counselor", "Intake", "Manager", "Privacy officer"]


def test_every_door_of_the_demo_opens(demo: Started) -> None:
    assert all(answers(line.split()[-1]) for line in demo.printed[:-1])


def test_a_demo_that_started_over_is_there_once(demo: Started) -> None:
    with sqlite3.connect(demo.data / "stepwell.sqlite3") as database:
        assert database.execute("SELECT is_demo FROM tenancy_organization").fetchall() == [(1,)]
