"""Who lives in the demo, at any hour of any weekday."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet, Sum
from pytest_django.plugin import DjangoDbBlocker

from stepwell import demo
from stepwell.actions import care_due, charts, coming_next, grouping, intake_board, leaving, readers
from stepwell.demo.doors import DOORS
from stepwell.demo.followed import EARLIER
from stepwell.domain.instruments import phq9
from stepwell.domain.instruments.change import ChangeKind
from stepwell.domain.privacy.access import Purpose
from stepwell.records.aftercare.models import Graduation, PeerInvitation, SupportGroup
from stepwell.records.audit import trail
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.episodes.models import BusyTime, Episode, KeepApart
from stepwell.records.measures.models import CheckIn, Response
from stepwell.records.outreach.models import Task
from stepwell.records.people.models import Account, Person
from stepwell.records.program.models import OnCallDuty, ProgramTemplate, Room, Site, Staff
from stepwell.records.reviews.models import Review
from stepwell.records.schedule.models import RosterEntry, Session
from stepwell.records.sessions.models import CAME, Attendance, AttendanceEntry, AttendanceState
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization

CHICAGO = ZoneInfo("America/Chicago")
MOMENTS = {
    "a Sunday at 3 in the morning": datetime(2026, 5, 17, 8, 0, tzinfo=UTC),
    "the evening the clocks go back": datetime(2026, 11, 1, 23, 45, tzinfo=UTC),
    "the last night of the year": datetime(2027, 1, 1, 5, 30, tzinfo=UTC),
    "a leap day in the afternoon": datetime(2028, 2, 29, 22, 0, tzinfo=UTC),
}


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database for a whole module; the plugin makes one for who asks by this name."""
    with django_db_blocker.unblock():
        yield


ONCE_ON_EACH_DATABASE = "the evening the clocks go back"


def _moment(name: str) -> object:
    marks = () if name == ONCE_ON_EACH_DATABASE else (pytest.mark.embedded,)
    return pytest.param(MOMENTS[name], id=name, marks=marks)


@pytest.fixture(scope="module", params=[_moment(name) for name in MOMENTS])
def loaded(request: pytest.FixtureRequest, db: None) -> Iterator[tuple[Organization, datetime]]:
    """The demo loaded once for all tests of a moment, in a transaction that is taken back."""
    atomic = transaction.atomic()
    atomic._from_testcase = True  # type: ignore[attr-defined]  # as Django's own TestCase does
    with atomic:
        organization = demo.load(request.param)
        with scope.within(organization.pk):
            yield organization, request.param
        transaction.set_rollback(True)


Loaded = tuple[Organization, datetime]


def test_it_has_the_size_that_was_promised(loaded: Loaded) -> None:
    assert Site.objects.count() == 2
    assert Staff.objects.count() == 9
    assert Room.objects.filter(is_video=False).count() == 5
    assert Room.objects.filter(is_video=True).count() == 1
    assert ProgramTemplate.objects.count() == 3
    assert Episode.objects.values("person").distinct().count() == 64 + len(EARLIER)


def test_each_door_leads_to_an_account_of_its_role(loaded: Loaded) -> None:
    for door in DOORS:
        account = Account.objects.get(email=door.email)
        first = Account.objects.filter(role=door.role.value).order_by("created_at", "pk").first()
        assert account.role == door.role.value
        assert account == first


def test_priya_has_sessions_today_and_sam_one_today_or_tomorrow(loaded: Loaded) -> None:
    _, at = loaded
    today = at.astimezone(CHICAGO).date()
    hers = Session.objects.filter(leader__given_name="Priya", held_on=today)
    sams = _of("Sam").filter(starts_at__gt=at, state="expected")

    assert hers.count() >= 5
    assert not hers.filter(attendances__state__in=CAME).exclude(status="held").exists()
    assert sams.filter(held_on__lte=today + timedelta(days=1)).exists()


def test_everything_that_is_over_is_recorded(loaded: Loaded) -> None:
    _, at = loaded
    over = Attendance.objects.filter(session__ends_at__lte=at).exclude(person__given_name="Marcus")

    assert over.count() > 1500
    assert not over.filter(state=AttendanceState.EXPECTED).exists()
    ahead = Attendance.objects.filter(starts_at__gt=at).exclude(state="expected")
    assert [row.state for row in ahead.filter(swaps__state="taken")] == ["excused"]  # Chris took another
    assert not ahead.exclude(swaps__state="taken").exists()


