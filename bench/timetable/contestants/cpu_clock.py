"""Makes the solver's budget count CPU alone, so that others on the machine don't shorten its search.

Its seconds are of the wall clock otherwise. On quiet cores both are the same.
"""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

from stepwell.domain.timetable.solver import budget, highs


def count_cpu_only() -> None:
    """From now on, in this process."""
    clock = SimpleNamespace(monotonic=time.process_time, process_time=time.process_time)
    setattr(budget, "time", clock)  # noqa: B010  # the module's own clock
    within, wall, cpu = highs._within, time.monotonic(), time.process_time()

    def on_cpu(library: Any, its: budget.Budget) -> None:
        """The library knows the wall clock alone: its time grows by how much others slow us down."""
        within(library, its)
        slow = (time.monotonic() - wall) / max(0.01, time.process_time() - cpu)
        library.setOptionValue("time_limit", library.getRunTime() + its.left * max(1.0, slow))

    setattr(highs, "_within", on_cpu)  # noqa: B010
