"""Writers on SQLite: one after another, none lost, and none left waiting for one that died."""

import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from stepwell.site.fair_sqlite.base import DatabaseWrapper

pytest.importorskip("fcntl", reason="this machine has no lock to wait on")
pytestmark = pytest.mark.django_db  # the tests' own database is not touched: this lets connections be opened

TIMES = 25


def test_threads_write_one_after_another_and_nothing_is_lost(tmp_path: Path) -> None:
    database = made(tmp_path)

    with ThreadPoolExecutor(4) as together:
        list(together.map(lambda _: count_up(database, TIMES), range(4)))

    assert counted(database) == 4 * TIMES


def test_processes_write_one_after_another_and_nothing_is_lost(tmp_path: Path) -> None:
    database = made(tmp_path)

    others = [another_process(database, f"count_up(path, {TIMES})") for _ in range(2)]
    count_up(database, TIMES)

    assert [other.wait(timeout=60) for other in others] == [0, 0]
    assert counted(database) == 3 * TIMES


def test_who_is_killed_while_writing_holds_nobody(tmp_path: Path) -> None:
    database = made(tmp_path)
    holder = another_process(database, "begin(opened(path)); print('begun', flush=True); time.sleep(60)")
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == "begun"

    holder.kill()
    holder.wait(timeout=10)
    count_up(database, 1)

    assert counted(database) == 1


def test_what_is_taken_back_or_closed_lets_the_next_one_write(tmp_path: Path) -> None:
    database = made(tmp_path)
    first, second = opened(database), opened(database)

    begin(first)
    first.rollback()
    begin(second)
    second.close()
    count_up(database, 1)

    assert counted(database) == 1


def another_process(database: Path, words: str) -> "subprocess.Popen[str]":
    begin = f"""
        import sys, time
        from pathlib import Path
        sys.path[:0] = {[str(Path(__file__).parent), *sys.path]!r}
        from test_fair_sqlite import begin, count_up, opened
        path = Path({str(database)!r})
    """
    return subprocess.Popen(
        [sys.executable, "-c", f"{textwrap.dedent(begin)}\n{words}"], stdout=subprocess.PIPE, text=True
    )


def opened(database: Path) -> Any:
    """A connection as the settings make it, to a file of this test."""
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
    }
    defaults = {"NAME": str(database), "OPTIONS": options, "AUTOCOMMIT": True, "TIME_ZONE": None}
    connection: Any = DatabaseWrapper({**defaults, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False})
    connection.inc_thread_sharing()
    connection.ensure_connection()
    return connection


def made(folder: Path) -> Path:
    database = folder / "counts.sqlite3"
    connection = opened(database)
    connection.connection.executescript("CREATE TABLE counts (n INTEGER); INSERT INTO counts VALUES (0);")
    connection.close()
    return database


def begin(connection: Any) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def count_up(database: Path, times: int) -> None:
    connection = opened(database)
    for _ in range(times):
        begin(connection)
        (n,) = connection.connection.execute("SELECT n FROM counts").fetchone()
        connection.connection.execute(f"UPDATE counts SET n = {n + 1}")
        connection.commit()
        connection.set_autocommit(True)
    connection.close()


def counted(database: Path) -> int:
    connection = opened(database)
    (n,) = connection.connection.execute("SELECT n FROM counts").fetchone()
    connection.close()
    return int(n)
