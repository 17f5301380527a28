"""A small imagined program: people, rooms, weeks. It stands on the actions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stepwell.records.tenancy.models import Organization


def load(at: datetime) -> Organization:
    """The demo program with twelve weeks behind `at` and two weeks ahead of it; see docs/demo.md.

    The same `at` tells the same stories; only keys and seals differ.
    """
    # The files in this folder are read without Django too, so the tables come in here.
    from stepwell.demo import loading

    return loading.load(at)
