"""The half hours of a site's week that groups may use."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from stepwell.domain.timetable.facts import Block, Slot, SlotFacts
from stepwell.kernel.civil import at_site
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week

SLOT_MINUTES = 30
_DAY_MINUTES = 24 * 60
EARLIEST = 5 * 60
"""Nothing begins between midnight and five, where clocks skip hours and repeat them. Program policy."""

NOON, EVENING = 13 * 60, 17 * 60
"""Where the blocks of the day part; no group is held across. Program policy."""


def block_of(minute: int) -> Block:
    """The block of the day that a minute after midnight is in."""
    if minute < NOON:
        return "am"
    return "pm" if minute < EVENING else "ev"


@dataclass(frozen=True)
class Grid:
    """The half-hour slots of one week at one site, in order; days that are closed have none."""

    week: Week
    zone: ZoneInfo
    slots: tuple[SlotFacts, ...]

    @classmethod
    def of(
        cls,
        week: Week,
        zone: ZoneInfo,
        hours: Mapping[int, tuple[int, int]],
        *,
        closed: Collection[date] = (),
    ) -> Grid:
        """Every whole half hour within the hours of each weekday: (minute it opens, minute it closes).

        >>> grid = Grid.of(Week(2026, 10), ZoneInfo("America/New_York"), {0: (9 * 60, 10 * 60 + 15)})
        >>> [slot.minute for slot in grid.slots]
        [540, 570]
        """
        slots = [
            SlotFacts(weekday, minute, block_of(minute))
            for weekday, day in enumerate(week.days)
            if weekday in hours and day not in closed
            for minute in _half_hours(*hours[weekday])
        ]
        return cls(week, zone, tuple(slots))

    @cached_property
    def starts(self) -> tuple[datetime, ...]:
        """The instant each slot begins at, in UTC."""
        return tuple(self.civil(slot).astimezone(UTC) for slot in range(len(self.slots)))

    def day(self, slot: Slot) -> date:
        """The day a slot lies on."""
        return self.week.monday + timedelta(days=self.slots[slot].day)

    def clock(self, slot: Slot) -> time:
        """When a slot begins, by the clock on the wall."""
        return time(*divmod(self.slots[slot].minute, 60))

    def civil(self, slot: Slot) -> datetime:
        """When a slot begins, with its day, in the site's zone."""
        return at_site(self.day(slot), self.clock(slot), self.zone)

    def find(self, weekday: int, minute: int) -> Slot | None:
        """The slot that begins at this minute of a weekday, or the next half hour; None where there is none.

        Groups that began at a quarter to are taken for beginning on the hour.
        """
        return self._by_minute.get((weekday, -(-minute // SLOT_MINUTES) * SLOT_MINUTES))

    def exactly(self, day: date, clock: time) -> Slot | None:
        """The slot that begins at this time of this day, or None."""
        if not self.week.contains(day):
            return None
        return self._by_minute.get((day.weekday(), clock.hour * 60 + clock.minute))

    def touched_by(self, spans: Iterable[Span]) -> frozenset[Slot]:
        """The slots that share time with any of these spans."""
        length = timedelta(minutes=SLOT_MINUTES)
        found: set[Slot] = set()
        for span in spans:
            first = bisect_right(self.starts, span.start - length)
            last = len(self.starts) if span.end is None else bisect_right(self.starts, span.end)
            found.update(
                slot for slot in range(first, last) if span.end is None or self.starts[slot] < span.end
            )
        return frozenset(found)

    def within(self, weekday: int | None, begin: time, end: time) -> frozenset[Slot]:
        """The slots that lie whole in these hours of a weekday, or of every day."""
        first, last = begin.hour * 60 + begin.minute, end.hour * 60 + end.minute
        return frozenset(
            slot
            for slot, facts in enumerate(self.slots)
            if (weekday is None or facts.day == weekday)
            and first <= facts.minute
            and facts.minute + SLOT_MINUTES <= last
        )

    @property
    def all(self) -> frozenset[Slot]:
        """Every slot of the week."""
        return frozenset(range(len(self.slots)))

    @cached_property
    def _by_minute(self) -> Mapping[tuple[int, int], Slot]:
        return {(facts.day, facts.minute): slot for slot, facts in enumerate(self.slots)}


def _half_hours(opens: int, closes: int) -> range:
    first = -(-max(opens, EARLIEST) // SLOT_MINUTES) * SLOT_MINUTES
    last = min(closes, _DAY_MINUTES) - SLOT_MINUTES
    return range(first, last + 1, SLOT_MINUTES)
