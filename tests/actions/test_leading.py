"""A counselor's day and the roster of a session."""

from __future__ import annotations

from cast import AT, TODAY, Cast
from stepwell.actions import leading
from stepwell.records.audit.models import AccessLine
from stepwell.records.sessions.models import Attendance


def test_the_day_lists_my_sessions_with_who_came_of_how_many(cast: Cast) -> None:
    Attendance.objects.filter(session=cast.today, person=cast.sam).update(state="here")
    (one,) = leading.sessions_of_day(cast.sign_in(cast.priya), day=TODAY, at=AT)
    assert (one.session, one.came, one.expected) == (cast.today, 1, 2)
    assert leading.sessions_of_day(cast.sign_in(cast.omar), day=TODAY, at=AT) == []


def test_a_roster_is_by_name_and_one_line_names_everyone(cast: Cast) -> None:
    roster = leading.roster(cast.sign_in(cast.priya), cast.today.pk, at=AT)
    assert [line.chart.person.short_name for line in roster.lines] == ["Marcus T.", "Sam R."]
    line = AccessLine.objects.get(what="roster")
    assert line.people == sorted([str(cast.sam.pk), str(cast.marcus.pk)])


def test_who_left_the_roster_is_not_on_it(cast: Cast) -> None:
    Attendance.objects.filter(session=cast.today, person=cast.sam).update(state="not_expected")
    roster = leading.roster(cast.sign_in(cast.priya), cast.today.pk, at=AT)
    assert [line.chart.person for line in roster.lines] == [cast.marcus]


def test_a_line_shows_the_last_four_sessions(cast: Cast) -> None:
    past = Attendance.objects.filter(person=cast.sam, starts_at__lt=AT).order_by("starts_at")
    Attendance.objects.filter(pk__in=past.values("pk")).update(state="here")
    Attendance.objects.filter(pk=past.values_list("pk", flat=True)[0]).update(state="missed")
    roster = leading.roster(cast.sign_in(cast.priya), cast.today.pk, at=AT)
    sam = next(line for line in roster.lines if line.chart.person == cast.sam)
    assert (sam.came_before, sam.sessions_before) == (3, 4)


def test_my_groups_show_members_and_the_next_session(cast: Cast) -> None:
    (one,) = leading.my_groups(cast.sign_in(cast.priya), day=TODAY, at=AT)
    assert (one.group, one.members, one.next_session) == (cast.group, 2, cast.today)
