"""How long a search may still go on."""

from __future__ import annotations

import time
from collections.abc import Callable


class Budget:
    """So many seconds from now, of the wall clock and of the processor alike, or until told to stop.

    The seconds measure the machine, not the time of day: no rule depends on them.
    """

    def __init__(self, seconds: float, *, should_stop: Callable[[], bool] | None = None) -> None:
        self._wall = time.monotonic()
        self._processor = time.process_time()
        self._seconds = seconds
        self._should_stop = should_stop

    @property
    def spent(self) -> float:
        """Seconds since it began, of whichever clock ran faster."""
        return max(time.monotonic() - self._wall, time.process_time() - self._processor)

    @property
    def left(self) -> float:
        """Seconds that remain; never below nothing, and nothing once told to stop."""
        if self.is_stopped:
            return 0.0
        return max(0.0, self._seconds - self.spent)

    @property
    def is_stopped(self) -> bool:
        """True when somebody asked to stop."""
        return self._should_stop is not None and self._should_stop()

    @property
    def is_over(self) -> bool:
        """True when nothing is left."""
        return self.left <= 0

    def until(self, is_enough: Callable[[], bool]) -> Budget:
        """All that is left, unless this is true before."""
        return Budget(self.left, should_stop=lambda: self.is_stopped or is_enough())

    def part(self, seconds: float) -> Budget:
        """A smaller budget within this one."""
        return Budget(min(seconds, self.left), should_stop=self._should_stop)
