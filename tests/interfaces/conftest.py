"""The hour at which the ways in are tried."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from cast import AT


@pytest.fixture
def noon() -> Iterator[None]:
    """The cast's own noon, standing still."""
    with time_machine.travel(AT, tick=False):
        yield
