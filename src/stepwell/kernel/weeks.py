"""ISO weeks, Monday to Sunday, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.kernel.civil import start_of
from stepwell.kernel.spans import Span

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years a written week may name. At the ends of the calendar itself a week has no neighbor."""


class NotAWeek(ValueError):
    """The calendar has no such week, or the value was not a day."""


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One week of the ISO calendar (ISO 8601), which counts years by their Thursdays.

    >>> str(Week.of(date(2027, 1, 1)))
    '2026-W53'
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        try:
            date.fromisocalendar(self.year, self.number, 1)
        except ValueError as error:
            raise NotAWeek(f"The calendar has no week {self.number} in {self.year}.") from error

    @classmethod
    def of(cls, day: date) -> Week:
        """The week this day is in. An instant is a day only at some site: see `at`."""
        if isinstance(day, datetime):
            raise NotAWeek("Ask Week.at(instant, zone): which day it is depends on where.")
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def at(cls, instant: datetime, zone: ZoneInfo) -> Week:
        """The week it is at a site.

        >>> from datetime import UTC
        >>> str(Week.at(datetime(2026, 3, 2, 3, tzinfo=UTC), ZoneInfo("America/New_York")))
        '2026-W09'
        """
        if instant.tzinfo is None:
            raise NotAWeek(f"{instant} has no zone, so it is not an instant.")
        return cls.of(instant.astimezone(zone).date())

    @classmethod
    def parse(cls, text: str) -> Week:
        """The week that `str()` wrote, in a year that a program could mean.

        >>> Week.parse("2026-W10").monday
        datetime.date(2026, 3, 2)
        """
        year, mark, number = text.partition("-W")
        if not (
            mark and len(year) == 4 and len(number) == 2 and (year + number).isdecimal() and text.isascii()
        ):
            raise NotAWeek(f"{text!r} is not a week; one is written like 2026-W10.")
        if not FIRST_YEAR <= int(year) <= LAST_YEAR:
            raise NotAWeek(f"{text!r} is out of reach; weeks go from {FIRST_YEAR} to {LAST_YEAR}.")
        return cls(int(year), int(number))

    @property
    def monday(self) -> date:
        """The first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """The last day, which is still inside."""
        return self.monday + timedelta(days=6)

    @property
    def days(self) -> tuple[date, ...]:
        """Monday to Sunday."""
        return tuple(self.monday + timedelta(days=number) for number in range(7))

    def contains(self, day: date) -> bool:
        """The day is one of the seven."""
        return Week.of(day) == self

    def next(self) -> Week:
        """The week after."""
        return Week.of(self.monday + timedelta(days=7))

    def previous(self) -> Week:
        """The week before."""
        return Week.of(self.monday - timedelta(days=7))

    def span(self, zone: ZoneInfo) -> Span:
        """From the first instant of Monday at the site to the first of the next Monday.

        It is 167 hours long when the clocks go forward and 169 when they go
        back:

        >>> Week(2026, 10).span(ZoneInfo("America/New_York")).minutes // 60
        167
        """
        return Span(start_of(self.monday, zone), start_of(self.next().monday, zone))

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.number:02}"
