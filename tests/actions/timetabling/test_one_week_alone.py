"""A timetable for one week alone: memberships end with it, the usual week comes back, it can be undone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from actions.timetabling.by_hand import TUESDAY, WEEK, drafted, gives, one_group, slot_at
from cast import ZONE, Cast, enroll_another
from stepwell.actions import grouping
from stepwell.actions.timetabling import drafts, publishing
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Plan
from stepwell.records.people.models import Person
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState
from stepwell.records.timetable.models import DraftState, Publication

EARLIER = time(17, 30)
AFTER = WEEK.next().monday
NEXT_TUESDAY = TUESDAY + timedelta(weeks=1)


def _held(cast: Cast, on: date) -> list[time]:
    rows = Session.objects.filter(held_on=on, site=cast.riverside).exclude(status=SessionStatus.CANCELLED)
    return sorted(row.starts_at.astimezone(ZoneInfo(ZONE)).time() for row in rows if row.starts_at)


def _expected(on: date) -> set[str]:
    rows = Attendance.objects.filter(held_on=on, state=AttendanceState.EXPECTED)
    return {row.person.given_name for row in rows.select_related("person")}


def _three(cast: Cast, at: datetime) -> Person:
    """Lee, who joins Sam and Marcus in their group; its weeks ahead are on the calendar."""
    by = cast.sign_in(cast.grace)
    lee = enroll_another(cast, "Lee", "Park", starts_on=at.date(), by=by, at=at)
    grouping.join(cast.group, lee, from_on=at.date(), by=by, at=at)
    grouping.plan_sessions(cast.group, until=AFTER + timedelta(weeks=1), at=at)
    return lee


def _publish(cast: Cast, draft: object, at: datetime, key: str = "p") -> None:
    publishing.publish(cast.sign_in(cast.grace), draft, this_week_alone=True, key=key, at=at)  # type: ignore[arg-type]  # a key


def test_the_usual_group_pauses_and_is_back_the_week_after(cast: Cast, at: datetime) -> None:
    grouping.plan_sessions(cast.group, until=AFTER + timedelta(weeks=1), at=at)
    draft = drafted(cast, at, solve=one_group(cast, begin=EARLIER))

    _publish(cast, draft, at)

    assert _held(cast, TUESDAY) == [EARLIER]
    assert _held(cast, NEXT_TUESDAY) == [time(18)]
    assert (_expected(TUESDAY), _expected(NEXT_TUESDAY)) == ({"Sam", "Marcus"}, {"Sam", "Marcus"})
    assert Group.objects.get(pk=cast.group.pk).ends_on is None
    new = Group.objects.exclude(pk=cast.group.pk).get()
    assert (new.starts_on, new.ends_on) == (WEEK.monday, AFTER)
    assert {entry.until_on for entry in RosterEntry.objects.filter(group=new)} == {AFTER}
    assert drafts.get_draft(cast.sign_in(cast.grace), draft).until_on == AFTER


@pytest.mark.parametrize("is_planned", [True, False])
def test_no_later_night_plans_what_pauses(cast: Cast, at: datetime, is_planned: bool) -> None:
    """Also when the week is so far ahead that nothing of it was on the calendar."""
    if not is_planned:
        Attendance.objects.filter(held_on=TUESDAY).delete()
        Session.objects.filter(held_on=TUESDAY).delete()
    draft = drafted(cast, at, solve=one_group(cast, begin=EARLIER))
    _publish(cast, draft, at)

    for group in Group.objects.all():
        grouping.plan_sessions(group, until=AFTER + timedelta(weeks=2), at=at)

    assert _held(cast, TUESDAY) == [EARLIER]
    assert _held(cast, NEXT_TUESDAY) == [time(18)]


def test_who_sits_out_one_week_is_a_member_again_after_it(cast: Cast, at: datetime) -> None:
    lee = _three(cast, at)
    members = (str(cast.sam.pk), str(cast.marcus.pk))
    draft = drafted(cast, at, solve=one_group(cast, members=members))

    _publish(cast, draft, at)

    entries = RosterEntry.objects.filter(person=lee).order_by("from_on")
    assert [(entry.from_on, entry.until_on) for entry in entries] == [
        (at.date(), WEEK.monday),
        (AFTER, None),
    ]
    assert (_expected(TUESDAY), _expected(NEXT_TUESDAY)) == (
        {"Sam", "Marcus"},
        {"Sam", "Marcus", "Lee"},
    )


def test_who_joins_for_one_week_is_no_member_after_it(cast: Cast, at: datetime) -> None:
    lee = _three(cast, at)
    entry = RosterEntry.objects.get(person=lee)
    Attendance.objects.filter(person=lee).update(state=AttendanceState.NOT_EXPECTED)
    entry.until_on = at.date()
    entry.save(update_fields=["until_on"])
    draft = drafted(cast, at, solve=one_group(cast))

    _publish(cast, draft, at)

    again = RosterEntry.objects.exclude(pk=entry.pk).get(person=lee)
    assert (again.from_on, again.until_on) == (WEEK.monday, AFTER)
    assert "Lee" in _expected(TUESDAY)
    assert "Lee" not in _expected(NEXT_TUESDAY)


@pytest.mark.parametrize("members", ["all", "two"])
def test_it_is_taken_back_whole(cast: Cast, at: datetime, members: str) -> None:
    lee = _three(cast, at)
    by, two = cast.sign_in(cast.grace), (str(cast.sam.pk), str(cast.marcus.pk))
    solve = one_group(cast, begin=EARLIER) if members == "all" else one_group(cast, members=two)
    draft = drafted(cast, at, solve=solve)
    before = [(_held(cast, day), _expected(day)) for day in (TUESDAY, NEXT_TUESDAY)]
    _publish(cast, draft, at)

    publishing.undo_publish(by, draft, key="u", at=at)

    assert [(_held(cast, day), _expected(day)) for day in (TUESDAY, NEXT_TUESDAY)] == before
    (entry,) = RosterEntry.objects.filter(person=lee, until_on=None)
    assert entry.from_on == at.date()
    assert drafts.get_draft(by, draft).state is DraftState.UNDONE


def test_a_time_alone_moves_in_that_week_only(cast: Cast, at: datetime) -> None:
    planned = [
        grouping.plan_individual(
            cast.sam,
            site=cast.riverside,
            room=cast.room,
            service=cast.individual,
            leader=cast.priya,
            starts_at=at + timedelta(days=days, hours=-2),
            minutes=50,
            at=at,
        )
        for days in (7, 14)
    ]

    def make(problem: Problem) -> Plan:
        plan = one_group(cast)(problem, seconds=1).plan
        return Plan(problem.name, plan.groups, {str(cast.sam.pk): slot_at(problem, 1, time(16))})

    _publish(cast, drafted(cast, at, solve=gives(make)), at)

    for one in planned:
        one.refresh_from_db()
    assert [one.status for one in planned] == [SessionStatus.CANCELLED, SessionStatus.PLANNED]


def test_no_other_timetable_is_put_over_a_week_of_its_own(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.grace)
    first = drafted(cast, at, solve=one_group(cast, begin=EARLIER))
    _publish(cast, first, at)
    second = drafted(cast, at, key="second", solve=one_group(cast, begin=time(17)))

    touched = publishing.touched_by(by, second, at=at)
    with pytest.raises(publishing.CannotPublish, match="published for itself alone"):
        publishing.publish(by, second, despite=touched.changed.token, key="p2", at=at)
    publishing.undo_publish(by, first, key="u", at=at)
    seen = publishing.touched_by(by, second, at=at).changed.token
    publishing.publish(by, second, despite=seen, key="p3", at=at)

    assert Publication.objects.filter(undone_at=None).count() == 1
    assert _held(cast, TUESDAY) == [time(17)]
