"""The demo's week, told in days before and after day zero, so that there is always a today.

Day zero is the day on which Sam's evening group meets next: today, or tomorrow when it
is late. Offset -1 is the day before; offsets run from -1 to 5, one for each day of the week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKS_BEHIND = 12
DAYS_AHEAD = 15
ZONES = {"riverside": "America/Chicago", "hill": "America/New_York"}
LATE = time(17, 30)
"""From this time on at Riverside, tonight is too late for a story and tomorrow is day zero."""


@dataclass(frozen=True)
class Meeting:
    """One of the groups a cohort goes through in a day."""

    service: str
    start: time
    leaders: tuple[str, ...]
    """Who leads on the first, second and third day."""
    minutes: int = 90


@dataclass(frozen=True)
class Cohort:
    """People who come on the same days: where, on which offsets, to which meetings."""

    site: str
    room: str
    template: str
    title: dict[str, str]
    offsets: tuple[int, ...]
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True)
class Slot:
    """A counselor's weekly time for one person."""

    offset: int
    start: time
    by_video: bool = False
    minutes: int = 50


_DAY = {"en": "Day", "es": "Día"}
_EVENING = {"en": "Evening", "es": "Tarde"}
_DBT = {"en": "Co-occurring", "es": "Dual"}

COHORTS = {
    "day": Cohort(
        "riverside",
        "Room 1",
        "day",
        _DAY,
        (0, 2, 4),
        (
            Meeting("group_cbt", time(9), ("priya",) * 3),
            Meeting("psychoeducation", time(11), ("daniel",) * 3),
        ),
    ),
    "evening": Cohort(
        "riverside",
        "Room 2",
        "evening",
        _EVENING,
        (0, 2, 5),
        (
            Meeting("group_cbt", time(18), ("priya",) * 3),
            Meeting("relapse_prevention", time(20), ("daniel",) * 3),
        ),
    ),
    "dbt": Cohort(
        "riverside",
        "Room 1",
        "co_occurring",
        _DBT,
        (-1, 1, 3),
        (
            Meeting("dbt_skills", time(13), ("teresa",) * 3),
            Meeting("relapse_prevention", time(15), ("priya", "daniel", "daniel")),
        ),
    ),
    "hill_day": Cohort(
        "hill",
        "Room 4",
        "day",
        _DAY,
        (0, 2, 4),
        (
            Meeting("group_cbt", time(9, 30), ("omar",) * 3),
            Meeting("psychoeducation", time(11, 30), ("kofi",) * 3),
        ),
    ),
    "hill_evening": Cohort(
        "hill",
        "Room 4",
        "evening",
        _EVENING,
        (-1, 1, 3),
        (
            Meeting("group_cbt", time(17, 30), ("meiling",) * 3),
            Meeting("relapse_prevention", time(19, 30), ("omar",) * 3),
        ),
    ),
    "hill_dbt": Cohort(
        "hill",
        "Room 4",
        "co_occurring",
        _DBT,
        (5, 1, 3),
        (
            Meeting("dbt_skills", time(13), ("kofi",) * 3),
            Meeting("relapse_prevention", time(15), ("meiling",) * 3),
        ),
    ),
}

FAMILY_HOUR = Cohort(
    "riverside",
    "Video",
    "evening",
    {"en": "Family", "es": "Familias"},
    (3,),
    (Meeting("family", time(17), ("teresa",), minutes=60),),
)
FAMILY_MEMBERS = ("sam", "luis", "chris", "elif", "rosalia", "imani")


def _slots(*told: tuple[int, str]) -> list[Slot]:
    """Offset and times; a "v" after a time is by video."""
    return [
        Slot(offset, time.fromisoformat(one.rstrip("v")), by_video=one.endswith("v"))
        for offset, times in told
        for one in times.split()
    ]


SLOTS = {
    "priya": _slots(
        (0, "11:00 13:30v 15:00 16:15"),
        (-1, "19:30v 17:45 16:30 11:00 10:00"),
        (5, "17:00"),
        (2, "11:00 13:30 15:00"),
        (4, "11:00"),
    ),
    "daniel": _slots(
        (3, "13:00"), (1, "13:00 16:30"), (0, "09:00 17:10"), (2, "16:00 17:00"), (5, "15:00 16:00")
    ),
    "teresa": _slots(
        (-1, "09:00 15:00"),
        (1, "09:00 10:00 11:00 15:00"),
        (3, "09:00 10:00 11:00 15:00"),
        (4, "13:00 14:00 15:00"),
    ),
    "omar": _slots(
        (0, "13:00 14:00 15:00"), (2, "13:00 14:00 15:00"), (4, "13:00 14:00 15:00"), (1, "16:00")
    ),
    "kofi": _slots(
        (-1, "10:00"),
        (0, "09:00 10:00"),
        (2, "09:00 10:00"),
        (4, "09:00 10:00"),
        (5, "10:00 11:00 15:00 16:00"),
    ),
    "meiling": _slots((-1, "14:00 15:00 16:00"), (1, "10:00 11:00 12:00"), (3, "10:00 11:00 12:00")),
}
TALKING_ROOMS = {"riverside": "Room 3", "hill": "Room 5"}
CHOSEN_SLOTS = {
    "sam": Slot(5, time(17)),
    "luis": Slot(-1, time(19, 30), by_video=True),
    "dana": Slot(0, time(11)),
    "marcus": Slot(2, time(15)),
    "ana": Slot(0, time(13, 30), by_video=True),
    "imani": Slot(0, time(15)),
    "oksana": Slot(0, time(16, 15)),
    "haruka": Slot(-1, time(17, 45)),
    "gregory": Slot(-1, time(16, 30)),
    "maria": Slot(2, time(13, 30)),
}
"""Who comes at which time matters to a story; the others take what is free."""


def day_zero_of(at: datetime) -> date:
    """The day of Sam's next evening group.

    >>> from datetime import UTC
    >>> day_zero_of(datetime(2026, 5, 12, 17, tzinfo=UTC)), day_zero_of(datetime(2026, 5, 12, 23, tzinfo=UTC))
    (datetime.date(2026, 5, 12), datetime.date(2026, 5, 13))
    """
    here = at.astimezone(ZoneInfo(ZONES["riverside"]))
    return here.date() if here.time() < LATE else here.date() + timedelta(days=1)


def weekday_of(day_zero: date, offset: int) -> int:
    """The day of the week that lies this many days from day zero."""
    return (day_zero + timedelta(days=offset)).weekday()


def first_day(day_zero: date) -> date:
    """The day the oldest group began."""
    return day_zero - timedelta(weeks=WEEKS_BEHIND, days=1)
