"""Files that a command writes: there whole, or not at all."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from stepwell.interfaces.commands.errors import CommandError


@contextmanager
def whole(file: Path, *, but: Path) -> Iterator[TextIO]:
    """A text file that is there when the block ends well; packed where its name ends in .gz.

    CommandError when it is the file that is read (`but`), and when it can't be written.
    """
    if but.exists() and file.exists() and but.samefile(file):
        raise CommandError(f"{file} is the file that is read; name another for --out.")
    beside = file.with_name(f".{file.name}.part")
    try:
        with beside.open("wb") as raw:
            plain = gzip.GzipFile("", "wb", fileobj=raw, mtime=0) if file.suffix == ".gz" else raw
            with io.TextIOWrapper(plain, encoding="utf-8", newline="") as text:
                yield text
        beside.replace(file)
    except OSError as error:
        raise CommandError(f"{file} can't be written: {error.strerror or error}.") from None
    finally:
        if beside.parent.is_dir():
            beside.unlink(missing_ok=True)
