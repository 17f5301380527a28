"""Groups, their rosters, and the sessions that follow from both."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import STARTED, TODAY, ZONE, Cast
from stepwell.actions import enrolling, grouping
from stepwell.actions.scheduling_sessions import HasBegun, LeaderTaken, NotInProgram, RoomTaken
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.records.audit.models import AccessLine
from stepwell.records.people.models import Person
from stepwell.records.schedule.models import Group, RosterEntry, Session
from stepwell.records.sessions.models import Attendance, AttendanceEntry

IN_TWO_WEEKS = TODAY + timedelta(days=14)


def test_planning_twice_is_planning_once(cast: Cast, at: datetime) -> None:
    before = Session.objects.count()

    again = grouping.plan_sessions(cast.group, until=IN_TWO_WEEKS, at=at)

    assert again == []
    assert Session.objects.count() == before


def test_topics_come_round_again_after_the_last(cast: Cast) -> None:
    sessions = Session.objects.filter(group=cast.group).order_by("starts_at")

    assert [session.position for session in sessions] == [1, 2, 1, 2, 1, 2]
    assert sessions[2].title["en"] == "Coping with cravings"


def test_breaks_are_not_planned_minutes(cast: Cast) -> None:
    assert {row.planned_minutes for row in Attendance.objects.filter(session=cast.today)} == {180 - 15}


def test_a_break_takes_away_only_what_it_shares_with_the_session(cast: Cast, at: datetime) -> None:
    group = _group(cast, at=at, leader="omar", breaks=[(30, 20), (40, 20), (80, 30)])
    grouping.join(group, cast.sam, from_on=TODAY, by=cast.sign_in(cast.priya), at=at)

    grouping.plan_sessions(group, until=TODAY + timedelta(days=1), at=at)

    assert Attendance.objects.get(session__group=group, person=cast.sam).planned_minutes == 90 - 30 - 10


def test_a_session_that_has_begun_is_not_planned_any_more(cast: Cast, at: datetime) -> None:
    group = _group(cast, at=at, start_time=time(11))

    planned = grouping.plan_sessions(group, until=IN_TWO_WEEKS, at=at)

    assert [session.held_on for session in planned] == [TODAY + timedelta(days=7)]


def test_who_is_in_the_program_at_another_site_can_not_join(cast: Cast, at: datetime) -> None:
    nell = _participant(cast, "Nell", at, site="hill")

    with pytest.raises(grouping.CannotJoin, match="same site"):
        grouping.join(cast.group, nell, from_on=TODAY, by=cast.sign_in(cast.priya), at=at)

    assert not RosterEntry.objects.filter(person=nell).exists()


def test_who_joins_later_is_expected_from_that_day_on(cast: Cast, at: datetime) -> None:
    nadia = _participant(cast, "Nell", at)

    grouping.join(cast.group, nadia, from_on=TODAY + timedelta(days=1), by=cast.sign_in(cast.priya), at=at)

    assert _expected(nadia) == [TODAY + timedelta(days=7)]


def test_who_joins_today_is_not_written_into_the_past(cast: Cast, at: datetime) -> None:
    nell = _participant(cast, "Nell", at)

    grouping.join(cast.group, nell, from_on=STARTED, by=cast.sign_in(cast.priya), at=at)

    assert _expected(nell) == [TODAY, TODAY + timedelta(days=7)]


def test_joining_twice_is_joining_once(cast: Cast, at: datetime) -> None:
    there = RosterEntry.objects.get(group=cast.group, person=cast.sam)

    again = grouping.join(cast.group, cast.sam, from_on=TODAY, by=cast.sign_in(cast.priya), at=at)

    assert again == there
    assert again.from_on == STARTED


def test_leaving_gives_up_future_sessions_and_keeps_history(cast: Cast, at: datetime) -> None:
    grouping.leave(cast.group, cast.sam, until_on=TODAY, by=cast.sign_in(cast.priya), at=at)

    future = Attendance.objects.filter(person=cast.sam, starts_at__gt=at)
    past = Attendance.objects.filter(person=cast.sam, starts_at__lt=at)
    assert {row.state for row in future} == {"not_expected"}
    assert {row.state for row in past} == {"expected"}
    assert past.count() == 4
    entries = AttendanceEntry.objects.filter(attendance__in=future)
    assert [(entry.version, entry.state) for entry in entries] == [(1, "not_expected")] * 2


def test_who_comes_back_is_expected_again_with_all_history(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.priya)
    grouping.leave(cast.group, cast.sam, until_on=TODAY, by=by, at=at)

    grouping.join(cast.group, cast.sam, from_on=TODAY, by=by, at=at)

    tonight = Attendance.objects.get(person=cast.sam, session=cast.today)
    assert tonight.state == "expected"
    assert [entry.state for entry in tonight.entries.order_by("version")] == ["not_expected", "expected"]
    assert RosterEntry.objects.filter(group=cast.group, person=cast.sam).count() == 2


def test_who_leaves_earlier_than_planned_is_not_expected_in_between(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.priya)
    grouping.leave(cast.group, cast.sam, until_on=IN_TWO_WEEKS, by=by, at=at)

    left = grouping.leave(cast.group, cast.sam, until_on=TODAY, by=by, at=at)

    assert left.until_on == TODAY
    assert _expected(cast.sam)[-1] == TODAY - timedelta(days=7)


def test_leaving_later_than_planned_changes_nothing(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.priya)
    grouping.leave(cast.group, cast.sam, until_on=TODAY, by=by, at=at)

    again = grouping.leave(cast.group, cast.sam, until_on=IN_TWO_WEEKS, by=by, at=at)

    assert again.until_on == TODAY


def test_leaving_a_group_one_never_belonged_to_is_refused(cast: Cast, at: datetime) -> None:
    with pytest.raises(grouping.NotAMember):
        grouping.leave(cast.group, cast.nadia, until_on=TODAY, by=cast.sign_in(cast.priya), at=at)


def test_two_who_must_not_meet_are_never_in_one_group_and_nobody_is_told_why(
    cast: Cast, at: datetime
) -> None:
    nell = _participant(cast, "Nell", at)
    enrolling.keep_apart(nell, cast.sam, by=cast.sign_in(cast.june), at=at)

    with pytest.raises(grouping.CannotJoin) as refused:
        grouping.join(cast.group, nell, from_on=TODAY, by=cast.sign_in(cast.priya), at=at)
    assert str(refused.value) == "This group can't take this person."
    grouping.leave(cast.group, cast.sam, until_on=TODAY, by=cast.sign_in(cast.priya), at=at)
    assert grouping.join(cast.group, nell, from_on=TODAY, by=cast.sign_in(cast.priya), at=at)


def test_a_full_group_takes_somebody_when_a_place_is_free(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.priya)
    group = _group(cast, at=at, max_members=1)
    first, second = _participant(cast, "One", at), _participant(cast, "Two", at)
    grouping.join(group, first, from_on=TODAY, by=by, at=at)

    with pytest.raises(grouping.CannotJoin, match="All 1 places"):
        grouping.join(group, second, from_on=TODAY, by=by, at=at)
    grouping.leave(group, first, until_on=TODAY + timedelta(days=7), by=by, at=at)
    assert grouping.join(group, second, from_on=TODAY + timedelta(days=7), by=by, at=at)


def test_who_is_not_in_the_program_joins_no_group(cast: Cast, at: datetime) -> None:
    with pytest.raises(grouping.CannotJoin, match="not in the program now"):
        grouping.join(cast.group, cast.elena, from_on=TODAY, by=cast.sign_in(cast.priya), at=at)


def test_a_group_has_no_more_places_than_its_room_has_seats_beside_the_leader(
    cast: Cast, at: datetime
) -> None:
    assert _group(cast, at=at, room="hill_room").max_members == 7
    assert _group(cast, at=at, room="video").max_members == 12


def test_a_room_that_is_in_use_is_refused_and_nothing_is_planned(cast: Cast, at: datetime) -> None:
    group = _group(cast, at=at, start_time=time(20), leader="omar", room="room")
    before = Session.objects.count()

    with pytest.raises(RoomTaken, match="Room 2 is in use"):
        grouping.plan_sessions(group, until=IN_TWO_WEEKS, at=at)
    assert Session.objects.count() == before


def test_a_leader_leads_one_session_at_a_time(cast: Cast, at: datetime) -> None:
    starts_at = cast.today.starts_at
    assert starts_at is not None

    with pytest.raises(LeaderTaken, match="Priya N"):
        _individual(cast, cast.marcus, starts_at=starts_at, by_video=True, at=at)
    assert _individual(cast, cast.marcus, starts_at=starts_at - timedelta(minutes=50), at=at)


def test_a_session_by_video_fills_no_room_and_carries_the_link(cast: Cast, at: datetime) -> None:
    session = _individual(cast, cast.sam, starts_at=at + timedelta(hours=1), by_video=True, at=at)

    assert not session.fills_room
    assert session.video_link == cast.video.video_link
    assert session.attendances.get().by_video


def test_planning_one_session_twice_is_planning_it_once(cast: Cast, at: datetime) -> None:
    starts_at = at + timedelta(hours=1)

    assert _individual(cast, cast.sam, starts_at=starts_at, at=at) == _individual(
        cast, cast.sam, starts_at=starts_at, at=at
    )


def test_a_session_belongs_to_somebody_in_the_program(cast: Cast, at: datetime) -> None:
    with pytest.raises(NotInProgram):
        _individual(cast, cast.elena, starts_at=at + timedelta(hours=1), at=at)


def test_a_cancelled_session_frees_its_room_and_expects_nobody(cast: Cast, at: datetime) -> None:
    cancelled = grouping.cancel_session(cast.today, by=cast.sign_in(cast.priya), at=at)

    assert cancelled.status == "cancelled"
    assert not cancelled.fills_room
    assert {row.state for row in cancelled.attendances.all()} == {"not_expected"}
    assert _individual(cast, cast.sam, starts_at=_start(cancelled), at=at)


def test_a_session_that_has_begun_is_not_cancelled(cast: Cast, at: datetime) -> None:
    with pytest.raises(HasBegun):
        grouping.cancel_session(
            cast.today, by=cast.sign_in(cast.priya), at=_start(cast.today) + timedelta(minutes=1)
        )


def test_six_in_the_evening_stays_six_when_the_clocks_change(cast: Cast, at: datetime) -> None:
    group = _group(cast, at=at, weekday=6, start_time=time(18))

    planned = grouping.plan_sessions(group, until=date(2026, 11, 16), at=at)

    local = {_start(session).astimezone(ZoneInfo(ZONE)).time() for session in planned}
    assert local == {time(18)}
    assert len({_start(session).time() for session in planned}) == 2


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stays=st.lists(st.tuples(st.integers(1, 40), st.integers(0, 30)), max_size=4), horizon=st.integers(1, 40)
)
def test_the_expected_are_exactly_those_on_the_roster_that_day(
    cast: Cast, at: datetime, stays: list[tuple[int, int]], horizon: int
) -> None:
    group = _group(cast, at=at, leader="omar", room="video", starts_on=TODAY + timedelta(days=horizon % 7))
    by = cast.sign_in(cast.priya)
    for number, (begin, length) in enumerate(stays):
        person = _participant(cast, f"Person {number}", at)
        from_on = TODAY + timedelta(days=begin)
        grouping.join(group, person, from_on=from_on, by=by, at=at)
        if number % 2:
            grouping.leave(group, person, until_on=from_on + timedelta(days=length), by=by, at=at)

    try:
        planned = grouping.plan_sessions(group, until=TODAY + timedelta(days=horizon), at=at)
        for session in planned:
            assert session.held_on is not None
            expected = set(session.attendances.values_list("person_id", flat=True))
            assert expected == set(_on_roster(group, session.held_on))
    finally:
        Session.objects.filter(group=group).update(status="cancelled")


def _on_roster(group: Group, day: date) -> list[object]:
    return [
        entry.person_id
        for entry in RosterEntry.objects.filter(group=group)
        if entry.from_on <= day and (entry.until_on is None or day < entry.until_on)
    ]


def _group(
    cast: Cast,
    *,
    at: datetime,
    weekday: int = TODAY.weekday(),
    start_time: time = time(13),
    leader: str = "priya",
    room: str = "room",
    max_members: int = 12,
    breaks: Sequence[tuple[int, int]] = (),
    starts_on: date = TODAY,
) -> Group:
    return grouping.open_group(
        site=cast.riverside,
        room=getattr(cast, room),
        service=cast.group_service,
        leader=getattr(cast, leader),
        title={"en": "Another group", "es": "Otro grupo"},
        weekday=weekday,
        start_time=start_time,
        minutes=90,
        breaks=breaks,
        starts_on=starts_on,
        max_members=max_members,
        at=at,
    )


def _participant(cast: Cast, given_name: str, at: datetime, *, site: str = "riverside") -> Person:
    person = enrolling.register_person(given_name=given_name, family_name="Example", languages=["en"], at=at)
    enrolling.enroll(
        person,
        site=getattr(cast, site),
        template=cast.template,
        counselor=cast.priya,
        starts_on=TODAY,
        state=EpisodeState.ACTIVE,
        at=at,
        by=cast.sign_in(cast.june),
    )
    return person


def _individual(
    cast: Cast, person: Person, *, starts_at: datetime, by_video: bool = False, at: datetime
) -> Session:
    return grouping.plan_individual(
        person,
        site=cast.riverside,
        room=None if by_video else cast.room,
        service=cast.individual,
        leader=cast.priya,
        starts_at=starts_at,
        minutes=50,
        by_video=by_video,
        at=at,
    )


def _expected(person: Person) -> list[date | None]:
    rows = Attendance.objects.filter(person=person, state="expected").order_by("starts_at")
    return list(rows.values_list("held_on", flat=True))


def _start(session: Session) -> datetime:
    assert session.starts_at is not None
    return session.starts_at


def test_planning_and_calling_off_are_one_line_each_that_names_everyone_expected(
    cast: Cast, at: datetime
) -> None:
    grouping.plan_sessions(cast.group, until=TODAY + timedelta(weeks=8), at=at)
    grouping.plan_sessions(cast.group, until=TODAY + timedelta(weeks=8), at=at)
    ahead = Session.objects.filter(group=cast.group, starts_at__gt=at).earliest("starts_at")
    grouping.cancel_session(ahead, by=cast.sign_in(cast.grace), at=at)

    planned, cancelled = (
        AccessLine.objects.filter(what=what, at=at, detail__about=str(about))
        for what, about in (("planned_session", cast.group.pk), ("cancelled_session", ahead.pk))
    )
    there = sorted(str(key) for key in ahead.attendances.values_list("person_id", flat=True))
    assert there
    assert [line.people for line in planned] == [line.people for line in cancelled] == [there]
    assert (planned[0].role, cancelled[0].role) == ("system", "manager")
