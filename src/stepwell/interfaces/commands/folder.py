"""The data folder before anything is read from it: is it there, may it be written, is it in use?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stepwell.interfaces.commands.errors import CommandError
from stepwell.site.data import VARIABLE, DataFolder

__all__ = ["VARIABLE", "gone_if_refused", "in_use_by_this_process", "path", "secret_key", "settle"]

LOCK = "running.lock"
MADE_BY_LOOKING = {LOCK, "keys", "keys/secret-key", "log"}
"""What a command may leave in a folder before it has done anything."""


def path() -> Path:
    """The folder that --data or STEPWELL_DATA names."""
    return DataFolder.chosen().root


def secret_key() -> Path:
    """Where the installation's secret lies, or will lie."""
    return DataFolder.chosen().keys / "secret-key"


def settle(*, may_be_new: bool) -> Path:
    """The data folder, there and writable; a CommandError says why it can't be."""
    root = path()
    try:
        if root.exists() and not root.is_dir():
            raise CommandError(f"{root} is a file; name a folder for the data with --data DIR.")
        if not may_be_new and not DataFolder(root).keys.is_dir():
            raise CommandError(f"There is no Stepwell data in {root}; name its folder with --data DIR.")
        root.mkdir(parents=True, exist_ok=True)
        probe = root / f".may-write-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CommandError(f"The data folder {root} can't be used: {error.strerror or error}.") from None
    return root


@contextmanager
def gone_if_refused(root: Path) -> Iterator[None]:
    """A folder that wasn't there before, and holds only what a look leaves in it, goes with a refusal."""
    new = [path for path in (root, *root.parents) if not path.exists()]
    try:
        yield
    except CommandError:
        if new and root.is_dir():
            left = {path.relative_to(root).as_posix() for path in root.rglob("*")}
            if left <= MADE_BY_LOOKING:
                shutil.rmtree(root)
                with suppress(OSError):  # somebody else put something there meanwhile
                    for path in new[1:]:
                        path.rmdir()
        raise


@contextmanager
def in_use_by_this_process(root: Path) -> Iterator[None]:
    """Nobody else runs a program on this folder until the block ends, or this process does."""
    import fcntl

    with (root / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                f"Stepwell is already running on {root}; stop it first, or name another folder."
            ) from None
        yield
