"""The one place that asks the machine what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC.

    Only the edges call this; everything inwards is handed `at=`, so that a
    test can choose the night the clocks change.

    >>> now().tzinfo is UTC
    True
    """
    return datetime.now(UTC)
