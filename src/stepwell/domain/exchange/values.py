"""What a cell of an exchange file may hold, and the sentence for what it may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

FARTHEST_DAY = 36_600
"""Days from the anchor beyond which a number can't be meant as a day (100 years)."""


class NotReadable(ValueError):
    """A cell that isn't what its column holds; the message finishes the sentence "'x' …"."""


@dataclass(frozen=True)
class Days:
    """Reads a day: an ISO date, or a whole number of days from the anchor.

    >>> days = Days(date(2020, 1, 1))
    >>> days("59"), days("2020-02-29")
    (datetime.date(2020, 2, 29), datetime.date(2020, 2, 29))
    >>> days("-1"), days("7.0")
    (datetime.date(2019, 12, 31), datetime.date(2020, 1, 8))
    >>> days("") is None
    True
    """

    anchor: date

    def __call__(self, text: str) -> date | None:
        if not text:
            return None
        if len(text) == 10 and text[4] == "-":
            try:
                return date.fromisoformat(text)
            except ValueError:
                raise NotReadable("is not a date of the calendar") from None
        days = whole_number(text)
        assert days is not None
        if abs(days) > FARTHEST_DAY:
            raise NotReadable(f"is more than {FARTHEST_DAY} days from the anchor")
        try:
            return self.anchor + timedelta(days=days)
        except OverflowError:
            raise NotReadable("is a day outside the calendar") from None


def text(raw: str) -> str:
    """Any text of at most 120 characters, without control characters."""
    if len(raw) > 120:
        raise NotReadable("is longer than 120 characters")
    if not raw.isprintable():
        raise NotReadable("holds characters that can't be shown")
    return raw


def key(raw: str) -> str:
    """A key of at most 60 characters; never empty."""
    if not raw:
        raise NotReadable("is empty, but each row needs this key")
    if len(raw) > 60:
        raise NotReadable("is longer than 60 characters")
    return text(raw)


def whole_number(raw: str) -> int | None:
    """A whole number; "7.0" is 7 as spreadsheets write it; empty is None.

    >>> whole_number("7.0"), whole_number("")
    (7, None)
    """
    number = amount(raw)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise NotReadable("is not a whole number")
    return int(number)


def amount(raw: str) -> Decimal | None:
    """A decimal number that is finite; empty is None."""
    if not raw:
        return None
    try:
        number = Decimal(raw)
    except InvalidOperation:
        raise NotReadable("is not a number") from None
    if not number.is_finite() or abs(number) >= Decimal(100_000):
        raise NotReadable("is not a number that can be kept (less than 100,000)")
    return number


def one_of(*words: str) -> Callable[[str], str]:
    """One of these words."""

    def read(raw: str) -> str:
        if raw not in words:
            raise NotReadable(f"is not one of: {', '.join(word or '(empty)' for word in words)}")
        return raw

    return read
