"""A process that was started by `stepwell start` ends when the one that started it does."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

SUPERVISED = "STEPWELL_SUPERVISED"

_PR_SET_PDEATHSIG = 1


def end_with_parent(end: signal.Signals = signal.SIGTERM) -> None:
    """From now on this process gets `end` when its parent is gone, however it went.

    Does nothing in a process that `stepwell start` did not start.
    """
    if os.environ.get(SUPERVISED) != "1":
        return
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(end), 0, 0, 0)
    else:  # no such promise by the kernel: look once a second
        threading.Thread(target=_watch, args=(os.getppid(), end), daemon=True).start()


def _watch(parent: int, end: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), end)
