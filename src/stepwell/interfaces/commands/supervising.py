"""Keeps the processes of `stepwell start` alive, and ends them all with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from stepwell.interfaces.commands.errors import CommandError
from stepwell.interfaces.commands.lifeline import SUPERVISED
from stepwell.interfaces.commands.progress import say

RESTARTS = 5
WITHIN_SECONDS = 60.0
GRACE_SECONDS = 6.0
LOG_LIMIT = 5_000_000


@dataclass
class Child:
    """One process, by the module that it runs; what it prints goes to its log."""

    name: str
    module: str
    arguments: Sequence[str]
    log: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    ends: deque[float] = field(default_factory=lambda: deque(maxlen=RESTARTS + 1))

    def start(self) -> None:
        """In a session of its own, so that Ctrl-C reaches only the one who supervises."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603  # our own modules, by our own Python
                [sys.executable, "-m", self.module, *self.arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.settings, SUPERVISED: "1"},
                start_new_session=True,
            )

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, *, by: float) -> None:
        """Gone by that moment, and with it whatever it had started."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=max(0.0, by - time.monotonic()))
        self.kill_group()

    def kill_group(self) -> None:
        """Nothing of the child's session is left, however the child itself went."""
        if self.process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def stopping_on_signals() -> Iterator[threading.Event]:
    """An event that SIGINT, SIGTERM and SIGHUP set, in the place of what they did."""
    asked = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        asked.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def keep_alive(
    children: Sequence[Child],
    *,
    stop: threading.Event,
    is_ready: Callable[[], bool],
    when_ready: Callable[[], None],
) -> None:
    """Start the children, say once that they are ready, and hold them up until `stop` is set.

    A child that ends too often is a CommandError. No child outlives this call.
    """
    told = False
    try:
        for child in children:
            child.start()
        while not stop.wait(0.3 if told else 0.05):
            for child in children:
                if child.has_ended():
                    _start_again(child, at=time.monotonic())
            if not told and is_ready():
                when_ready()
                told = True
    finally:
        for child in children:
            child.ask_to_end()
        by = time.monotonic() + GRACE_SECONDS
        for child in children:
            child.end(by=by)


def _start_again(child: Child, *, at: float) -> None:
    child.kill_group()
    child.ends.append(at)
    if len(child.ends) > RESTARTS and at - child.ends[0] < WITHIN_SECONDS:
        raise CommandError(f"The {child.name} keeps ending; the reason is at the end of {child.log}.")
    say(f"The {child.name} ended and is started again; the reason is at the end of {child.log}.")
    child.start()
