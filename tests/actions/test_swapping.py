"""A session of this week instead of another: one yes, one clear no, and all as it was when taken back."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from cast import TODAY, ZONE, Cast
from stepwell.actions import attending, charts, enrolling, grouping, leading, settling, swapping, weeks
from stepwell.actions.attending import Answer
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.swapping import ChosenAlready, Gone, NothingToSwap, TooLateToTakeBack
from stepwell.domain.privacy.access import Purpose
from stepwell.kernel.weeks import Week
from stepwell.records.episodes.models import BusyTime
from stepwell.records.outreach.models import Task
from stepwell.records.program.models import Site
from stepwell.records.schedule.models import Group, Session
from stepwell.records.sessions.models import Attendance, Swap


def open_other(cast: Cast, at: datetime, *, weekday: int = 3, hour: int = 18, **facts: object) -> Session:
    """Another group of the same service later in the week, and its session of this week."""
    told: dict[str, object] = {
        "site": cast.riverside,
        "room": cast.room,
        "service": cast.group_service,
        "leader": cast.priya,
        "title": {"en": "Thursday CBT", "es": "TCC del jueves"},
        "minutes": 180,
        "breaks": [(90, 15)],
        **facts,
    }
    began = at - timedelta(weeks=1)
    group = grouping.open_group(
        weekday=weekday,
        start_time=time(hour),
        starts_on=TODAY - timedelta(days=7),
        at=began,
        **told,  # type: ignore[arg-type]  # facts of open_group
    )
    grouping.plan_sessions(group, until=TODAY + timedelta(days=10), at=began)
    return Session.objects.get(group=group, held_on=TODAY + timedelta(days=weekday - TODAY.weekday()))


@pytest.fixture
def other(cast: Cast, at: datetime) -> Session:
    return open_other(cast, at)


@pytest.fixture
def own(cast: Cast, other: Session, at: datetime) -> Chart:
    Site.objects.filter(pk=cast.riverside.pk).update(swap_policy="at_once")
    return charts.open_own(cast.sign_in(cast.sam_account), what="swap", at=at)


def take(own: Chart, cast: Cast, other: Session, at: datetime, key: str = "k1") -> Swap:
    return swapping.take(own, session_id=cast.today.pk, takes_id=other.pk, reason="work", key=key, at=at)


def row_of(cast: Cast, session: Session) -> Attendance:
    return Attendance.objects.get(person=cast.sam, session=session)


def test_what_does_the_same_job_is_offered_with_the_weeks_hours(own: Chart, cast: Cast, other: Session, at):
    choices = swapping.look(own, cast.today.pk, at=at)

    assert [option.session.pk for option in choices.options] == [other.pk]
    assert (choices.without_minutes, choices.options[0].week_minutes) == (0, 165)
    assert choices.at_once


def test_what_is_taken_is_expected_there_and_excused_here(own: Chart, cast: Cast, other: Session, at):
    take(own, cast, other, at)

    old, new = row_of(cast, cast.today), row_of(cast, other)
    assert (old.state, old.reason, new.state) == ("excused", "work", "expected")
    assert new.makes_up_for_id == old.pk
    assert weeks.week_of(own, Week.of(TODAY), at=at).planned_minutes == 165


def test_taking_twice_is_taking_once(own: Chart, cast: Cast, other: Session, at):
    one, again, other_key = (take(own, cast, other, at, key) for key in ("k1", "k1", "k2"))

    assert one.pk == again.pk == other_key.pk
    assert Swap.objects.count() == 1


def test_a_second_choice_for_one_session_is_refused(own: Chart, cast: Cast, other: Session, at):
    third = open_other(cast, at, weekday=4)
    take(own, cast, other, at)

    with pytest.raises(ChosenAlready):
        take(own, cast, third, at, "k2")


def test_the_last_place_gone_is_told_and_nothing_has_changed(own: Chart, cast: Cast, other: Session, at):
    Group.objects.filter(pk=other.group_id).update(max_members=1)
    grouping.join(other.group, cast.marcus, from_on=TODAY, by=cast.sign_in(cast.priya), at=at)

    with pytest.raises(Gone, match="last place"):
        take(own, cast, other, at)

    assert row_of(cast, cast.today).state == "expected"
    assert not Swap.objects.exists()


def test_who_must_not_be_met_is_never_told(own: Chart, cast: Cast, other: Session, at):
    by = cast.sign_in(cast.priya)
    grouping.join(other.group, cast.marcus, from_on=TODAY, by=by, at=at)
    enrolling.keep_apart(cast.sam, cast.marcus, by=by, at=at)

    choices = swapping.look(own, cast.today.pk, at=at)

    assert (choices.options, choices.openings) == ((), ())
    with pytest.raises(Gone, match="does not fit"):
        take(own, cast, other, at)


def test_an_hour_of_ones_own_that_would_open_it_is_told(own: Chart, cast: Cast, other: Session, at):
    enrolling.tell_busy(
        cast.sam,
        kind="care",
        on_date=other.held_on,
        from_time=time(18),
        until_time=time(19),
        zone=ZONE,
        at=at,
    )

    choices = swapping.look(own, cast.today.pk, at=at)

    assert choices.options == ()
    assert [one.offer.key for one in choices.openings] == [other.pk]


def test_the_way_from_a_shift_counts(own: Chart, cast: Cast, other: Session, at):
    shift = BusyTime.objects.filter(person=cast.sam, weekday=3)
    shift.update(until_time=time(17, 45))
    assert swapping.look(own, cast.today.pk, at=at).options

    shift.update(travel_minutes=20)

    assert not swapping.look(own, cast.today.pk, at=at).options


def test_taken_back_everything_is_as_it_was(own: Chart, cast: Cast, other: Session, at):
    swap = take(own, cast, other, at)

    swapping.take_back(own, swap_id=swap.pk, key="b", at=at + timedelta(minutes=5))
    swapping.take_back(own, swap_id=swap.pk, key="b2", at=at + timedelta(minutes=6))

    old, new = row_of(cast, cast.today), row_of(cast, other)
    assert (old.state, old.planned_minutes, old.intent) == ("expected", 165, "none")
    assert (new.state, new.makes_up_for_id) == ("not_expected", None)
    assert take(own, cast, other, at + timedelta(minutes=7), "k9").state == "taken"


def test_it_can_be_taken_back_only_for_a_while_and_while_the_old_place_is_free(own, cast, other, at):
    swap = take(own, cast, other, at)
    with pytest.raises(TooLateToTakeBack):
        swapping.take_back(own, swap_id=swap.pk, key="b", at=at + swapping.UNDO_FOR)

    Group.objects.filter(pk=cast.group.pk).update(max_members=1)

    with pytest.raises(TooLateToTakeBack, match="someone else"):
        swapping.take_back(own, swap_id=swap.pk, key="c", at=at)


def test_a_session_that_has_begun_is_given_up_no_more(own: Chart, cast: Cast, other: Session, at):
    assert cast.today.starts_at is not None

    with pytest.raises(NothingToSwap):
        take(own, cast, other, cast.today.starts_at)


def test_where_the_site_wants_to_be_asked_the_counselor_says_yes(own: Chart, cast: Cast, other: Session, at):
    Site.objects.update(swap_policy="ask")

    swap = take(own, cast, other, at)

    assert (swap.state, row_of(cast, cast.today).state) == ("asked", "expected")
    assert Task.objects.get(about=swap.pk).owner == cast.priya
    chart = settling.open_swap(cast.sign_in(cast.priya), swap.pk, at=at)
    settled = settling.settle(chart, swap_id=swap.pk, yes=True, key="y", at=at)
    assert (settled.state, row_of(cast, cast.today).state) == ("granted", "excused")
    assert row_of(cast, other).state == "expected"
    assert Task.objects.get(about=swap.pk).outcome == "arranged"


def test_a_no_leaves_everything_and_a_second_answer_changes_nothing(own, cast, other, at):
    Site.objects.update(swap_policy="ask")
    swap = take(own, cast, other, at)
    chart = settling.open_swap(cast.sign_in(cast.priya), swap.pk, at=at)

    settling.settle(chart, swap_id=swap.pk, yes=False, key="n", at=at)
    again = settling.settle(chart, swap_id=swap.pk, yes=True, key="y", at=at)

    assert again.state == "declined"
    assert row_of(cast, cast.today).state == "expected"


def test_a_counselor_of_another_site_has_no_such_change(own: Chart, cast: Cast, other: Session, at):
    Site.objects.update(swap_policy="ask")
    swap = take(own, cast, other, at)

    with pytest.raises(NotHere):
        settling.open_swap(cast.sign_in(cast.omar), swap.pk, at=at)


def test_nothing_fits_and_the_counselor_is_asked(own: Chart, cast: Cast, other: Session, at):
    swap = swapping.take(own, session_id=cast.today.pk, takes_id=None, reason="work", key="k", at=at)

    assert (swap.state, swap.takes_id) == ("asked", None)
    assert Task.objects.get(about=swap.pk).kind == "change"
    assert row_of(cast, cast.today).intent == "cannot"


def test_both_rosters_are_right_and_the_make_up_survives_everyone_is_here(own, cast, other, at):
    take(own, cast, other, at)
    by, evening = cast.sign_in(cast.priya), other.starts_at + timedelta(minutes=5)

    roster = leading.roster(by, other.pk, at=evening)
    attending.everyone_is_here(roster.charts, session_id=other.pk, at=evening)

    new = row_of(cast, other)
    assert (new.state, new.credited_minutes) == ("here", 165)
    assert new.makes_up_for_id == row_of(cast, cast.today).pk


def test_who_came_to_the_old_session_after_all_gets_those_hours(own: Chart, cast: Cast, other: Session, at):
    take(own, cast, other, at)
    begun = cast.today.starts_at + timedelta(minutes=5)
    chart = charts.open_for(
        cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="attendance", at=begun
    )

    attending.mark(chart, session_id=cast.today.pk, answer=Answer("here"), at=begun)

    assert row_of(cast, cast.today).credited_minutes == 165


def test_another_persons_session_is_not_there(own: Chart, cast: Cast, other: Session, at):
    with pytest.raises(NotHere):
        swapping.look(own, other.pk, at=at)
