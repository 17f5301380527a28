"""Two at once: a room and a leader are given once, and a group never gets one place too many."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from cast import TODAY, Cast, enroll_another
from races.at_once import refused_at_once
from stepwell.actions import enrolling, grouping
from stepwell.actions.overlapping import PersonTaken
from stepwell.actions.scheduling_sessions import LeaderTaken, RoomTaken
from stepwell.records.people.models import Person
from stepwell.records.program.models import Staff
from stepwell.records.schedule.models import Group, RosterEntry, Session
from stepwell.records.sessions.models import Attendance

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def test_a_room_and_a_leader_are_given_once(cast: Cast, at: datetime) -> None:
    starts_at = at + timedelta(hours=1)

    def plan(person: Person, leader: Staff) -> None:
        grouping.plan_individual(
            person,
            site=cast.riverside,
            room=cast.room,
            service=cast.individual,
            leader=leader,
            starts_at=starts_at,
            minutes=50,
            at=at,
        )

    refused = refused_at_once(cast, lambda: plan(cast.sam, cast.priya), lambda: plan(cast.marcus, cast.omar))

    assert [type(one) for one in refused] in ([RoomTaken], [LeaderTaken])
    assert Session.objects.filter(starts_at=starts_at).count() == 1


def test_a_person_is_given_one_session_at_a_time(cast: Cast, at: datetime) -> None:
    starts_at = at + timedelta(hours=1)

    def plan(leader: Staff) -> None:
        grouping.plan_individual(
            cast.sam,
            site=cast.riverside,
            room=None,
            service=cast.individual,
            leader=leader,
            starts_at=starts_at,
            minutes=50,
            by_video=True,
            at=at,
        )

    refused = refused_at_once(cast, lambda: plan(cast.priya), lambda: plan(cast.omar))

    assert [type(one) for one in refused] == [PersonTaken]
    assert Attendance.objects.filter(person=cast.sam, starts_at=starts_at).count() == 1


def test_the_last_place_is_taken_once(cast: Cast, at: datetime) -> None:
    Group.objects.filter(pk=cast.group.pk).update(max_members=3)
    people = [_participant(cast, name, at) for name in ("One", "Two")]
    by = cast.sign_in(cast.priya)

    refused = refused_at_once(
        cast,
        *(
            lambda person=person: grouping.join(cast.group, person, from_on=TODAY, by=by, at=at)
            for person in people
        ),
    )

    assert [type(one) for one in refused] == [grouping.CannotJoin]
    assert RosterEntry.objects.filter(group=cast.group, until_on=None).count() == 3


def test_who_joins_while_the_weeks_are_planned_is_expected_in_all_of_them(cast: Cast, at: datetime) -> None:
    person = _participant(cast, "One", at)
    by = cast.sign_in(cast.priya)
    ahead = TODAY + timedelta(weeks=6)

    refused = refused_at_once(
        cast,
        lambda: grouping.join(cast.group, person, from_on=TODAY, by=by, at=at),
        lambda: grouping.plan_sessions(cast.group, until=ahead, at=at),
    )

    sessions = Session.objects.filter(group=cast.group, starts_at__gt=at)
    assert refused == []
    assert Attendance.objects.filter(person=person).count() == sessions.count() == 6


def test_who_leaves_while_the_weeks_are_planned_is_expected_in_none_of_them(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.priya)
    ahead = TODAY + timedelta(weeks=6)

    refused_at_once(
        cast,
        lambda: grouping.leave(cast.group, cast.sam, until_on=TODAY, by=by, at=at),
        lambda: grouping.plan_sessions(cast.group, until=ahead, at=at),
    )

    future = Attendance.objects.filter(person=cast.sam, starts_at__gt=at)
    assert not future.filter(state="expected").exists()


def test_a_form_sent_twice_at_once_is_one_person(cast: Cast, at: datetime) -> None:
    def register() -> Person:
        told = {"given_name": "Kim", "family_name": "Lee", "languages": ["en"], "key": "form-1"}
        return enrolling.register_person(**told, at=at)  # type: ignore[arg-type]  # one dict for both

    assert refused_at_once(cast, register, register) == []
    assert Person.objects.filter(family_name="Lee").count() == 1


def _participant(cast: Cast, given_name: str, at: datetime) -> Person:
    return enroll_another(cast, given_name, "Example", starts_on=TODAY, by=cast.sign_in(cast.june), at=at)
