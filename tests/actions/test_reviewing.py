"""A record as a counselor reads it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from cast import STARTED, TODAY, Cast
from stepwell.actions import charts, reviewing
from stepwell.actions.charts import Chart
from stepwell.domain.instruments.change import ChangeKind
from stepwell.domain.privacy.access import Purpose
from stepwell.records.measures.models import DrugTestSample, Response, SampleStatus
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance


@pytest.fixture
def sam(cast: Cast, at: datetime) -> Chart:
    return charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=at)


def _answered(cast: Cast, at: datetime, total: int | None, on: date, instrument: str = "phq9") -> None:
    Response.objects.create(
        person=cast.sam,
        instrument=instrument,
        answers=[],
        total=total,
        scorer="test",
        answered_on=on,
        answered_at=at,
    )


def test_totals_lie_on_the_weeks_of_the_stay_and_a_week_without_one_is_a_gap(
    cast: Cast, at: datetime, sam: Chart
) -> None:
    _answered(cast, at, 17, STARTED)
    _answered(cast, at, None, STARTED + timedelta(days=7))
    _answered(cast, at, 9, STARTED + timedelta(days=15))
    found = reviewing.progress(sam, day=TODAY)
    (line,) = found.lines
    assert line.values == (17, None, None, 9)
    assert line.trend is not None
    assert line.trend.since_first.kind is ChangeKind.RELIABLE_GAIN
    assert (line.completion.answered, line.completion.whole) == (2, 2)


def test_answers_from_long_before_the_stay_are_not_its_beginning(
    cast: Cast, at: datetime, sam: Chart
) -> None:
    _answered(cast, at, 22, STARTED - timedelta(days=15))
    assert reviewing.progress(sam, day=TODAY).lines == ()
    _answered(cast, at, 12, STARTED - timedelta(days=14))
    assert reviewing.progress(sam, day=TODAY).lines[0].values[0] == 12


def test_sessions_are_counted_by_what_is_known_of_them(cast: Cast, at: datetime, sam: Chart) -> None:
    states = ["here", "missed", "excused", "expected"]
    past = Attendance.objects.filter(person=cast.sam, starts_at__lt=at).order_by("starts_at")
    for row, state in zip(past, states, strict=True):
        Attendance.objects.filter(pk=row.pk).update(state=state, credited_minutes=165 * (state == "here"))
    totals = reviewing.sessions_so_far(sam, at=at).totals
    assert (totals.recorded, totals.came, totals.missed, totals.excused) == (3, 1, 1, 1)
    assert (totals.unrecorded, totals.ahead, totals.minutes) == (1, 2, 165)


def test_tested_no_test_and_absent_are_three_things(cast: Cast, sam: Chart) -> None:
    for number, status in enumerate(SampleStatus):
        DrugTestSample.objects.create(
            person=cast.sam, status=status, collected_on=TODAY, external_id=str(number)
        )
    page = reviewing.drug_tests(sam)
    assert (page.tested, page.no_test, page.absent) == (1, 1, 1)


def test_a_missed_visit_brought_along_stands_among_the_tests_in_time(
    cast: Cast, at: datetime, sam: Chart
) -> None:
    days = [TODAY - timedelta(days=7), TODAY]
    for day in [*days, None]:
        DrugTestSample.objects.create(
            person=cast.sam, status=SampleStatus.TESTED, collected_on=day, external_id=f"s{day}"
        )
    rows = list(Attendance.objects.filter(person=cast.sam).order_by("starts_at")[:3])
    for row, day in zip(rows, [TODAY - timedelta(days=3), TODAY, None], strict=True):
        Attendance.objects.filter(pk=row.pk).update(state="missed", held_on=day)
        Session.objects.filter(pk=row.session_id).update(external_id=f"v{day}")

    page = reviewing.drug_tests(sam)

    told = [(one.on, one.status) for one in page.occasions]
    assert told[:3] == [(TODAY, "tested"), (TODAY - timedelta(days=3), "absent"), (days[0], "tested")]
    assert sorted(status for on, status in told[3:] if on is None) == ["absent", "tested"]
    assert (page.tested, page.no_test, page.absent) == (3, 0, 2)


def test_a_session_missed_here_is_no_absence_from_a_test(cast: Cast, sam: Chart) -> None:
    DrugTestSample.objects.create(person=cast.sam, collected_on=TODAY, external_id="s")
    Attendance.objects.filter(person=cast.sam).update(state="missed")
    assert reviewing.drug_tests(sam).absent == 0


def test_who_may_not_read_answers_gets_no_lines(cast: Cast, at: datetime) -> None:
    grace = charts.open_for(cast.sign_in(cast.grace), cast.sam.pk, Purpose.OPERATIONS, what="record", at=at)
    with pytest.raises(charts.NotHere):
        reviewing.progress(grace, day=TODAY)


def test_without_a_program_no_floor_is_made_up(cast: Cast, at: datetime) -> None:
    chart = charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=at)
    assert reviewing.dose_of_week(chart, day=TODAY).floor_minutes == 540
    type(cast.sam_episode).objects.filter(person=cast.sam).update(template=None)
    chart = charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=at)
    assert reviewing.dose_of_week(chart, day=TODAY).floor_minutes == 0
