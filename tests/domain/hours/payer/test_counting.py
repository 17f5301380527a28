"""What counts for a payer, and why not: days, weeks, nights of the clock, and sums that agree."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.hours.payer import files
from stepwell.domain.hours.payer.forms import CountedDayForm, CountForm
from stepwell.kernel.strict_json import FileRefused

ZONE = "America/Chicago"
PLAN = {"person": "sam", "from": "2026-01-01"}


def session(name: str = "s1", **change: Any) -> dict[str, Any]:
    """Three hours of group on a Tuesday evening, seen from start to end, its note signed that night."""
    usual = {
        "id": name,
        "person": "sam",
        "kind": "group",
        "starts": "2026-05-05T18:00",
        "ends": "2026-05-05T21:00",
        "came": "2026-05-05T18:00",
        "members": 10,
        "note_signed": "2026-05-05T22:00",
    }
    return usual | change


def events(*sessions: dict[str, Any], **more: Any) -> str:
    whole = {"format": "stepwell-hours-events/1", "zone": ZONE, "sessions": sessions, "plans": [PLAN]}
    return json.dumps(whole | more)


def rules(**change: Any) -> str:
    edition = {"from": "2026-01-01", "day_minutes": 180, "largest_group": 12} | change
    return json.dumps({"format": "stepwell-hours-rules/1", "name": "a payer", "editions": [edition]})


def only_day(counted: CountForm) -> CountedDayForm:
    (day,) = [day for person in counted.people for week in person.weeks for day in week.days]
    return day


def answer(*sessions: dict[str, Any], by: str = "", **more: Any) -> str:
    return only_day(files.count_files(events(*sessions, **more), by or rules())).answer


def test_three_hours_with_a_signed_note_count() -> None:
    assert answer(session()) == "Counts, because: 180 minutes by the rules of that day."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"left": "2026-05-05T20:46"}, "Does not count: 14 minutes short of 180."),
        ({"note_signed": None}, "Session s1: its note is unsigned."),
        ({"members": 13}, "Session s1: group of 13; at most 12 count."),
        ({"kind": "lunch"}, "Session s1: lunch is not covered."),
        ({"came": None}, "Session s1: nobody saw the person come."),
        ({"came": "2026-05-05T18:00:01"}, "1 minute short of 180."),
    ],
)
def test_a_day_that_does_not_count_says_why(change: dict[str, Any], said: str) -> None:
    told = answer(session(**change))

    assert told.startswith("Does not count: ")
    assert said in told


def test_breaks_are_left_out() -> None:
    tea = {"starts": "2026-05-05T19:30", "ends": "2026-05-05T19:45"}

    assert "15 minutes short" in answer(session(breaks=[tea]))


def test_an_expired_plan_is_named_with_its_day() -> None:
    told = answer(session(), plans=[{**PLAN, "until": "2026-05-03"}])

    assert told == "Does not count: Plan expired on 3 May 2026."


def test_a_note_signed_too_late_does_not_count() -> None:
    late = session(note_signed="2026-05-09T21:01")

    assert "signed more than 72 hours after the end" in answer(late, by=rules(note_hours=72))


def test_units_are_taken_from_what_is_authorized_until_nothing_is_left() -> None:
    two = [
        session(f"s{day}", **{key: f"2026-05-0{day}T{hour}" for key, hour in HOURS.items()}) for day in (5, 6)
    ]
    authorized = {"person": "sam", "units": 1, "from": "2026-05-01", "until": "2026-05-31"}

    counted = files.count_files(events(*two, authorizations=[authorized]), rules(authorization_required=True))

    (week,) = counted.people[0].weeks
    assert [(day.counts, day.units) for day in week.days] == [(True, 1), (False, 0)]
    assert week.days[1].answer == "Does not count: The authorized units are used up."


HOURS = {"starts": "18:00", "ends": "21:00", "came": "18:00", "note_signed": "22:00"}


def test_quarter_hours_are_never_rounded_up() -> None:
    counted = files.count_files(
        events(session(left="2026-05-05T18:44")), rules(unit="15min", day_minutes=None)
    )

    assert counted.people[0].units == 2


def test_a_minute_in_two_sessions_is_credited_once() -> None:
    second = session("s2", kind="individual", starts="2026-05-05T20:30", ends="2026-05-05T21:30", members=1)
    second["came"] = "2026-05-05T20:30"

    day = only_day(files.count_files(events(session(), second), rules()))

    assert [each.attended for each in day.sessions] == [180, 30]
    assert (day.attended, day.credited) == (210, 210)


def test_a_session_over_midnight_belongs_to_the_day_it_starts_on() -> None:
    night = session(starts="2026-05-05T22:00", ends="2026-05-06T01:00", came="2026-05-05T22:00")
    night["note_signed"] = "2026-05-06T02:00"

    assert (only_day(files.count_files(events(night), rules())).day) == "2026-05-05"


@pytest.mark.parametrize(
    ("starts", "ends", "minutes"),
    [("2026-03-08T01:00", "2026-03-08T04:00", 120), ("2026-11-01T00:30", "2026-11-01T03:30", 240)],
    ids=["clocks go forward", "clocks go back"],
)
def test_a_night_of_the_clock_has_the_minutes_that_really_pass(starts: str, ends: str, minutes: int) -> None:
    night = session(starts=starts, ends=ends, came=starts, note_signed="2026-11-02T00:00")

    assert only_day(files.count_files(events(night), rules())).planned == minutes


def test_a_time_that_comes_twice_or_never_is_refused_until_its_offset_is_told() -> None:
    with pytest.raises(FileRefused, match="comes twice"):
        files.read_events(events(session(starts="2026-11-01T01:30", ends="2026-11-01T05:00")))
    with pytest.raises(FileRefused, match="does not exist"):
        files.read_events(events(session(starts="2026-03-08T02:30", ends="2026-03-08T05:00")))
    told = session(starts="2026-11-01T01:30-06:00", ends="2026-11-01T05:00")
    assert files.read_events(events(told)).sessions[0].block.minutes == 210


def test_a_day_is_counted_by_the_edition_of_that_day() -> None:
    old = {"from": "2025-01-01", "until": "2025-12-31", "day_minutes": 120}
    new = {"from": "2026-01-01", "day_minutes": 180}
    both = json.dumps({"format": "stepwell-hours-rules/1", "name": "a payer", "editions": [old, new]})
    short = {"ends": "2025-12-30T20:00", "starts": "2025-12-30T18:00", "came": "2025-12-30T18:00"}
    before = session(**short, note_signed="2025-12-30T22:00")

    counted = files.count_files(events(before, plans=[{"person": "sam", "from": "2025-01-01"}]), both)

    assert only_day(counted).counts


def test_a_short_week_takes_its_days_along_only_where_the_payer_says_so() -> None:
    told = files.count_files(events(session()), rules(week_days=3)).people[0].weeks[0]
    bound = files.count_files(events(session()), rules(week_days=3, week_binds=True)).people[0].weeks[0]

    assert (told.because[0].sentence, told.days_counted) == ("1 of 3 days in the week.", 1)
    assert (bound.days[0].answer, bound.days_counted) == ("Does not count: 1 of 3 days in the week.", 0)


def test_a_leap_day_is_a_day() -> None:
    leap = {key: f"2028-02-29T{hour}" for key, hour in HOURS.items()}

    assert only_day(files.count_files(events(session(**leap)), rules())).day == "2028-02-29"


@pytest.mark.parametrize("name", files.SHIPPED)
def test_rules_that_ship_can_be_read_and_name_their_source(name: str) -> None:
    assert all(edition.source for edition in files.read_rules(files.shipped_text(name)).editions)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (events(session(lefft=None)), "unknown field `lefft`"),
        (events(session(ends="2026-05-05T17:00")), "sessions[0]: a session"),
        (events(session(left="2026-05-05T17:00")), "sessions[0].left"),
        (events(session(), session()), 'the id "s1" is given twice'),
        (events(session(), zone="Mars/Olympus"), "zone"),
        (events(session(starts="2026-02-30T18:00")), "no time in the calendar"),
    ],
)
def test_what_can_not_be_so_is_told_with_its_place(content: str, said: str) -> None:
    with pytest.raises(FileRefused) as refused:
        files.read_events(content)

    assert said in str(refused.value)


@st.composite
def weeks(draw: st.DrawFn) -> list[dict[str, Any]]:
    first = date(2026, draw(st.integers(1, 12)), draw(st.integers(1, 28)))
    made = []
    for number in range(draw(st.integers(1, 8))):
        day = first + timedelta(days=draw(st.integers(0, 9)))
        begin = draw(st.integers(6 * 60, 20 * 60))
        length = draw(st.integers(1, 230))
        come, stay = draw(st.integers(-10, length)), draw(st.integers(0, 240))
        at = lambda minute, day=day: f"{day}T{minute // 60:02}:{minute % 60:02}:{minute % 7:02}"  # noqa: E731
        came = max(0, begin + come)
        made.append(
            session(
                f"s{number}",
                starts=at(begin),
                ends=at(min(begin + length, 23 * 60 + 58) + 1),
                came=draw(st.sampled_from([None, at(came)])),
                kind=draw(st.sampled_from(["group", "individual", "lunch"])),
                note_signed=draw(st.sampled_from([None, f"{first}T23:59"])),
            )
        )
        if made[-1]["came"] is not None and draw(st.booleans()):
            made[-1]["left"] = at(min(23 * 60 + 59, came + stay + 1))
    return made


@given(weeks())
def test_credited_never_exceeds_attended_nor_attended_planned_and_sums_agree(
    made: list[dict[str, Any]],
) -> None:
    counted = files.count_files(events(*made), rules(day_minutes=None))

    for person in counted.people:
        days = [day for week in person.weeks for day in week.days]
        told = [each for day in days for each in day.sessions]
        assert len(told) == len(made)
        for name in ("planned", "attended", "credited"):
            assert getattr(person, name) == sum(getattr(day, name) for day in days)
            assert getattr(person, name) == sum(getattr(each, name) for each in told)
        assert all(each.credited <= each.attended <= each.planned for each in told)
        assert all(day.counts == (day.units > 0) for day in days)


def test_what_was_in_the_break_of_another_session_is_attended() -> None:
    pause = {"starts": "2026-05-05T19:00", "ends": "2026-05-05T20:00"}
    talk = session("s2", kind="individual", members=1, came=pause["starts"], **pause)

    day = only_day(files.count_files(events(session(breaks=[pause]), talk), rules()))

    assert [each.attended for each in day.sessions] == [120, 60]
    assert day.counts


@pytest.mark.parametrize("starts", ["0001-01-01T00:00Z", "9999-12-31T23:00-06:00"])
def test_a_time_of_no_year_people_live_in_is_refused_by_its_place(starts: str) -> None:
    with pytest.raises(FileRefused, match=r"sessions\[0\].starts: .* is not between the years 1900 and 2999"):
        files.read_events(events(session(starts=starts)))


def test_hours_for_a_note_longer_than_ten_years_are_refused() -> None:
    with pytest.raises(FileRefused, match="note_hours"):
        files.read_rules(rules(note_hours=10**13))


def test_a_day_an_authorization_can_not_end_on_is_named_with_its_place() -> None:
    wrong = {"person": "sam", "units": 5, "from": "2026-05-01", "until": "2026-02-30"}

    with pytest.raises(FileRefused, match=r"authorizations\[0\].until"):
        files.read_events(events(session(), authorizations=[wrong]))


def three_days(**more: Any) -> str:
    """Tuesday, Wednesday and Thursday, three hours each."""
    days = [{key: f"2026-05-0{day}T{hour}" for key, hour in HOURS.items()} for day in (5, 6, 7)]
    return events(*(session(f"s{number}", **day) for number, day in enumerate(days)), **more)


def authorized(units: int) -> dict[str, Any]:
    return {"person": "sam", "units": units, "from": "2026-05-01", "until": "2026-05-31"}


def test_a_day_with_fewer_units_left_says_how_many_are_authorized() -> None:
    by = rules(unit="15min", authorization_required=True)

    (week,) = files.count_files(three_days(authorizations=[authorized(14)]), by).people[0].weeks

    assert [day.units for day in week.days] == [12, 2, 0]
    told = "Counts, because: 180 minutes by the rules of that day. Only 2 of 12 units are authorized."
    assert week.days[1].answer == told


def test_a_day_without_units_is_none_of_the_days_of_the_week() -> None:
    by = rules(week_days=3, week_binds=True, authorization_required=True)

    enough = files.count_files(three_days(authorizations=[authorized(3)]), by).people[0].weeks[0]
    short = files.count_files(three_days(authorizations=[authorized(2)]), by).people[0].weeks[0]

    assert enough.days_counted == 3
    assert (short.days_counted, short.because[0].sentence) == (0, "2 of 3 days in the week.")


def test_a_week_that_is_refused_as_a_whole_uses_no_units() -> None:
    later = session("later", **{key: f"2026-05-1{day}T{hour}" for day in (2,) for key, hour in HOURS.items()})
    week = [
        session(f"n{day}", **{key: f"2026-05-1{day}T{hour}" for key, hour in HOURS.items()}) for day in (3, 4)
    ]
    by = rules(week_days=3, week_binds=True, authorization_required=True)

    counted = files.count_files(events(session(), later, *week, authorizations=[authorized(3)]), by)

    assert [each.days_counted for each in counted.people[0].weeks] == [0, 3]


def test_a_note_signed_before_its_session_began_is_no_note_of_it() -> None:
    early = session(note_signed="2026-05-05T17:59")

    assert answer(early) == "Does not count: Session s1: its note was signed before it began."
    assert answer(early, by=rules(note_required=False)).startswith("Counts")


def test_a_day_with_nothing_credited_tells_its_reason_alone() -> None:
    assert answer(session(note_signed=None)) == "Does not count: Session s1: its note is unsigned."
