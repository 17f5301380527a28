"""What a command is doing, on stderr; results alone go to stdout."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(sentence: str) -> None:
    """Tell the person at the keyboard something on stderr, at once."""
    print(sentence, file=sys.stderr, flush=True)


@contextmanager
def step(done: str) -> Iterator[None]:
    """Say what was done and how long it took; say nothing when it failed."""
    began = time.monotonic()
    yield
    say(f"{time.monotonic() - began:5.1f} s  {done}")
