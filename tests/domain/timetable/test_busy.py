"""Busy times: over midnight, over the weeks' edge, over the nights the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.timetable.busy import Busy, BusyKind, LifeWords, clashes, life_words
from stepwell.kernel.civil import at_site
from stepwell.kernel.spans import NotASpan, Span
from stepwell.kernel.weeks import Week

ZONE = ZoneInfo("America/New_York")
TUESDAY = date(2026, 3, 3)
DAY_SHIFT = Busy(BusyKind.WORK_SHIFT, time(9), time(17), weekdays=frozenset(range(5)))
NIGHT_SHIFT = Busy(BusyKind.WORK_SHIFT, time(22), time(6), weekdays=frozenset({6, 0, 1}))
SCHOOL = Busy(BusyKind.SCHOOL_RUN, time(14, 30), time(15), weekdays=frozenset(range(5)))
COURT = Busy(BusyKind.COURT, time(10), time(12), dates=frozenset({TUESDAY}))


def session(start: time, hours: int = 3, day: date = TUESDAY) -> Span:
    begins = at_site(day, start, ZONE).astimezone(UTC)
    return Span(begins, begins + timedelta(hours=hours))


def test_a_night_shift_that_began_on_sunday_touches_monday() -> None:
    monday = [Week.of(TUESDAY).monday]
    assert [span.minutes for span in NIGHT_SHIFT.spans_in(monday, ZONE)] == [480, 480]


def test_a_week_holds_each_weekly_time_once() -> None:
    assert len(DAY_SHIFT.spans_in(Week.of(TUESDAY), ZONE)) == 5
    assert len(NIGHT_SHIFT.spans_in(Week.of(TUESDAY), ZONE)) == 4


@pytest.mark.parametrize(("saturday", "minutes"), [(date(2026, 3, 7), 420), (date(2026, 10, 31), 540)])
def test_a_night_shift_is_as_long_as_it_really_is(saturday: date, minutes: int) -> None:
    shift = Busy(BusyKind.WORK_SHIFT, time(22), time(6), dates=frozenset({saturday}))
    assert [span.minutes for span in shift.spans_in([saturday], ZONE)] == [minutes]


def test_a_start_in_the_skipped_hour_still_has_a_length() -> None:
    run = Busy(BusyKind.OTHER, time(2, 30), time(3), dates=frozenset({date(2026, 3, 8)}))
    assert [span.minutes for span in run.spans_in([date(2026, 3, 8)], ZONE)] == [30]


def test_validity_is_half_open() -> None:
    spring = Busy(
        BusyKind.WORK_SHIFT,
        time(9),
        time(17),
        frozenset({1}),
        valid_from=TUESDAY,
        valid_until=date(2026, 3, 17),
    )
    starts = [
        day for day in (date(2026, 2, 24) + timedelta(days=n) for n in range(30)) if spring.starts_on(day)
    ]
    assert starts == [TUESDAY, date(2026, 3, 10)]


def test_what_only_touches_is_no_clash() -> None:
    assert clashes(DAY_SHIFT, session(time(17)), ZONE) == []
    assert len(clashes([DAY_SHIFT, COURT], session(time(10), hours=1), ZONE)) == 2


def test_last_nights_shift_clashes_with_an_early_session() -> None:
    assert len(clashes(NIGHT_SHIFT, session(time(5), hours=2), ZONE)) == 1


@pytest.mark.parametrize(
    ("busy", "start", "hours", "words"),
    [
        (DAY_SHIFT, time(18), 3, LifeWords.AFTER_SHIFT),
        (DAY_SHIFT, time(20), 1, LifeWords.AFTER_SHIFT),
        (DAY_SHIFT, time(20, 1), 1, None),
        (DAY_SHIFT, time(6), 3, LifeWords.BEFORE_SHIFT),
        (SCHOOL, time(11), 3, LifeWords.BEFORE_SCHOOL_RUN),
        (SCHOOL, time(15, 30), 3, LifeWords.AFTER_SCHOOL_RUN),
        (NIGHT_SHIFT, time(8), 3, LifeWords.AFTER_SHIFT),
        (COURT, time(13), 3, None),
        (DAY_SHIFT, time(16), 3, None),
    ],
)
def test_a_session_is_told_by_what_lies_beside_it(
    busy: Busy, start: time, hours: int, words: LifeWords | None
) -> None:
    assert life_words([busy], session(start, hours), ZONE) is words


def test_the_nearer_of_two_gives_the_words() -> None:
    assert life_words([DAY_SHIFT, SCHOOL], session(time(17, 30)), ZONE) is LifeWords.AFTER_SHIFT


def test_a_shift_of_yesterday_evening_is_not_the_same_day() -> None:
    late = Busy(BusyKind.WORK_SHIFT, time(15), time(23, 30), dates=frozenset({date(2026, 3, 2)}))
    assert life_words([late], session(time(1), hours=1), ZONE) is None


@pytest.mark.parametrize("days", [{}, {"weekdays": frozenset({0}), "dates": frozenset({TUESDAY})}])
def test_weekdays_or_dates_but_not_both(days: dict[str, frozenset[int]]) -> None:
    with pytest.raises(ValueError, match="not both"):
        Busy(BusyKind.OTHER, time(9), time(10), **days)  # type: ignore[arg-type]  # wrong on purpose


def test_an_eighth_weekday_cannot_be_held() -> None:
    with pytest.raises(ValueError, match="Weekdays"):
        Busy(BusyKind.OTHER, time(9), time(10), frozenset({7}))


def test_validity_that_ends_before_it_begins_cannot_be_held() -> None:
    with pytest.raises(NotASpan):
        Busy(BusyKind.OTHER, time(9), time(10), frozenset({1}), valid_from=TUESDAY, valid_until=TUESDAY)


@given(
    st.times(),
    st.times(),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.dates(date(2020, 1, 6), date(2030, 1, 1)),
)
def test_a_week_is_its_days_together(start: time, end: time, weekdays: frozenset[int], day: date) -> None:
    busy = Busy(BusyKind.WORK_SHIFT, start, end, weekdays)
    week = Week.of(day)
    by_day = {span for one in week.days for span in busy.spans_in([one], ZONE)}
    assert busy.spans_in(week, ZONE) == sorted(by_day, key=lambda span: span.start)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), st.integers(1, 600))
def test_clashing_and_words_exclude_each_other(start: datetime, minutes: int) -> None:
    meeting = Span(start, start + timedelta(minutes=minutes))
    if clashes([DAY_SHIFT, NIGHT_SHIFT], meeting, ZONE):
        assert life_words([DAY_SHIFT, NIGHT_SHIFT], meeting, ZONE) is None
