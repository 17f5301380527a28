"""Persons, how to reach them, and the course of their episodes."""

from datetime import date, datetime, time, timedelta

import pytest

from cast import STARTED, TODAY, Cast
from stepwell.actions import charts, enrolling, overseeing, readers
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.privacy.access import Purpose
from stepwell.records.audit.models import AccessLine
from stepwell.records.episodes.models import BusyTime, Episode, KeepApart
from stepwell.records.episodes.models import EpisodeState as StateRow
from stepwell.records.people.models import ContactWishes, Person
from stepwell.records.schedule.models import RosterEntry
from stepwell.records.sessions.models import Attendance
from stepwell.records.tenancy.models import Organization


def test_a_person_is_found_by_any_name_without_accents(organization: Organization, at: datetime) -> None:
    person = enrolling.register_person(
        given_name="José", family_name="Álvarez", preferred_name="Pepe", languages=["es"], at=at
    )

    assert person.search_text == " jose alvarez pepe"
    assert person.key.wrapped


def test_registering_twice_with_one_key_is_one_person(organization: Organization, at: datetime) -> None:
    told = {"given_name": "Kim", "family_name": "Lee", "languages": ["en"], "at": at, "key": "form-1"}

    first, second = enrolling.register_person(**told), enrolling.register_person(**told)  # type: ignore[arg-type]  # one dict for both

    assert first == second
    assert Person.objects.count() == 1


def test_a_person_has_one_open_episode_at_a_time(cast: Cast, at: datetime) -> None:
    told = {
        "site": cast.riverside,
        "template": cast.template,
        "counselor": cast.priya,
        "starts_on": TODAY,
        "state": EpisodeState.ADMITTED,
        "at": at,
        "by": cast.sign_in(cast.june),
    }

    enrolled = enrolling.enroll(cast.elena, **told)  # type: ignore[arg-type]  # one dict for both

    assert enrolled.is_open
    with pytest.raises(enrolling.CannotEnroll, match="in the program already"):
        enrolling.enroll(cast.sam, **told)  # type: ignore[arg-type]  # one dict for both


def test_the_state_before_ends_where_the_next_begins(cast: Cast, at: datetime) -> None:
    moved = _move(cast, EpisodeState.STEP_DOWN, on=TODAY, at=at)

    rows = StateRow.objects.filter(episode=moved).order_by("from_on")
    assert [(row.state, row.from_on, row.until_on) for row in rows] == [
        ("active", STARTED, TODAY),
        ("step_down", TODAY, None),
    ]
    assert moved.is_open


def test_a_move_the_course_of_care_does_not_know_is_refused(cast: Cast, at: datetime) -> None:
    with pytest.raises(enrolling.CannotMove, match="can't follow the one in force"):
        _move(cast, EpisodeState.PENDING, on=TODAY, at=at)

    assert StateRow.objects.filter(episode=cast.sam_episode).count() == 1


def test_a_move_before_the_state_in_force_began_is_refused(cast: Cast, at: datetime) -> None:
    with pytest.raises(enrolling.CannotMove, match="Choose a later day"):
        _move(cast, EpisodeState.HOLD, on=STARTED - timedelta(days=1), at=at)


def test_who_leaves_the_program_is_expected_nowhere_and_keeps_the_past(cast: Cast, at: datetime) -> None:
    past = Attendance.objects.filter(person=cast.sam, starts_at__lte=at).count()

    moved = _move(cast, EpisodeState.LEFT, on=TODAY, at=at)

    mine = Attendance.objects.filter(person=cast.sam)
    assert not moved.is_open
    assert moved.ends_on == TODAY
    assert not mine.filter(starts_at__gt=at, state="expected").exists()
    assert mine.filter(starts_at__lte=at, state="expected").count() == past
    assert RosterEntry.objects.get(person=cast.sam).until_on == TODAY


def test_moving_twice_is_moving_once(cast: Cast, at: datetime) -> None:
    _move(cast, EpisodeState.HOLD, on=TODAY, at=at)
    _move(cast, EpisodeState.HOLD, on=TODAY, at=at)

    assert StateRow.objects.filter(episode=cast.sam_episode).count() == 2


def test_a_move_through_a_chart_is_told_in_the_trail(cast: Cast, at: datetime) -> None:
    chart = charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=at)
    enrolling.move_episode(chart, to=EpisodeState.HOLD, on=TODAY, reason="travel", by=chart.by, at=at)

    own = charts.open_own(cast.sign_in(cast.sam_account), what="trail", at=at)
    assert own.trail.filter(what="episode", account_id=chart.by.account_id).exists()


def test_the_last_wish_counts_and_a_stop_word_stays(cast: Cast, at: datetime) -> None:
    ContactWishes.objects.filter(person=cast.sam).update(stopped_at=at)

    wishes = enrolling.wish_contact(
        cast.sam,
        email="new@test.stepwell.invalid",
        phone="",
        channel="email",
        safe_from=time(9),
        safe_until=time(10),
        zone="America/Chicago",
        language="es",
        at=at,
    )

    assert wishes.email == "new@test.stepwell.invalid"
    assert wishes.stopped_at == at


@pytest.mark.parametrize(("weekday", "on_date"), [(None, None), (1, date(2026, 5, 12))])
def test_a_busy_time_is_weekly_or_once(
    cast: Cast, at: datetime, weekday: int | None, on_date: date | None
) -> None:
    before = BusyTime.objects.count()

    with pytest.raises(enrolling.NotABusyTime):
        _tell(cast, weekday, on_date, at)
    assert BusyTime.objects.count() == before


def test_a_busy_time_told_twice_is_one(cast: Cast, at: datetime) -> None:
    assert _tell(cast, 3, None, at) == _tell(cast, 3, None, at)


def test_two_who_must_not_meet_are_one_pair_whichever_comes_first(cast: Cast, at: datetime) -> None:
    enrolling.keep_apart(cast.sam, cast.nadia, by=cast.sign_in(cast.june), at=at)
    enrolling.keep_apart(cast.nadia, cast.sam, by=cast.sign_in(cast.june), at=at)

    assert KeepApart.objects.count() == 1
    lines = AccessLine.objects.filter(what="keep_apart")
    assert sorted(line.people for line in lines) == sorted([[str(cast.sam.pk)], [str(cast.nadia.pk)]])
    assert overseeing.what_was_opened("keep_apart") == overseeing.what_was_opened("joined_group")


def _move(cast: Cast, to: EpisodeState, *, on: date, at: datetime) -> Episode:
    by = readers.system(cast.organization.pk, name="test")
    return enrolling.move_episode(cast.sam_episode, to=to, on=on, reason="told", by=by, at=at)


def _tell(cast: Cast, weekday: int | None, on_date: date | None, at: datetime) -> BusyTime:
    return enrolling.tell_busy(
        cast.marcus,
        kind="court",
        weekday=weekday,
        on_date=on_date,
        from_time=time(9),
        until_time=time(10),
        zone="America/Chicago",
        at=at,
    )
