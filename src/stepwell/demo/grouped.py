"""The groups of the demo and their sessions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from stepwell.actions import grouping
from stepwell.demo.places import Places
from stepwell.demo.weeks import (
    COHORTS,
    DAYS_AHEAD,
    FAMILY_HOUR,
    FAMILY_MEMBERS,
    WEEKS_BEHIND,
    Cohort,
    first_day,
    weekday_of,
)
from stepwell.records.schedule.models import Group

Groups = Mapping[tuple[str, int], list[Group]]
"""The groups of a cohort on its first, second and third day."""


def open_groups(places: Places, *, day_zero: date, at: datetime) -> Groups:
    """A group for each meeting of each cohort on each of its days, and the family hour."""
    told = [*COHORTS.items(), ("family", FAMILY_HOUR)]
    return {
        (key, number): _open(cohort, number, offset, places, day_zero=day_zero, at=at)
        for key, cohort in told
        for number, offset in enumerate(cohort.offsets)
    }


def _open(
    cohort: Cohort, number: int, offset: int, places: Places, *, day_zero: date, at: datetime
) -> list[Group]:
    opened = []
    for meeting in cohort.meetings:
        service = places.services[meeting.service]
        topics = places.topics[meeting.service]
        # After twelve weeks the first evening is at the first topic; other days are elsewhere.
        turn = (4 * number + 3 * (cohort.title["en"] != "Evening") - WEEKS_BEHIND) % max(1, len(topics))
        opened.append(
            grouping.open_group(
                site=places.sites[cohort.site],
                room=places.rooms[cohort.room],
                service=service,
                leader=places.staff[meeting.leaders[number]],
                title={key: f"{service.title[key]}, {word.lower()}" for key, word in cohort.title.items()},
                weekday=weekday_of(day_zero, offset),
                start_time=meeting.start,
                minutes=meeting.minutes,
                topics=topics[turn:] + topics[:turn],
                starts_on=first_day(day_zero),
                at=at,
            )
        )
    return opened


def groups_of(participant_key: str, cohort: str, days: tuple[int, ...], groups: Groups) -> Iterator[Group]:
    """The groups somebody goes to, by cohort, days and family hour."""
    for day in days:
        yield from groups[cohort, day]
    if participant_key in FAMILY_MEMBERS:
        yield from groups["family", 0]


def plan_groups(groups: Groups, *, day_zero: date, at: datetime) -> None:
    """Every session from the beginning until two weeks ahead, with who is on the roster on its day."""
    for meetings in groups.values():
        for group in meetings:
            grouping.plan_sessions(group, until=day_zero + timedelta(days=DAYS_AHEAD), at=at)