def test_what_is_known_is_the_last_entry_of_its_history(loaded: Loaded) -> None:
    rows = Attendance.objects.annotate(written=Count("entries"), last=Max("entries__version"))
    same = Q(entries__state=F("state")) & Q(entries__minutes_late=F("minutes_late"))

    assert not rows.filter(version__gt=0).exclude(written=F("version"), last=F("version")).exists()
    assert Attendance.objects.filter(version__gt=0).exclude(same).count() == 0
    assert AttendanceEntry.objects.count() == Attendance.objects.aggregate(n=Sum("version"))["n"]


def test_every_way_a_session_can_go_is_there(loaded: Loaded) -> None:
    states = set(Attendance.objects.values_list("state", flat=True))

    assert states >= {"expected", "here", "late", "left_early", "missed", "excused"}
    assert Attendance.objects.filter(makes_up_for__state="missed", state="here").count() >= 2
    assert Attendance.objects.filter(by_video=True, session__by_video=False).exists()
    assert not Attendance.objects.filter(state__in=["missed", "excused"], credited_minutes__gt=0).exists()
    assert Attendance.objects.filter(
        state="late", credited_minutes=F("planned_minutes") - F("minutes_late")
    ).exists()


def test_no_room_and_no_leader_is_in_two_places(loaded: Loaded) -> None:
    for key, rows in (
        ("room_id", Session.objects.filter(fills_room=True)),
        ("leader_id", Session.objects.all()),
    ):
        _refuse_overlaps(rows.order_by(key, "starts_at").values_list(key, "starts_at", "ends_at"))


def test_nobody_has_two_sessions_at_once(loaded: Loaded) -> None:
    told = Attendance.objects.filter(makes_up_for=None).order_by("person", "starts_at")
    _refuse_overlaps(told.values_list("person", "starts_at", "session__ends_at"))


def test_next_week_is_nine_hours_for_most_and_less_for_those_with_reasons(loaded: Loaded) -> None:
    _, at = loaded
    monday = at.astimezone(CHICAGO).date() + timedelta(days=7 - at.astimezone(CHICAGO).weekday())
    week = Attendance.objects.filter(held_on__gte=monday, held_on__lt=monday + timedelta(days=7))
    planned = dict(week.values_list("person__given_name").annotate(minutes=Sum("planned_minutes")).order_by())

    below = {name for name, minutes in planned.items() if minutes < 540}
    assert len(planned) >= 57
    assert below == {"María", "Robert"}
    assert BusyTime.objects.filter(person__given_name="María").count() >= 10


def test_sam_works_shifts_and_is_doing_fine(loaded: Loaded) -> None:
    _, at = loaded
    past = _of("Sam").filter(starts_at__lt=at)

    assert BusyTime.objects.filter(person=_person("Sam"), kind="work").count() == 4
    assert past.filter(state="here").count() >= past.count() - 2
    assert not CheckIn.objects.filter(person=_person("Sam"), on=at.astimezone(CHICAGO).date()).exists()


def test_marcus_missed_two_in_a_row_and_fell_silent_with_rising_cravings(loaded: Loaded) -> None:
    _, at = loaded
    past = _of("Marcus").filter(session__ends_at__lte=at).order_by("-starts_at")
    days = CheckIn.objects.filter(person=_person("Marcus")).order_by("on")
    cravings = [one.craving for one in days if one.craving is not None]
    last = days.last()

    assert [row.state for row in past[:3]] == ["missed", "missed", "here"]
    assert last is not None
    assert (at.astimezone(CHICAGO).date() - last.on).days >= 5
    assert sum(cravings[-3:]) / 3 - sum(cravings[:3]) / 3 >= 2
    assert Task.objects.filter(person=_person("Marcus"), done_at=None, kind="call_after_miss").count() == 1


def test_danas_answer_opened_a_task_for_the_person_on_call(loaded: Loaded) -> None:
    _, at = loaded
    task = Task.objects.get(kind="safety", done_at=None)
    answers = Response.objects.get(pk=task.about)
    on_call = OnCallDuty.objects.get(site__name="Riverside").staff

    assert task.person == _person("Dana")
    assert answers.answers[8] == 1
    assert task.owner == on_call
    assert task.due_at > at
    assert not Response.objects.filter(instrument="phq9", answers__8__gt=0).exclude(pk=answers.pk).exists()


def test_luis_gained_more_than_measurement_error(loaded: Loaded) -> None:
    responses = Response.objects.filter(person=_person("Luis"), instrument="phq9").order_by("answered_at")
    totals = [row.total for row in responses if row.total is not None]

    assert (totals[0], totals[-1]) == (16, 9)
    assert phq9.PHQ9.change(totals[0], totals[-1]).kind is ChangeKind.RELIABLE_GAIN


