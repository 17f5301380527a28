"""What the values of a disclosure have in common: strict forms, and instants compared as instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from stepwell.kernel.civil import start_of

Key = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S")]
Instant = Annotated[datetime, Meta(tz=True)]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS = range(1900, 2200)


class Form(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value that is its own exchange form: what it does not name is refused when it is read."""


def has_come(moment: datetime | None, *, at: datetime) -> bool:
    """The moment is at or before `at`; None has not come."""
    # Trap: two times of one zone are compared by their clocks, which is wrong in the night the clocks change.
    return moment is not None and moment - _EPOCH <= at - _EPOCH


def is_over(day: date, *, at: datetime, zone: ZoneInfo) -> bool:
    """The day has ended on the clock of the site.

    >>> new_york = ZoneInfo("America/New_York")
    >>> is_over(date(2026, 3, 1), at=datetime(2026, 3, 2, 4, 59, tzinfo=UTC), zone=new_york)
    False
    >>> is_over(date(2026, 3, 1), at=datetime(2026, 3, 2, 5, 0, tzinfo=UTC), zone=new_york)
    True
    """
    return has_come(start_of(day + timedelta(days=1), zone), at=at)


def check_day(day: date | None) -> None:
    """Raise ValueError for a day that no consent can mean."""
    if day is not None and day.year not in _YEARS:
        raise ValueError(f"{day.isoformat()} is not a day from {_YEARS[0]} to {_YEARS[-1]}")


def is_blank(text: str | None) -> bool:
    """There is nothing to read in it."""
    return text is None or not text.strip()
