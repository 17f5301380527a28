"""Nobody is given two sessions at the same time."""

from datetime import datetime, time, timedelta

import pytest

from cast import TODAY, Cast
from stepwell.actions import grouping, overlapping
from stepwell.records.program.models import Staff
from stepwell.records.schedule.models import Group, RosterEntry, Session
from stepwell.records.sessions.models import Attendance


def test_who_is_expected_in_a_group_is_not_given_a_session_meanwhile(cast: Cast, at: datetime) -> None:
    starts_at = _start(cast.today) + timedelta(minutes=30)

    with pytest.raises(overlapping.PersonTaken, match="another session at that time"):
        _plan(cast, starts_at=starts_at, at=at)

    assert not Session.objects.filter(group=None).exists()


def test_a_session_may_begin_as_another_ends(cast: Cast, at: datetime) -> None:
    ends_at = cast.today.ends_at
    assert ends_at is not None

    _plan(cast, starts_at=ends_at, at=at)

    assert Session.objects.filter(group=None, attendances__person=cast.sam).count() == 1


def test_the_time_of_a_cancelled_session_is_free(cast: Cast, at: datetime) -> None:
    grouping.cancel_session(cast.today, by=cast.sign_in(cast.priya), at=at)

    _plan(cast, starts_at=_start(cast.today), at=at)

    assert Session.objects.filter(group=None, attendances__person=cast.sam).count() == 1


def test_the_same_planning_again_is_the_same_session(cast: Cast, at: datetime) -> None:
    first = _plan(cast, starts_at=at + timedelta(hours=1), at=at)

    assert _plan(cast, starts_at=at + timedelta(hours=1), at=at) == first


def test_nobody_joins_a_group_that_meets_while_another_of_theirs_does(cast: Cast, at: datetime) -> None:
    group = _group(cast, starts=cast.group.start_time, at=at)

    with pytest.raises(overlapping.PersonTaken, match="another group at that time"):
        grouping.join(group, cast.sam, from_on=TODAY, by=cast.sign_in(cast.june), at=at)

    assert not RosterEntry.objects.filter(group=group).exists()


def test_another_hour_or_a_group_left_by_then_keeps_nobody_out(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.june)
    morning = _group(cast, starts=time(8), at=at)
    evening = _group(cast, starts=cast.group.start_time, at=at)
    grouping.leave(cast.group, cast.marcus, until_on=TODAY, by=by, at=at)

    grouping.join(morning, cast.sam, from_on=TODAY, by=by, at=at)
    grouping.join(evening, cast.marcus, from_on=TODAY, by=by, at=at)

    assert RosterEntry.objects.filter(group__in=[morning, evening]).count() == 2


def test_nobody_joins_a_group_whose_session_runs_into_one_of_their_own(cast: Cast, at: datetime) -> None:
    group = _group(cast, starts=time(13), at=at)
    grouping.plan_sessions(group, until=TODAY + timedelta(days=8), at=at)
    planned = Session.objects.filter(group=group).order_by("starts_at")
    _plan(cast, starts_at=_start(planned[0]), leader=cast.priya, at=at)

    with pytest.raises(overlapping.PersonTaken, match="another session"):
        grouping.join(group, cast.sam, from_on=TODAY, by=cast.sign_in(cast.june), at=at)

    assert not Attendance.objects.filter(session__group=group, person=cast.sam).exists()


def _plan(cast: Cast, *, starts_at: datetime, leader: Staff | None = None, at: datetime) -> Session:
    return grouping.plan_individual(
        cast.sam,
        site=cast.riverside,
        room=None,
        service=cast.individual,
        leader=leader or cast.omar,
        starts_at=starts_at,
        minutes=50,
        by_video=True,
        at=at,
    )


def _group(cast: Cast, *, starts: time, at: datetime) -> Group:
    return grouping.open_group(
        site=cast.riverside,
        room=cast.video,
        service=cast.group_service,
        leader=cast.omar,
        title={"en": "Another group"},
        weekday=cast.group.weekday,
        start_time=starts,
        minutes=90,
        starts_on=TODAY,
        at=at,
    )


def _start(session: Session) -> datetime:
    assert session.starts_at is not None
    return session.starts_at
