"""A change is shown with everybody it touches, done as one act, and taken back as one."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import AT, TODAY, Cast
from stepwell.actions import (
    charts,
    doing_repairs,
    enrolling,
    founding,
    grouping,
    readers,
    repairing,
    scheduling_sessions,
)
from stepwell.actions.charts import NotHere
from stepwell.actions.refusals import Refusal
from stepwell.actions.rippling import doing, proposing
from stepwell.actions.rippling.changes import Change, Kind
from stepwell.actions.rippling.proposing import Proposal
from stepwell.actions.scheduling_sessions import LeaderTaken
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.records.admission.models import Authorization, Coverage
from stepwell.records.audit.models import AccessLine
from stepwell.records.effects.models import OutboxRow
from stepwell.records.outreach.models import Task
from stepwell.records.people.models import Person
from stepwell.records.program.models import Staff
from stepwell.records.schedule.models import Group, RosterEntry, Session
from stepwell.records.sessions.models import Attendance, Ripple

NEXT = TODAY + timedelta(days=7)


def of_series(cast: Cast, kind: Kind, **facts: Any) -> Change:
    return Change(kind, facts.pop("from_on", TODAY), group=Group.objects.get(pk=cast.group.pk), **facts)


def propose(cast: Cast, change: Change, *, at: datetime = AT) -> Proposal:
    return proposing.propose(cast.sign_in(cast.grace), change, at=at)


def do(cast: Cast, change: Change, *, key: str = "k", at: datetime = AT) -> Ripple:
    seen = propose(cast, change, at=at).seen
    act = doing.do(cast.sign_in(cast.grace), change, seen=seen, key=key, at=at)
    assert act is not None
    return act


def undo(cast: Cast, act: Ripple, *, key: str = "u", at: datetime = AT) -> Ripple:
    return doing.undo(cast.sign_in(cast.grace), act.pk, key=key, at=at)


def state(cast: Cast) -> dict[str, list[tuple[Any, ...]]]:
    """Everything of the group that people see: who never came on or was never there leaves no trace in it."""
    group = Group.objects.filter(pk=cast.group.pk)
    names = "starts_at", "ends_at", "held_on", "leader", "room", "breaks", "by_video", "video_link", "status"
    rows = Attendance.objects.filter(session__group=cast.group).exclude(state="not_expected")
    entries = RosterEntry.objects.filter(group=cast.group).order_by("pk")
    return {
        "group": list(group.values_list()),
        "sessions": list(Session.objects.filter(group=cast.group).order_by("pk").values_list("pk", *names)),
        "rows": list(
            rows.order_by("pk").values_list(
                "pk", "state", "starts_at", "held_on", "planned_minutes", "by_video"
            )
        ),
        "entries": [
            (one.person_id, one.from_on, one.until_on) for one in entries if one.until_on != one.from_on
        ],
    }


def hire(cast: Cast, given: str = "Dana", *, services: bool = True) -> Staff:
    return founding.hire(
        given,
        "Cover",
        credential="LPC",
        languages=["en"],
        sites=[cast.riverside],
        services=[cast.group_service] if services else [],
        availability=[],
        role=Role.COUNSELOR,
        email=f"{given.lower()}@cover.stepwell.invalid",
        at=AT,
    )


def chart(cast: Cast, person: Person) -> charts.Chart:
    by = cast.sign_in(cast.grace)
    return charts.open_for(by, person.pk, Purpose.OPERATIONS, what="roster", at=AT)


def newcomer(cast: Cast, given: str = "Lee") -> Person:
    """In the program for a week, and in no group."""
    person = enrolling.register_person(
        given_name=given, family_name="Okafor", pronouns="", languages=["en"], at=AT
    )
    enrolling.enroll(
        person,
        site=cast.riverside,
        template=cast.template,
        counselor=cast.priya,
        starts_on=TODAY - timedelta(days=7),
        state=EpisodeState.ACTIVE,
        at=AT,
        by=readers.system(cast.organization.pk, name="test"),
    )
    return person


def test_a_series_moves_with_its_sessions_and_everybody_hears_it_once(cast: Cast):
    act = do(cast, of_series(cast, Kind.MOVE, weekday=3, start_time=time(17, 30)))

    days = Session.objects.filter(group=cast.group, held_on__gte=TODAY).values_list("held_on", flat=True)
    assert set(days) == {TODAY + timedelta(days=2), NEXT + timedelta(days=2)}
    told = OutboxRow.objects.filter(kind="changed")
    assert {row.person_id for row in told} == {cast.sam.pk, cast.marcus.pk}
    assert told.count() == 2
    assert Group.objects.get(pk=cast.group.pk).weekday == 3
    line = AccessLine.objects.filter(what="changed_sessions", detail__kind="move")
    assert line.exists()
    assert act.first_at is not None


def test_a_moved_series_is_planned_on_at_its_new_hour_with_its_topics_in_order(cast: Cast):
    do(cast, of_series(cast, Kind.MOVE, weekday=0, start_time=time(18)))
    group = Group.objects.get(pk=cast.group.pk)

    scheduling_sessions.plan_sessions(group, until=TODAY + timedelta(days=28), at=AT)

    rows = list(Session.objects.filter(group=group).order_by("starts_at"))
    assert [row.held_on.weekday() for row in rows if row.held_on] == [1] * 5 + [0] * 4
    positions = [row.position for row in rows]
    assert all(one != other for one, other in itertools.pairwise(positions))


def test_an_hour_that_has_passed_this_week_leaves_this_weeks_session_as_it_is(cast: Cast):
    proposal = propose(cast, of_series(cast, Kind.MOVE, weekday=0, start_time=time(18)))

    assert [one.pk for one in proposal.laid.staying] == [cast.today.pk]
    assert [turn.before.held_on for turn in proposal.laid.turns] == [NEXT]


def test_who_works_then_is_told_as_a_clash_and_what_they_lose_is_counted(cast: Cast):
    proposal = propose(cast, of_series(cast, Kind.MOVE, weekday=3, start_time=time(9)))

    sam, marcus = sorted(proposal.touched, key=lambda one: one.chart.person.given_name)[::-1]
    assert [clash.is_own_time for clash in sam.clashes] == [True, True]
    assert [(week.before, week.after) for week in sam.hours] == [(165, 0), (165, 0)]
    assert sam.is_helpless
    assert not marcus.clashes
    assert [(week.before, week.after) for week in marcus.hours] == [(165, 165), (165, 165)]


def test_who_could_not_be_helped_gets_a_task_that_ends_when_it_is_taken_back(cast: Cast):
    act = do(cast, of_series(cast, Kind.MOVE, weekday=3, start_time=time(9)))
    task = Task.objects.get(kind="change")
    assert (task.person, task.done_at) == (cast.sam, None)

    undo(cast, act)

    task.refresh_from_db()
    assert task.done_at == AT


def test_a_session_alone_is_cancelled_with_its_reason_and_comes_back(cast: Cast):
    before = state(cast)
    change = Change(Kind.CANCEL, TODAY, session=cast.today, reason="weather")
    act = do(cast, change)
    assert Session.objects.get(pk=cast.today.pk).status == "cancelled"
    assert OutboxRow.objects.filter(kind="canceled").count() == 2
    assert AccessLine.objects.filter(what="changed_sessions", detail__reason="weather").exists()

    undo(cast, act)

    assert state(cast) == before
    assert OutboxRow.objects.filter(kind="changed").count() == 2


def test_a_series_ends_and_nobody_belongs_to_it_any_more(cast: Cast):
    do(cast, of_series(cast, Kind.CANCEL, from_on=NEXT))

    assert Group.objects.get(pk=cast.group.pk).ends_on == NEXT
    assert not RosterEntry.objects.filter(group=cast.group, until_on=None).exists()
    assert Session.objects.get(pk=cast.today.pk).status == "planned"
    assert Session.objects.get(group=cast.group, held_on=NEXT).status == "cancelled"


def test_shorter_sessions_give_fewer_minutes_and_leave_out_the_break(cast: Cast):
    proposal = propose(cast, of_series(cast, Kind.RESIZE, minutes=90, places=8))
    assert {(week.before, week.after) for one in proposal.touched for week in one.hours} == {(165, 90)}

    do(cast, of_series(cast, Kind.RESIZE, minutes=90, places=8))

    group = Group.objects.get(pk=cast.group.pk)
    assert (group.minutes, group.breaks, group.max_members) == (90, [], 8)
    ahead = Attendance.objects.filter(session__group=group, starts_at__gt=AT)
    assert set(ahead.values_list("planned_minutes", flat=True)) == {90}


def test_fewer_places_than_people_are_refused_before_anything_is_done(cast: Cast):
    change = of_series(cast, Kind.RESIZE, minutes=180, places=1)
    proposal = propose(cast, change)
    assert proposal.refusal is not None

    with pytest.raises(Refusal):
        doing.do(cast.sign_in(cast.grace), change, seen=proposal.seen, key="k", at=AT)

    assert not Ripple.objects.exists()


def test_a_change_from_a_day_that_is_not_planned_yet_waits_for_the_calendar(cast: Cast):
    near = of_series(cast, Kind.MOVE, weekday=3, start_time=time(18), from_on=NEXT)
    far = of_series(cast, Kind.MOVE, weekday=3, start_time=time(18), from_on=TODAY + timedelta(days=60))

    assert propose(cast, near).refusal is None
    assert propose(cast, far).refusal is not None


def test_another_leader_keeps_what_a_substitute_leads_for_one_day(cast: Cast):
    dana, eve = hire(cast), hire(cast, "Eve")
    Session.objects.filter(pk=cast.today.pk).update(leader=eve)

    do(cast, of_series(cast, Kind.LEADER, leader=dana))

    leaders = Session.objects.filter(group=cast.group, held_on__gte=TODAY).order_by("starts_at")
    assert [one.leader for one in leaders] == [eve, dana]
    assert not OutboxRow.objects.filter(kind="changed").exists()


def test_a_leader_who_does_not_lead_the_service_is_refused(cast: Cast):
    change = of_series(cast, Kind.LEADER, leader=hire(cast, services=False))

    assert propose(cast, change).refusal is not None


def test_a_leader_who_is_busy_then_is_refused(cast: Cast):
    dana = hire(cast)
    Session.objects.create(
        site=cast.riverside,
        leader=dana,
        title={"en": "x"},
        starts_at=cast.today.starts_at,
        ends_at=cast.today.ends_at,
        held_on=TODAY,
    )

    assert isinstance(propose(cast, of_series(cast, Kind.LEADER, leader=dana)).refusal, LeaderTaken)


def test_the_video_room_brings_its_link_and_frees_the_seats(cast: Cast):
    do(cast, of_series(cast, Kind.ROOM, room=cast.video))

    session = Session.objects.get(pk=cast.today.pk)
    assert (session.by_video, session.fills_room, session.video_link) == (True, False, cast.video.video_link)
    assert OutboxRow.objects.filter(kind="changed").count() == 2


def test_somebody_joins_with_all_it_touches_and_never_was_there_when_it_is_taken_back(cast: Cast):
    lee = newcomer(cast)
    before = state(cast)
    change = of_series(cast, Kind.ADD, person=chart(cast, lee))
    (one,) = propose(cast, change).touched
    assert [(week.before, week.after) for week in one.hours] == [(0, 165), (0, 165)]

    act = do(cast, change)
    assert Attendance.objects.filter(person=lee, state="expected").count() == 2
    undo(cast, act)

    assert state(cast) == before


def test_somebody_leaves_and_is_back_as_before(cast: Cast):
    before = state(cast)
    act = do(cast, of_series(cast, Kind.REMOVE, person=chart(cast, cast.sam), from_on=NEXT))
    assert Attendance.objects.get(person=cast.sam, held_on=NEXT).state == "not_expected"
    assert Attendance.objects.get(person=cast.sam, held_on=TODAY).state == "expected"

    undo(cast, act)

    assert state(cast) == before


def test_what_is_authorized_is_counted_before_and_after(cast: Cast):
    coverage = Coverage.objects.create(person=cast.sam, from_on=TODAY, written_at=AT)
    Authorization.objects.create(
        coverage=coverage,
        units=1,
        unit="session",
        from_on=TODAY,
        until_on=TODAY + timedelta(days=30),
        written_at=AT,
    )
    proposal = propose(cast, Change(Kind.CANCEL, TODAY, session=cast.today))

    (units,) = [one.units for one in proposal.touched if one.units is not None]
    assert (units.before, units.after, units.of, units.is_passed) == (2, 1, 1, False)


def test_intake_sees_who_is_touched_without_hours_units_or_reviews(cast: Cast):
    change = Change(Kind.CANCEL, TODAY, session=cast.today)

    proposal = proposing.propose(cast.sign_in(cast.june), change, at=AT)

    assert len(proposal.touched) == 2
    assert {(one.hours, one.units, one.review_on) for one in proposal.touched} == {((), None, None)}


def test_a_list_that_changed_in_the_meantime_is_looked_at_again(cast: Cast):
    change = of_series(cast, Kind.MOVE, weekday=3, start_time=time(18))
    seen = propose(cast, change).seen
    grouping.join(cast.group, newcomer(cast), from_on=TODAY, by=cast.sign_in(cast.grace), at=AT)

    with pytest.raises(doing_repairs.ChangedSince):
        doing.do(cast.sign_in(cast.grace), change, seen=seen, key="k", at=AT)


def test_the_same_key_does_it_once(cast: Cast):
    change = Change(Kind.CANCEL, TODAY, session=cast.today)
    do(cast, change)

    assert doing.do(cast.sign_in(cast.grace), change, seen="", key="k", at=AT) is None


def test_what_has_begun_or_was_changed_since_is_not_taken_back(cast: Cast):
    act = do(cast, of_series(cast, Kind.MOVE, weekday=3, start_time=time(18)))
    with pytest.raises(doing_repairs.HasBegun):
        undo(cast, act, at=AT + timedelta(days=3))
    Session.objects.filter(group=cast.group, held_on=NEXT + timedelta(days=2)).update(leader=hire(cast))
    do(cast, of_series(cast, Kind.MOVE, weekday=3, start_time=time(19)), key="k2")

    with pytest.raises(doing_repairs.HasBegun):
        undo(cast, act)


def test_what_was_planned_since_goes_back_with_the_series(cast: Cast):
    act = do(cast, of_series(cast, Kind.MOVE, weekday=3, start_time=time(19)))
    group = Group.objects.get(pk=cast.group.pk)
    (new,) = scheduling_sessions.plan_sessions(group, until=TODAY + timedelta(days=18), at=AT)
    assert new.held_on == date(2026, 5, 28)

    undo(cast, act)

    new.refresh_from_db()
    assert new.held_on == date(2026, 5, 26)


def test_who_may_not_change_it_finds_nothing(cast: Cast):
    act = do(cast, Change(Kind.CANCEL, TODAY, session=cast.today))
    for who in (cast.priya, cast.omar, cast.ada):
        with pytest.raises(NotHere):
            doing.undo(cast.sign_in(who), act.pk, key="u", at=AT)
        with pytest.raises(NotHere):
            proposing.find_group(cast.sign_in(who), cast.group.pk)


def test_a_look_asks_the_database_as_often_for_ten_as_for_two(cast: Cast):
    change = of_series(cast, Kind.MOVE, weekday=3, start_time=time(9))
    with CaptureQueriesContext(connection) as few:
        propose(cast, change)
    for number in range(8):
        person = newcomer(cast, f"Lee{number}")
        grouping.join(cast.group, person, from_on=TODAY, by=cast.sign_in(cast.grace), at=AT)

    with CaptureQueriesContext(connection) as many:
        assert len(propose(cast, change).touched) == 10

    assert len(many) <= len(few)


def test_a_repaired_day_still_tells_who_could_not_be_helped(cast: Cast):
    by = cast.sign_in(cast.grace)
    proposal = repairing.propose(by, cast.priya, "today", at=AT)
    chosen = {one.session.pk: one.key for one in proposal.sessions}
    hire(cast)
    act = doing_repairs.repair(by, cast.priya, "today", chosen=chosen, key="r", at=AT)
    assert act is not None

    found = doing_repairs.list_unhelped(by, act, at=AT)

    assert {one.chart.person for one in found} == {cast.sam, cast.marcus}
    assert {one.task.done_at for one in found} == {None}
