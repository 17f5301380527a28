"""A draft becomes the week as one act, and as one act it is taken back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from actions.timetabling.by_hand import TUESDAY, WEEK, drafted, gives, one_group, part_of, slot_at
from cast import ZONE, Cast
from stepwell.actions import composing, enrolling, grouping
from stepwell.actions.timetabling import drafts, publishing
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Plan
from stepwell.records.audit.models import AccessLine
from stepwell.records.effects.models import OutboxRow
from stepwell.records.program.models import SiteHoliday
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState
from stepwell.records.timetable.models import DraftState, Publication

EARLIER = time(17, 30)


def _sessions(cast: Cast, on: date) -> list[tuple[str, time]]:
    from zoneinfo import ZoneInfo

    rows = Session.objects.filter(held_on=on, site=cast.riverside).exclude(status=SessionStatus.CANCELLED)
    return sorted(
        (row.title["en"], row.starts_at.astimezone(ZoneInfo(ZONE)).time()) for row in rows if row.starts_at
    )


def _expected(cast: Cast, on: date) -> set[str]:
    rows = Attendance.objects.filter(held_on=on, state=AttendanceState.EXPECTED)
    return {row.person.given_name for row in rows.select_related("person")}


def test_a_week_that_stays_changes_nothing(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    before = _sessions(cast, TUESDAY)

    touched = publishing.touched_by(by, draft, at=at)
    publishing.publish(by, draft, key="p", at=at)

    assert (touched.groups_kept, touched.groups_new, touched.groups_ended) == (1, 0, 0)
    assert touched.people_moved == 0
    assert _sessions(cast, TUESDAY) == before
    assert OutboxRow.objects.count() == 0


def test_a_moved_group_ends_and_goes_on_at_its_new_time(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at, solve=one_group(cast, begin=EARLIER))

    publishing.publish(by, draft, key="p", at=at)

    old = Group.objects.get(pk=cast.group.pk)
    new = Group.objects.exclude(pk=cast.group.pk).get()
    assert old.ends_on == WEEK.monday
    assert (new.starts_on, new.start_time, new.leader_id, new.title) == (
        WEEK.monday,
        EARLIER,
        cast.priya.pk,
        old.title,
    )
    assert [clock for _, clock in _sessions(cast, TUESDAY)] == [EARLIER]
    assert _expected(cast, TUESDAY) == {"Sam", "Marcus"}


def test_this_weeks_sessions_stay_and_the_curriculum_goes_on(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at, solve=one_group(cast, begin=EARLIER))
    planned = _sessions(cast, TUESDAY)[0][0]

    publishing.publish(by, draft, key="p", at=at)

    cast.today.refresh_from_db()
    assert cast.today.status == SessionStatus.PLANNED
    assert _sessions(cast, TUESDAY)[0][0] == planned


def test_it_can_be_taken_back_whole(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at, solve=one_group(cast, begin=EARLIER))
    before = (_sessions(cast, TUESDAY), _expected(cast, TUESDAY))
    publishing.publish(by, draft, key="p", at=at)

    assert publishing.may_undo(by, draft, at=at)
    publishing.undo_publish(by, draft, key="u", at=at)

    assert (_sessions(cast, TUESDAY), _expected(cast, TUESDAY)) == before
    assert Group.objects.get(pk=cast.group.pk).ends_on is None
    assert RosterEntry.objects.filter(until_on=None).count() == 2
    assert drafts.get_draft(by, draft).state is DraftState.UNDONE


def test_what_was_taken_back_can_be_published_again(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at, solve=one_group(cast, begin=EARLIER))
    publishing.publish(by, draft, key="p", at=at)
    publishing.undo_publish(by, draft, key="u", at=at)

    publishing.publish(by, draft, key="p2", at=at)

    assert [clock for _, clock in _sessions(cast, TUESDAY)] == [EARLIER]
    assert drafts.get_draft(by, draft).state is DraftState.PUBLISHED


def test_a_week_that_has_begun_is_neither_published_nor_taken_back(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at, solve=one_group(cast, begin=EARLIER))
    other = drafted(cast, at, key="other")
    publishing.publish(by, draft, key="p", at=at)
    monday = at + timedelta(days=6)

    assert not publishing.may_undo(by, draft, at=monday)
    with pytest.raises(publishing.CannotUndo):
        publishing.undo_publish(by, draft, key="u", at=monday)
    with pytest.raises(publishing.CannotPublish):
        publishing.publish(by, other, key="o", at=monday)


def test_the_same_key_publishes_once(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at, solve=one_group(cast, begin=EARLIER))

    first = publishing.publish(by, draft, key="p", at=at)

    assert publishing.publish(by, draft, key="p", at=at) == first
    assert Publication.objects.count() == 1


def test_a_later_timetable_takes_the_place_of_an_earlier_one(cast: Cast, at: datetime) -> None:
    by, first = cast.sign_in(cast.grace), drafted(cast, at, solve=one_group(cast, begin=EARLIER))
    publishing.publish(by, first, key="p", at=at)
    second = drafted(cast, at, key="second", solve=one_group(cast, begin=time(17)))

    publishing.publish(by, second, key="p2", at=at)

    assert [clock for _, clock in _sessions(cast, TUESDAY)] == [time(17)]
    assert not publishing.may_undo(by, first, at=at)
    publishing.undo_publish(by, second, key="u", at=at)
    assert [clock for _, clock in _sessions(cast, TUESDAY)] == [EARLIER]
    assert publishing.may_undo(by, first, at=at)


def test_a_shift_told_meanwhile_keeps_the_draft_back(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    enrolling.tell_busy(
        cast.sam, kind="work", weekday=1, from_time=time(18), until_time=time(20), zone=ZONE, at=at
    )

    with pytest.raises(publishing.CannotPublish, match=r"Sam R\. is not free then\."):
        publishing.publish(by, draft, key="p", at=at)

    assert Publication.objects.count() == 0


def test_everybody_moved_gets_one_neutral_message(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at, solve=one_group(cast, begin=EARLIER))

    publishing.publish(by, draft, key="p", at=at)

    rows = OutboxRow.objects.filter(kind=publishing.WEEK_CHANGED)
    assert {row.person_id for row in rows} == {cast.sam.pk, cast.marcus.pk}
    letter = composing.compose(
        rows.get(person_id=cast.sam.pk), base_url="https://x.invalid", at=at + publishing.GRACE
    )
    assert isinstance(letter, composing.Letter)
    assert letter.text.startswith("Some of your appointments have changed.")


def test_what_is_taken_back_at_once_is_told_to_nobody(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at, solve=one_group(cast, begin=EARLIER))
    publishing.publish(by, draft, key="p", at=at)
    publishing.undo_publish(by, draft, key="u", at=at)

    row = OutboxRow.objects.get(kind=publishing.WEEK_CHANGED, person_id=cast.sam.pk)

    assert composing.compose(row, base_url="https://x.invalid", at=row.due_at) == composing.NO_LONGER_TRUE


def test_the_trail_names_everybody_who_is_moved(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at, solve=one_group(cast, begin=EARLIER))

    publishing.publish(by, draft, key="p", at=at)

    line = AccessLine.objects.get(what="published_timetable")
    assert set(line.people) == {str(cast.sam.pk), str(cast.marcus.pk)}


def test_a_time_alone_goes_where_the_plan_has_it(cast: Cast, at: datetime) -> None:
    planned = grouping.plan_individual(
        cast.sam,
        site=cast.riverside,
        room=cast.room,
        service=cast.individual,
        leader=cast.priya,
        starts_at=at + timedelta(days=7, hours=-2),
        minutes=50,
        at=at,
    )

    def make(problem: Problem) -> Plan:
        plan = one_group(cast)(problem, seconds=1).plan
        return Plan(problem.name, plan.groups, {str(cast.sam.pk): slot_at(problem, 1, time(16))})

    draft = drafted(cast, at, solve=gives(make))

    publishing.publish(cast.sign_in(cast.grace), draft, key="p", at=at)

    planned.refresh_from_db()
    assert planned.status == SessionStatus.CANCELLED
    assert {clock for _, clock in _sessions(cast, TUESDAY)} == {time(18), time(16)}
    assert {row.kind for row in OutboxRow.objects.all()} == {publishing.WEEK_CHANGED}


def test_a_closed_day_leaves_its_groups_alone(cast: Cast, at: datetime) -> None:
    SiteHoliday.objects.create(site=cast.riverside, on_date=TUESDAY, written_at=at)
    draft = drafted(cast, at, solve=gives(lambda problem: Plan(problem.name)))

    publishing.publish(cast.sign_in(cast.grace), draft, key="p", at=at)

    assert Group.objects.get(pk=cast.group.pk).ends_on is None
    assert part_of(draft).state == "ready"


def test_no_session_is_planned_on_a_closed_day(cast: Cast, at: datetime) -> None:
    third = TUESDAY + timedelta(weeks=2)
    SiteHoliday.objects.create(site=cast.riverside, on_date=third, written_at=at)

    grouping.plan_sessions(cast.group, until=third + timedelta(days=8), at=at)

    assert _sessions(cast, third) == []
    assert len(_sessions(cast, third + timedelta(days=7))) == 1
