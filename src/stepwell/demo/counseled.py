"""Everybody's time alone with a counselor: the past in bulk, what is ahead by the product's own action."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import transaction

from stepwell.actions import rosters, scheduling_sessions
from stepwell.demo.enrolled import Participant, People
from stepwell.demo.places import Places
from stepwell.demo.weeks import CHOSEN_SLOTS, COHORTS, DAYS_AHEAD, SLOTS, TALKING_ROOMS, WEEKS_BEHIND, Slot
from stepwell.records.program.models import Room
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance

WEEKLY_FOR_DAYS = 28
"""Everyone meets the counselor each week in the first four weeks, then every other week."""


def plan_slots(people: People, places: Places, *, day_zero: date, began: datetime, at: datetime) -> None:
    """A weekly time with the counselor for each person in a cohort, that runs into no group of theirs."""
    past: list[tuple[Participant, Slot, datetime]] = []
    for participant, slot in _share_out(people):
        for day in _days(participant, slot, day_zero):
            starts_at = participant.at(day, slot.start)
            if starts_at <= at:
                past.append((participant, slot, starts_at))
            else:
                _plan(participant, slot, places, starts_at=starts_at, at=at)
    _write_past(past, places)


def _share_out(people: People) -> Iterator[tuple[Participant, Slot]]:
    free = {
        key: [slot for slot in slots if slot not in CHOSEN_SLOTS.values()] for key, slots in SLOTS.items()
    }
    in_groups = [one for one in people.values() if one.character.days and one.ended_on is None]
    for participant in in_groups:
        key = participant.character.key
        if key in CHOSEN_SLOTS:
            yield participant, CHOSEN_SLOTS[key]
            continue
        mine = free[participant.character.counselor]
        fitting = next((slot for slot in mine if _fits(slot, participant)), None)
        if fitting is not None:
            mine.remove(fitting)
            yield participant, fitting


def _fits(slot: Slot, participant: Participant) -> bool:
    cohort = COHORTS[participant.character.cohort]
    if slot.offset not in cohort.offsets:
        return True
    begin = _minute(slot.start)
    return all(
        begin + slot.minutes <= _minute(meeting.start) or begin >= _minute(meeting.start) + meeting.minutes
        for meeting in cohort.meetings
    )


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _days(participant: Participant, slot: Slot, day_zero: date) -> Iterator[date]:
    starts_on = participant.character.starts_on(day_zero)
    for week in range(-WEEKS_BEHIND, DAYS_AHEAD // 7):
        day = day_zero + timedelta(weeks=week, days=slot.offset)
        is_weekly = (day - starts_on).days < WEEKLY_FOR_DAYS
        if day >= starts_on and (is_weekly or week % 2 == 0):
            yield day


def _plan(participant: Participant, slot: Slot, places: Places, *, starts_at: datetime, at: datetime) -> None:
    scheduling_sessions.plan_individual(
        participant.episode,
        site=places.sites[participant.site_key],
        room=_room(participant, slot, places),
        service=places.services["individual"],
        leader=places.staff[participant.character.counselor],
        starts_at=starts_at,
        minutes=slot.minutes,
        by_video=slot.by_video,
        at=at,
    )


def _room(participant: Participant, slot: Slot, places: Places) -> Room:
    return places.rooms["Video" if slot.by_video else TALKING_ROOMS[participant.site_key]]


@transaction.atomic(durable=True)
def _write_past(told: list[tuple[Participant, Slot, datetime]], places: Places) -> None:
    """The rows `plan_individual` would have written at the time, all at once."""
    sessions, expected = [], []
    for participant, slot, starts_at in told:
        room = _room(participant, slot, places)
        session = Session(
            site=places.sites[participant.site_key],
            room=room,
            service=places.services["individual"],
            leader=places.staff[participant.character.counselor],
            title=places.services["individual"].title,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=slot.minutes),
            held_on=starts_at.astimezone(participant.zone).date(),
            by_video=slot.by_video,
            video_link=room.video_link,
            fills_room=not slot.by_video,
        )
        sessions.append(session)
        expected.append(
            rosters.expectation(session, person_id=participant.person.pk, episode_id=participant.episode.pk)
        )
    Session.objects.bulk_create(sessions, batch_size=200)
    Attendance.objects.bulk_create(expected, batch_size=200)
