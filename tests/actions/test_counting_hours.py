"""Hours of a week, counted in SQL, the furthest below the floor first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import AT, STARTED, TODAY, Cast
from stepwell.actions import counting_hours, enrolling
from stepwell.actions.counting_hours import Choice
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.hours.dose import DoseReason
from stepwell.kernel.weeks import Week
from stepwell.records.sessions.models import Attendance

WEEK = Week.of(TODAY)


def test_planned_is_what_the_week_offers_without_breaks(cast: Cast) -> None:
    people = counting_hours.page_of_hours(cast.sign_in(cast.grace), WEEK, Choice(), page=1, at=AT)

    sam = next(one for one in people if one.person_id == cast.sam.pk)
    assert (sam.planned_minutes, sam.delivered_minutes, sam.floor_minutes) == (165, 0, 540)
    assert sam.reason is DoseReason.PLANNED_BELOW_FLOOR
    assert any(
        str(sentence).startswith("Busy with work on ") and str(sentence).endswith(" a week.")
        for sentence in sam.because
    )


def test_who_has_least_comes_first(cast: Cast) -> None:
    people = counting_hours.page_of_hours(cast.sign_in(cast.grace), WEEK, Choice(), page=1, at=AT)

    assert people[0].person_id == cast.nadia.pk
    assert [one.short_by for one in people] == sorted((one.short_by for one in people), reverse=True)


def test_delivered_counts_what_was_credited(cast: Cast) -> None:
    Attendance.objects.filter(session=cast.today, person=cast.sam).update(state="late", credited_minutes=150)

    totals = counting_hours.total(cast.sign_in(cast.grace), WEEK, Choice(), at=AT)

    assert totals.delivered_minutes == 150
    assert totals.people == 3


def test_a_site_filter_leaves_others_out_and_a_counselor_counts_nobody(cast: Cast) -> None:
    choice = Choice(site_id=cast.hill.pk)
    shown = counting_hours.page_of_hours(cast.sign_in(cast.grace), WEEK, choice, page=1, at=AT)
    assert [one.person_id for one in shown] == [cast.nadia.pk]
    assert counting_hours.page_of_hours(cast.sign_in(cast.priya), WEEK, Choice(), page=1, at=AT) == []


def test_sessions_of_unknown_length_are_told_not_counted(cast: Cast) -> None:
    Attendance.objects.filter(session=cast.today, person=cast.sam).update(state="here", planned_minutes=0)
    people = counting_hours.page_of_hours(cast.sign_in(cast.grace), WEEK, Choice(), page=1, at=AT)
    sam = next(one for one in people if one.person_id == cast.sam.pk)
    assert sam.without_hours == 1
    assert any("not known" in str(sentence) for sentence in sam.because)


def _queries(cast: Cast) -> int:
    by = cast.sign_in(cast.grace)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        counting_hours.total(by, WEEK, Choice(), at=AT)
        counting_hours.page_of_hours(by, WEEK, Choice(), page=1, at=AT)
    return len(asked)


@pytest.mark.parametrize("how_many", [60])
def test_more_people_ask_the_database_no_more(cast: Cast, how_many: int) -> None:
    _queries(cast)  # the trail begins once
    few = _queries(cast)
    for number in range(how_many):
        person = enrolling.register_person(
            given_name=f"P{number}", family_name="Many", languages=["en"], at=AT
        )
        enrolling.enroll(
            person,
            site=cast.riverside,
            template=cast.template,
            counselor=cast.priya,
            starts_on=STARTED,
            state=EpisodeState.ACTIVE,
            at=AT,
            by=cast.sign_in(cast.june),
        )
    assert _queries(cast) == few


def test_a_hold_today_leaves_nobody_out_of_the_weeks_before_it(cast: Cast) -> None:
    by = cast.sign_in(cast.grace)
    before = Week.of(TODAY - timedelta(days=7))
    then, now = (counting_hours.total(by, week, Choice(), at=AT).people for week in (before, WEEK))

    enrolling.move_episode(
        cast.sam_episode, to=EpisodeState.HOLD, on=TODAY, reason="told", by=cast.sign_in(cast.june), at=AT
    )

    assert counting_hours.total(by, before, Choice(), at=AT).people == then
    assert counting_hours.total(by, WEEK, Choice(), at=AT).people == now - 1