def test_one_graduated_and_one_left_and_both_keep_their_history(loaded: Loaded) -> None:
    for name, state in (("Aisha", "graduated"), ("Kevin", "left")):
        episode = Episode.objects.get(person=_person(name))
        assert (episode.state, episode.is_open) == (state, False)
        assert _of(name).exclude(state="not_expected").exists()
        assert not RosterEntry.objects.filter(person=_person(name), until_on=None).exists()


def test_two_who_must_not_meet_share_no_group(loaded: Loaded) -> None:
    organization, at = loaded
    pair = KeepApart.objects.get()
    group = RosterEntry.objects.filter(person=pair.first).select_related("group")[0].group

    with pytest.raises(grouping.CannotJoin, match="can't take this person"):
        grouping.join(
            group,
            pair.second,
            from_on=at.date(),
            by=readers.system(organization.pk, name="test"),
            at=at,
        )


def test_words_are_sealed_and_sam_can_read_them(loaded: Loaded) -> None:
    _, at = loaded
    sam = readers.of(Account.objects.get(email="sam@demo.stepwell.invalid"))
    chart = charts.open_for(sam, _person("Sam").pk, Purpose.OWN, what="check_ins", at=at)
    sealed = [bytes(row.words) for row in chart.check_ins if row.words]

    assert sealed
    assert all(" " in chart.read(words) for words in sealed)
    assert b"group" not in b"".join(sealed)


def test_nobody_is_without_a_next_step_a_time_and_an_owner(loaded: Loaded) -> None:
    organization, at = loaded

    found = coming_next.of_everybody(readers.system(organization.pk, name="test"), at=at)

    assert [each for each in found if not each.is_complete] == []
    people = {each.person_id for each in found}
    assert set(Episode.objects.filter(is_open=True).values_list("person", flat=True)) <= people
    assert set(Enquiry.objects.filter(is_open=True).values_list("person", flat=True)) <= people


def test_somebody_stands_at_each_of_the_early_gates(loaded: Loaded) -> None:
    _, at = loaded
    june = readers.of(Account.objects.get(role="intake"))

    board = intake_board.board(june, at=at)
    ended, _more = intake_board.list_ended(june, at=at)

    assert all(board.values())
    assert {one.state.state for one in ended} == {"declined", "lost"}
    assert all(one.state.reason for one in ended)


def test_the_trail_is_whole(loaded: Loaded) -> None:
    assert trail.find_break(trail.in_order()) is None


def _refuse_overlaps(told: Iterable[tuple[Any, Any, Any]]) -> None:
    """Spans by whose they are, in order: none begins before the one before it has ended."""
    for before, after in pairwise(told):
        assert before[0] != after[0] or before[2] <= after[1]


def _person(called: str) -> Person:
    return Person.objects.get(Q(preferred_name=called) | Q(given_name=called, preferred_name=""))


def _of(called: str) -> QuerySet[Attendance]:
    return Attendance.objects.filter(person=_person(called))


def test_each_stretch_of_the_year_after_has_somebody(loaded: Loaded) -> None:
    _, at = loaded
    assert Graduation.objects.count() == len(EARLIER) + 2
    days = at.date()
    states = set(Graduation.objects.values_list("episode__state", flat=True))
    assert states == {"graduated", "continuing_care", "alumni"}
    assert PeerInvitation.objects.filter(on__gte=days).count() == 1
    assert SupportGroup.objects.values("kind").distinct().count() == 4


def test_who_told_that_it_gets_harder_is_called_within_two_days(loaded: Loaded) -> None:
    organization, at = loaded
    wren = Person.objects.get(given_name="Wren")
    steps = coming_next.of_everybody(readers.system(organization.pk, name="test"), at=at)
    [step] = [one for one in steps if one.person_id == wren.pk]
    assert step.is_complete


def test_priyas_people_have_plans_and_luis_is_due_for_a_review(loaded: Loaded) -> None:
    _, at = loaded
    priya = Staff.objects.get(given_name="Priya")
    found = care_due.care_due(readers.of(priya.account), at=at)
    late = [one.chart.person.called for one in found.reviews if one.is_review_late]
    assert "Luis" in late
    assert "Dana" in [one.chart.person.called for one in found.plans]
    assert all(one.coming.is_complete for one in found.steps)


def test_a_step_down_waits_for_a_second_clinician_and_zofia_for_nobody(loaded: Loaded) -> None:
    _, at = loaded
    assert Review.objects.get(closed_at=None).person == _person("Kayla")
    zofia = Account.objects.get(person=_person("Zofia"))
    door = leaving.door_of(charts.open_own(readers.of(zofia), what="way_back", at=at), at=at)
    assert door is not None
    assert door.how == "seat"
