"""Work that Ctrl-C or a polite end of the process stops early, with what it has found so far.

The work goes on beside the one that listens: a long step inside a solver can't keep a stop waiting.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillAtWork
from contextlib import contextmanager
from threading import Event, Thread
from types import FrameType
from typing import TypeVar

Found = TypeVar("Found")

SIGNALS = (signal.SIGINT, signal.SIGTERM)
PATIENCE = 2.0  # seconds for the work to come to an end of its own after a stop
_LOOK = 0.1  # seconds between looks at the work


class LeftBehind(Exception):
    """The work was asked to stop and did not end within PATIENCE; it ends with the process."""


class Stop:
    """Whether somebody asked to stop."""

    def __init__(self) -> None:
        self._asked = Event()

    def __call__(self) -> bool:
        return self._asked.is_set()

    def ask(self) -> None:
        """Ask to stop, from any thread."""
        self._asked.set()


@contextmanager
def stop_on_signals() -> Iterator[Stop]:
    """Until the block ends, Ctrl-C and SIGTERM ask to stop instead of ending the process."""
    stop = Stop()

    def listen(_number: int, _frame: FrameType | None) -> None:
        stop.ask()

    before = {each: signal.signal(each, listen) for each in SIGNALS}
    try:
        yield stop
    finally:
        for each, was in before.items():
            signal.signal(each, was)


def found(work: Callable[[], Found], stop: Stop, *, at_most: float = float("inf")) -> Found:
    """What the work finds, or raises. Raises LeftBehind when it doesn't listen to a stop.

    Work that takes more than `at_most` seconds is left behind, too.
    """
    future: Future[Found] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # told where it is waited for
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    until = time.monotonic() + at_most
    while not stop() and time.monotonic() < until:
        try:
            return future.result(timeout=_LOOK)
        except StillAtWork:
            if future.done():  # the work itself raised it
                raise
    try:
        return future.result(timeout=PATIENCE)
    except StillAtWork:
        raise LeftBehind from None
