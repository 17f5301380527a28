"""The data folder: where the database, keys and files of one installation live.

`--data DIR` or STEPWELL_DATA names it for every command; without either it is
`stepwell-data` in the current folder.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "STEPWELL_DATA"


@dataclass(frozen=True)
class DataFolder:
    """Paths inside a data folder. Nothing is made until it is asked for."""

    root: Path

    @classmethod
    def chosen(cls) -> DataFolder:
        """The folder named by STEPWELL_DATA, or `stepwell-data` here."""
        return cls(Path(os.environ.get(VARIABLE) or "stepwell-data").expanduser().absolute())

    @property
    def database(self) -> Path:
        return self.root / "stepwell.sqlite3"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def anchors(self) -> Path:
        """Signed, dated heads of the access trail, outside the database."""
        return self.root / "keys" / "trail-anchors.jsonl"

    @property
    def static(self) -> Path:
        return self.root / "static"

    @property
    def fonts(self) -> Path:
        return self.root / "fonts"

    @property
    def mail(self) -> Path:
        """Where the demo's mail sink keeps what was sent."""
        return self.root / "mail"

    def secret_key(self) -> str:
        """The installation's secret, made once and readable by its owner only."""
        return read_or_make(self.keys / "secret-key", lambda: secrets.token_urlsafe(48))


def read_or_make(path: Path, make: Callable[[], str]) -> str:
    """The text of a private file; made on first use with mode 0600, and never there half or empty."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        scratch = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        try:
            handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(make())
                file.flush()
                os.fsync(file.fileno())
            _put_in_place(scratch, path)
        finally:
            scratch.unlink(missing_ok=True)
    return path.read_text(encoding="utf-8").strip()


def _put_in_place(scratch: Path, path: Path) -> None:
    """When another process was first, its text holds."""
    try:
        os.link(scratch, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        if not path.exists():
            scratch.replace(path)
