"""What is closed and who is away, with the sessions planned in it; limits of leaders, shapes of services."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from actions.timetabling.by_hand import TUESDAY, WEEK
from cast import TODAY, Cast
from stepwell.actions import founding
from stepwell.actions.charts import NotHere
from stepwell.actions.timetabling import closing, closures, gathering, shaping
from stepwell.actions.timetabling.shaping import Limit, Shape
from stepwell.domain.privacy.access import Role
from stepwell.records.program.models import Staff
from stepwell.records.timetable.models import LeaderLimit, SessionShape


def _dana(cast: Cast, at: datetime) -> Staff:
    """A counselor of a site that isn't Grace's."""
    far = founding.open_site("Far", zone="America/Chicago", at=at)
    return founding.hire(
        "Dana",
        "Wood",
        credential="",
        languages=["en"],
        sites=[far],
        services=[],
        availability=[],
        role=Role.COUNSELOR,
        email="dana@test.stepwell.invalid",
        at=at,
    )


def test_a_day_says_how_many_sessions_it_has_before_it_is_closed(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.grace)

    assert closures.planned_on(by, cast.riverside.pk, on=TUESDAY, at=at) == 1
    assert closures.planned_on(by, cast.riverside.pk, on=TUESDAY + timedelta(days=1), at=at) == 0
    assert closures.planned_on(by, cast.hill.pk, on=TUESDAY, at=at) == 0
    with pytest.raises(NotHere):
        closures.planned_on(cast.sign_in(cast.june), cast.riverside.pk, on=TUESDAY, at=at)


def test_closed_days_are_listed_until_they_are_opened(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.grace)
    closing.close_site(by, cast.riverside.pk, on=TUESDAY, key="c", at=at)

    (day,) = closures.list_closed_days(by, after=TODAY, at=at)
    closing.open_again(by, cast.riverside.pk, on=TUESDAY, key="o", at=at)

    assert (day.site, day.on, day.planned) == (cast.riverside, TUESDAY, 0)
    assert closures.list_closed_days(by, after=TODAY, at=at) == []


def test_a_closed_room_says_what_is_planned_in_it(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.grace)
    span = {"starts_at": at, "ends_at": at + timedelta(days=8)}
    closing.close_room(by, cast.room.pk, **span, key="a", at=at)
    closing.close_room(by, cast.hill_room.pk, **span, key="b", at=at)

    found = {one.name: one for one in closures.list_closed_rooms(by, at=at)}
    closing.open_room(by, found["Room 2"].key, key="o", at=at)
    closing.open_room(by, found["Room 2"].key, key="p", at=at)

    assert (found["Room 2"].planned, found["Room 5"].planned) == (2, 0)
    assert [one.name for one in closures.list_closed_rooms(by, at=at)] == ["Room 5"]
    with pytest.raises(NotHere):
        closing.open_room(cast.sign_in(cast.june), found["Room 5"].key, key="q", at=at)


def test_an_absence_says_what_its_person_leads_then(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.grace)
    span = {"starts_at": at, "ends_at": at + timedelta(days=1)}
    first = closing.note_absence(by, cast.priya.pk, **span, key="a", at=at)
    closing.note_absence(by, cast.omar.pk, **span, key="b", at=at)

    (hers,), (his,) = (closures.list_absences(by, one, at=at) for one in (cast.priya, cast.omar))
    closing.void_absence(by, first, at=at)

    assert (hers.planned, hers.first_at, hers.first_on) == (1, cast.riverside.pk, TODAY)
    assert (his.planned, his.first_at, his.first_on) == (0, None, None)
    assert [one.name for one in closures.list_absences(by, at=at)] == ["Omar Haddad"]
    assert closures.list_absences(by, cast.priya, at=at) == []
    with pytest.raises(NotHere):
        closures.list_absences(by, _dana(cast, at), at=at)


def test_a_leaders_limit_reaches_the_problem(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.grace)
    assert shaping.limit_of(by, cast.priya) == Limit(25 * 60, True)

    shaping.limit_leader(by, cast.priya, Limit(600, False), key="a", at=at)
    shaping.limit_leader(by, cast.priya, Limit(60, True), key="a", at=at)

    gathered = gathering.gather(by, [cast.riverside], WEEK, at=at)[0]
    told = gathered.asked.problem.facilitator[str(cast.priya.pk)]
    assert (told.max_hours * 30, told.tele) == (600, False)
    assert shaping.limit_of(by, cast.priya) == Limit(600, False)
    with pytest.raises(shaping.NotAWeekOfWork):
        shaping.limit_leader(by, cast.priya, Limit(61 * 60, True), key="b", at=at)
    with pytest.raises(NotHere):
        shaping.limit_leader(by, _dana(cast, at), Limit(600, True), key="c", at=at)
    assert LeaderLimit.objects.count() == 1


def test_a_services_shape_reaches_the_problem(cast: Cast, at: datetime) -> None:
    by, service = cast.sign_in(cast.grace), cast.group_service
    assert shaping.shape_of(by, service) == Shape(180, True, False)

    shaping.shape_service(by, service, Shape(90, False, True), key="a", at=at)
    gathered = gathering.gather(by, [cast.riverside], WEEK, at=at)[0]

    told = gathered.asked.problem.therapy["group_cbt"]
    assert (told.open, told.gendered) == (False, True)
    assert shaping.shape_of(by, service) == Shape(90, False, True)
    assert shaping.is_by_gender()


def test_no_session_is_longer_than_a_day_of_work(cast: Cast, at: datetime) -> None:
    by, service = cast.sign_in(cast.grace), cast.group_service

    with pytest.raises(shaping.NotALength):
        shaping.shape_service(by, service, Shape(0, True, False), key="a", at=at)
    with pytest.raises(NotHere):
        shaping.shape_service(cast.sign_in(cast.june), service, Shape(90, True, False), key="b", at=at)

    assert not SessionShape.objects.exists()
