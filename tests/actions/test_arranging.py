"""Setting up, calling off and putting away: once for each key, by those who may, with reasons."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.db import transaction

from cast import AT, TODAY, ZONE, Cast
from stepwell.actions import (
    arranging,
    calling_off,
    charts,
    enrolling,
    grouping,
    inviting,
    scheduling_sessions,
    setting_up,
    wishing,
)
from stepwell.actions.arranging import StillInUse
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.founding import EmailTaken, WeeklyHours
from stepwell.actions.inviting import NotYoursToInvite
from stepwell.actions.scheduling_sessions import RoomTaken
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.records.effects.models import DoneOnce
from stepwell.records.episodes.models import BusyTime, Episode
from stepwell.records.people.models import Account, Person
from stepwell.records.program.models import OnCallDuty, Room, Service, Site, Staff
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus


def _chart(cast: Cast, person: Person | None = None, at: datetime = AT) -> Chart:
    by = cast.sign_in(cast.grace)
    return charts.open_for(by, (person or cast.sam).pk, Purpose.OPERATIONS, what="record", at=at)


def _next(cast: Cast) -> Session:
    return Session.objects.get(group=cast.group, held_on=TODAY + timedelta(days=7))


# Setting up


def test_a_site_is_opened_once_for_a_key_and_its_manager_works_there(cast: Cast) -> None:
    by = cast.sign_in(cast.grace)
    for _ in range(2):
        setting_up.add_site(by, name="Lakeside", zone=ZONE, key="k", at=AT)

    site = Site.objects.get(name="Lakeside")
    assert site.staff_here.filter(staff=cast.grace).count() == 1


def test_a_room_is_furnished_once_for_a_key(cast: Cast) -> None:
    by = cast.sign_in(cast.grace)
    for _ in range(2):
        setting_up.add_room(by, cast.riverside, name="Attic", seats=8, key="k", at=AT)

    assert Room.objects.filter(name="Attic").count() == 1


def test_a_person_on_call_is_named_once_for_a_key(cast: Cast) -> None:
    by, before = cast.sign_in(cast.grace), OnCallDuty.objects.count()
    for _ in range(2):
        setting_up.name_on_call(by, cast.omar, site=cast.hill, key="k", at=AT)

    assert OnCallDuty.objects.count() == before + 1


def test_a_service_of_a_name_that_is_there_is_refused_and_its_key_is_free_again(cast: Cast) -> None:
    by = cast.sign_in(cast.grace)
    with pytest.raises(setting_up.AlreadyOffered):
        setting_up.add_service(by, "group_cbt", kind="group", title={"en": "Again"}, key="k", at=AT)

    setting_up.add_service(by, "yoga", kind="group", title={"en": "Yoga"}, key="k", at=AT)

    assert Service.objects.filter(key="yoga").exists()


def test_a_colleagues_link_is_told_once(cast: Cast) -> None:
    by = cast.sign_in(cast.grace)

    def add() -> str:
        return setting_up.add_colleague(
            by,
            given_name="Lee",
            family_name="Park",
            role=Role.COUNSELOR,
            email="lee@test.stepwell.invalid",
            sites=[cast.riverside],
            key="k",
            at=AT,
        )

    assert add().startswith("/enter/")
    assert add() == ""
    assert Staff.objects.filter(given_name="Lee").count() == 1


def test_a_colleague_with_an_address_in_use_leaves_nothing_behind(cast: Cast) -> None:
    by = cast.sign_in(cast.grace)
    with pytest.raises(EmailTaken):
        setting_up.add_colleague(
            by,
            given_name="Lee",
            family_name="Park",
            role=Role.COUNSELOR,
            email="omar@test.stepwell.invalid",
            key="k",
            at=AT,
        )

    assert not Staff.objects.filter(given_name="Lee").exists()
    assert not DoneOnce.objects.filter(key="k").exists()


def test_nobody_but_a_manager_sets_up(cast: Cast) -> None:
    for who in (cast.june, cast.priya, cast.ada, cast.sam):
        with pytest.raises(NotHere):
            setting_up.add_room(cast.sign_in(who), cast.riverside, name="Attic", seats=8, key="k", at=AT)

    assert not Room.objects.filter(name="Attic").exists()


def test_a_colleagues_services_and_hours_are_written_over_as_a_whole(cast: Cast) -> None:
    by = cast.sign_in(cast.grace)
    hours = [WeeklyHours(cast.riverside, day, time(8), time(12)) for day in (0, 3)]
    setting_up.change_colleague(by, cast.priya, services=[cast.individual], hours=hours, key="k", at=AT)
    setting_up.change_colleague(by, cast.priya, services=[], hours=[], key="k", at=AT)

    found = setting_up.find_colleague(by, cast.priya.pk)
    assert [one.service_id for one in found.may_lead.all()] == [cast.individual.pk]
    assert {one.weekday for one in found.availability.all()} == {0, 3}


def test_a_lost_link_is_made_again_only_before_the_first_sign_in(cast: Cast) -> None:
    by = cast.sign_in(cast.grace)
    assert inviting.invite_again(by, cast.omar, at=AT).startswith("/enter/")

    Account.objects.filter(pk=cast.omar.account_id).update(last_login=AT)
    with pytest.raises(NotYoursToInvite):
        inviting.invite_again(by, setting_up.find_colleague(by, cast.omar.pk), at=AT)


# Putting away


def test_a_room_with_sessions_ahead_is_not_retired(cast: Cast) -> None:
    by = cast.sign_in(cast.grace)
    Group.objects.filter(pk=cast.group.pk).update(ends_on=TODAY)
    with pytest.raises(StillInUse, match="Sessions ahead"):
        arranging.retire(by, "room", cast.room.pk, at=AT)

    later = AT + timedelta(days=30)
    arranging.retire(by, "room", cast.room.pk, at=later)

    assert Room.objects.get(pk=cast.room.pk).retired_at == later


# Calling off


def test_what_a_session_touches_is_told_before_it_is_called_off(cast: Cast) -> None:
    found = calling_off.list_touched(cast.sign_in(cast.grace), _next(cast), at=AT)

    assert {one.chart.person.pk for one in found} == {cast.sam.pk, cast.marcus.pk}
    assert {(one.loses, one.planned, one.left) for one in found} == {(165, 165, 0)}
    assert all(one.was_below and not one.falls_below for one in found)


def test_intake_sees_who_is_touched_and_no_floor(cast: Cast) -> None:
    found = calling_off.list_touched(cast.sign_in(cast.june), _next(cast), at=AT)

    assert len(found) == 2
    assert {one.floor_minutes for one in found} == {None}


# The same key twice


def test_a_session_planned_and_called_off_does_not_come_back_with_its_form(cast: Cast) -> None:
    facts = {
        "site": cast.riverside,
        "room": None,
        "service": cast.individual,
        "leader": cast.priya,
        "starts_at": AT + timedelta(days=1),
        "minutes": 50,
    }
    session = scheduling_sessions.plan_from_form(_chart(cast), key="k", at=AT, **facts)
    assert session is not None
    scheduling_sessions.cancel_session(session, by=cast.sign_in(cast.grace), at=AT)

    assert scheduling_sessions.plan_from_form(_chart(cast), key="k", at=AT, **facts) is None
    assert Session.objects.filter(group=None).exclude(status=SessionStatus.CANCELLED).count() == 0


def test_joining_sent_again_after_leaving_changes_nothing(cast: Cast) -> None:
    by, chart = cast.sign_in(cast.grace), _chart(cast)
    grouping.leave(cast.group, chart, until_on=TODAY, by=by, at=AT, key="leave")
    grouping.join(cast.group, chart, from_on=TODAY, by=by, at=AT, key="join")
    grouping.leave(cast.group, chart, until_on=TODAY, by=by, at=AT, key="leave")
    assert RosterEntry.objects.filter(group=cast.group, person=cast.sam, until_on=None).count() == 1

    grouping.leave(cast.group, chart, until_on=TODAY, by=by, at=AT, key="again")
    grouping.join(cast.group, chart, from_on=TODAY, by=by, at=AT, key="join")
    assert RosterEntry.objects.filter(group=cast.group, person=cast.sam, until_on=None).count() == 0


def test_a_move_sent_again_after_another_changes_nothing(cast: Cast) -> None:
    by = cast.sign_in(cast.grace)

    def move(to: EpisodeState, key: str) -> None:
        enrolling.move_episode(_chart(cast), to=to, on=TODAY, reason="other", by=by, at=AT, key=key)

    move(EpisodeState.HOLD, "a")
    move(EpisodeState.ACTIVE, "b")
    move(EpisodeState.HOLD, "a")

    assert Episode.objects.get(person=cast.sam).state == "active"


def test_a_busy_time_taken_back_does_not_come_back_with_its_form(cast: Cast) -> None:
    def tell(key: str) -> None:
        enrolling.tell_busy_days(
            _chart(cast),
            kind="school",
            weekdays=[5, 6],
            from_time=time(9),
            until_time=time(12),
            zone=ZONE,
            key=key,
            at=AT,
        )

    tell("k")
    there = BusyTime.objects.filter(person=cast.sam, kind="school", voided_at=None)
    assert there.count() == 2
    wishing.void_busy(_chart(cast), busy_id=there.order_by("weekday")[0].pk, at=AT)
    tell("k")

    assert there.count() == 1


def test_an_older_wish_sent_again_does_not_win(cast: Cast) -> None:
    def wish(email: str, key: str) -> None:
        enrolling.wish_contact(
            _chart(cast),
            email=email,
            phone="",
            channel="email",
            safe_from=time(8),
            safe_until=time(20),
            zone=ZONE,
            language="en",
            at=AT,
            key=key,
        )

    wish("one@test.stepwell.invalid", "a")
    wish("two@test.stepwell.invalid", "b")
    wish("one@test.stepwell.invalid", "a")

    wishes = _chart(cast).contact_wishes
    assert wishes is not None
    assert wishes.email == "two@test.stepwell.invalid"


# Planning ahead


def test_a_group_whose_room_is_taken_says_how_far_it_is_planned_and_why(cast: Cast) -> None:
    assert arranging.list_stalled([cast.group], at=AT) == {}
    three_weeks: date = TODAY + timedelta(days=21)
    scheduling_sessions.plan_individual(
        cast.sam,
        site=cast.riverside,
        room=cast.room,
        service=cast.individual,
        leader=cast.omar,
        starts_at=_next(cast).starts_at + timedelta(days=14),  # type: ignore[operator]  # it has a time
        minutes=50,
        at=AT,
    )

    stalled = arranging.list_stalled([cast.group], at=AT)[cast.group.pk]

    assert stalled.last == TODAY + timedelta(days=7) < three_weeks
    assert isinstance(stalled.refusal, RoomTaken)
    with transaction.atomic():
        assert Session.objects.filter(group=cast.group, held_on=three_weeks).count() == 0
