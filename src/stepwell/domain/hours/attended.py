"""Minutes that a person was really in a session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from stepwell.kernel.spans import NotASpan, Span, whole_minutes


class LeftBeforeComing(ValueError):
    """The time of leaving is earlier than the time of coming, so one of them is wrong."""


def credited_minutes(
    block: Span, breaks: Sequence[Span], came_at: datetime | None, left_at: datetime | None
) -> int:
    """Whole minutes inside the block between coming and leaving, breaks excluded, never rounded up.

    A person who came late and left early gets what lies between:

    >>> from datetime import UTC
    >>> at = lambda hour, minute=0: datetime(2026, 3, 3, hour, minute, tzinfo=UTC)
    >>> evening, tea = Span(at(18), at(21)), Span(at(19, 30), at(19, 45))
    >>> credited_minutes(evening, [tea], at(18, 10), at(20, 50))
    145

    Without a time of coming nobody saw them, and nothing is credited. Without
    a time of leaving they stayed to the end of the block. Coming early or
    staying late adds nothing. Seconds are added up before they are dropped,
    once, at the end.

    Source: program policy, never rounded up (minutes credited are
    the overlap with the scheduled block minus breaks). A payer's day is
    another rule: `payer`.
    """
    if block.end is None:
        raise NotASpan("A session has an end before its minutes can be counted.")
    if came_at is None:
        return 0
    came_at = came_at.astimezone(UTC)  # trap: two times in one civil zone compare by the clock on the wall
    if left_at is not None and left_at.astimezone(UTC) < came_at:
        raise LeftBeforeComing(f"They left at {left_at} but came at {came_at}.")
    start, end = max(came_at, block.start), min(left_at or block.end, block.end)
    if start >= end:
        return 0
    stay = Span(start, end)
    return whole_minutes(sum((part.length for part in stay.minus(breaks)), timedelta()))
