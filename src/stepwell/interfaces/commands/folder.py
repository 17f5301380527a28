"""The data folder before anything is read from it: is it there, may it be written, is it in use?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stepwell.interfaces.commands.errors import CommandError
from stepwell.site.data import VARIABLE, DataFolder

__all__ = ["VARIABLE", "in_use_by_this_process", "path", "settle"]

LOCK = "running.lock"


def path() -> Path:
    """The folder that --data or STEPWELL_DATA names."""
    return DataFolder.chosen().root


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
