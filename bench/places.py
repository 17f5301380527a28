"""Where one measurement lives: a scratch data folder, its database, and the servers over it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.tables import Disk

ROOT = Path(__file__).resolve().parent.parent
DATABASES = ("SQLite", "PostgreSQL")
SAFE = ("shared_buffers=256MB", "max_connections=60")
"""PostgreSQL as it comes: every commit on the disk before it is told."""
PATIENCE = 30.0


@dataclass(frozen=True)
class Place:
    """A data folder with so many people in it, and how programs are told of it."""

    environment: dict[str, str]

    def run(self, module: str, *words: str, given: Any = None) -> Any:
        """What a module of ours says on stdout, as JSON; its stderr is shown."""
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            input=json.dumps(given),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=ROOT,
            env=self.environment,
        )
        return json.loads(done.stdout)

    @contextmanager
    def serving(self, module: str, *words: str) -> Iterator[Server]:
        """A server over this folder, answering, and gone when the block ends."""
        port = _free_port()
        command = [sys.executable, "-m", module, *words, str(port)]
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, cwd=ROOT, env=self.environment, start_new_session=True
        )
        try:
            _wait(port)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(timeout=8)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@dataclass(frozen=True)
class Server:
    """A web server by its port and its session of processes."""

    port: int
    session: int

    def cpu_seconds(self) -> float:
        """What its processes have computed so far; 0 where the kernel doesn't tell."""
        ticks = 0
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = status.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == self.session:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def made(database: str) -> Iterator[Place]:
    """An empty data folder on this kind of database, gone when the block ends."""
    with ExitStack() as stack:
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="stepwell-bench-", ignore_cleanup_errors=True)
        )
        environment = {
            **os.environ,
            "STEPWELL_DATA": folder,
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        }
        environment.pop("STEPWELL_DATABASE_URL", None)
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        if database == "PostgreSQL":
            environment["STEPWELL_DATABASE_URL"] = stack.enter_context(_cluster())
        yield Place(environment)


@contextmanager
def _cluster() -> Iterator[str]:
    sys.path.insert(0, str(ROOT / "tests"))
    try:
        import temporary_postgresql
    finally:
        sys.path.pop(0)
    with temporary_postgresql.running(SAFE) as url:
        yield url


def disk(writes: int = 200) -> Disk:
    """What one commit waits for at least: a page written and kept for good, again and again."""
    took = []
    with tempfile.TemporaryFile(prefix="stepwell-bench-") as file:
        for _ in range(writes):
            began = time.perf_counter()
            file.write(b"." * 4096)
            file.flush()
            os.fsync(file.fileno())
            took.append(1000 * (time.perf_counter() - began))
    cuts = quantiles(took, n=100)
    return Disk(cuts[49], cuts[94])


def _free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            asked.request("GET", "/")
            asked.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            asked.close()
    raise TimeoutError(f"The server on port {port} did not answer.")
