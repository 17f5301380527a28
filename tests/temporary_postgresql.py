"""A PostgreSQL cluster of this run's own, in a scratch folder, gone when the run ends."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = "stepwell"
PATIENCE = 30.0
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=256MB",
    "max_connections=60",
)


class NoPostgreSQL(Exception):
    """Why there is no cluster, in one sentence."""


@dataclass(frozen=True)
class Cluster:
    """Where the programs are, where the data lies, and who may run them."""

    programs: Path
    folder: Path
    port: int
    user: str | None
    """PostgreSQL refuses to run as root: then it runs as this user."""

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@127.0.0.1:{self.port}/{NAME}"

    def command(self, program: str, *words: str) -> list[str]:
        return [str(self.programs / program), *words]

    def whose(self) -> dict[str, Any]:
        """How subprocess is told the user."""
        return {"user": self.user, "group": self.user, "extra_groups": []} if self.user else {}

    def sql(self, *statements: str, database: str = "postgres") -> None:
        told = [word for statement in statements for word in ("-c", statement)]
        connect = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", database)
        run_quietly(
            self.command("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *connect, *told), cwd=self.folder
        )


@contextmanager
def running(settings: Sequence[str] = FAST) -> Iterator[str]:
    """The address of an empty database whose owner is a plain role, as row-level security needs.

    The usual settings give up safety for speed, which a test may and a benchmark may not.
    """
    programs, user = find_programs(), unprivileged_user()
    with tempfile.TemporaryDirectory(prefix="stepwell-postgresql-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        if user:
            shutil.chown(folder, user, user)
        cluster = Cluster(programs, folder, _free_port(), user)
        _make(cluster)
        server = _serve(cluster, settings)
        try:
            _wait(cluster, server)
            cluster.sql("CREATE EXTENSION IF NOT EXISTS btree_gist", database="template1")
            cluster.sql(
                f"CREATE ROLE {NAME} LOGIN NOSUPERUSER CREATEDB", f"CREATE DATABASE {NAME} OWNER {NAME}"
            )
            yield cluster.url
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=PATIENCE)


def find_programs() -> Path:
    """The folder that holds initdb and its family, the newest where there are several."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not found:
        raise NoPostgreSQL(
            "The PostgreSQL programs are not here: install them (on Debian: apt install postgresql), "
            "or run this with --without-postgresql."
        )
    return max(found, key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0)


def unprivileged_user() -> str | None:
    """None when this process may run PostgreSQL itself; else the user it runs as."""
    return "postgres" if os.geteuid() == 0 else None


def _make(cluster: Cluster) -> None:
    words = ("-D", str(cluster.folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8")
    run_quietly(
        cluster.command("initdb", *words, "--locale=C.UTF-8", "--no-sync"),
        cwd=cluster.folder,
        **cluster.whose(),
    )


def _serve(cluster: Cluster, settings: Sequence[str]) -> subprocess.Popen[bytes]:
    chosen = [word for setting in settings for word in ("-c", setting)]
    where = (
        "-D",
        str(cluster.folder / "data"),
        "-p",
        str(cluster.port),
        "-h",
        "127.0.0.1",
        "-k",
        str(cluster.folder),
    )
    log = (cluster.folder / "log").open("wb")
    return subprocess.Popen(
        cluster.command("postgres", *where, *chosen),
        stdout=log,
        stderr=log,
        cwd=cluster.folder,
        preexec_fn=_end_with_parent,
        start_new_session=True,
        **cluster.whose(),
    )


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(signal.SIGQUIT), 0, 0, 0)


def _wait(cluster: Cluster, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        asked = cluster.command(
            "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(cluster.port), "-U", "postgres"
        )
        if subprocess.run(asked, check=False).returncode == 0:
            return
        time.sleep(0.1)
    said = (cluster.folder / "log").read_text(errors="replace").strip().splitlines()
    raise NoPostgreSQL(f"The temporary PostgreSQL did not start: {said[-1] if said else 'it said nothing'}")


def run_quietly(command: Sequence[str], **how: Any) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **how)
    if done.returncode:
        raise NoPostgreSQL(f"{Path(command[0]).name} failed: {(done.stderr or done.stdout).strip()}")


def _free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])
