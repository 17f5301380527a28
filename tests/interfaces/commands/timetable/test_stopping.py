"""Work that is stopped: by a signal, in good time, with what it found; and work that doesn't listen."""

from __future__ import annotations

import os
import signal
import time
from threading import Event

import pytest

from stepwell.interfaces.commands.timetable import stopping
from stepwell.interfaces.commands.timetable.stopping import LeftBehind, Stop, found, stop_on_signals


def test_work_that_ends_gives_what_it_found() -> None:
    assert found(lambda: "a week", Stop()) == "a week"


def test_what_goes_wrong_in_the_work_is_told_where_it_is_waited_for() -> None:
    with pytest.raises(ZeroDivisionError):
        found(lambda: 1 / 0, Stop())


@pytest.mark.parametrize("number", stopping.SIGNALS)
def test_a_signal_asks_the_work_to_stop_and_takes_what_it_has(number: signal.Signals) -> None:
    with stop_on_signals() as stop:

        def work() -> str:
            os.kill(os.getpid(), number)
            while not stop():
                time.sleep(0.01)
            return "what there is"

        assert found(work, stop) == "what there is"


def test_after_the_block_a_signal_is_what_it_was() -> None:
    before = signal.getsignal(signal.SIGTERM)

    with stop_on_signals():
        assert signal.getsignal(signal.SIGTERM) is not before

    assert signal.getsignal(signal.SIGTERM) is before


def test_work_that_does_not_listen_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "PATIENCE", 0.05)
    stop, over = Stop(), Event()
    stop.ask()

    with pytest.raises(LeftBehind):
        found(lambda: over.wait(30), stop)
    over.set()


def test_work_that_takes_far_too_long_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "PATIENCE", 0.05)
    over = Event()

    with pytest.raises(LeftBehind):
        found(lambda: over.wait(30), Stop(), at_most=0.1)
    over.set()
