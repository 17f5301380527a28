"""Whatever a week is like: nobody is planned while they are busy, by the instants and not by the slots."""

from __future__ import annotations

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stepwell.domain.timetable.busy import Busy, BusyKind
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.life import told
from stepwell.domain.timetable.life.dated import date_groups, date_hours
from stepwell.domain.timetable.life.figures import Lengths, figures_of
from stepwell.domain.timetable.life.problem import Asked, ask
from stepwell.domain.timetable.life.rooms import give_rooms
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.solver.greedy import greedy
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week

ZONES = [ZoneInfo(name) for name in ("America/Chicago", "America/New_York", "Pacific/Honolulu")]
WEEKS = [Week.of(day) for day in (date(2026, 3, 8), date(2026, 11, 1), date(2028, 2, 29), date(2026, 12, 31))]
MINUTES = {"cbt": 90, "talk": 60}

clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 50]))
busy_times = st.builds(
    Busy,
    kind=st.sampled_from(BusyKind),
    start=clocks,
    end=clocks,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1, max_size=3),
    travel_minutes=st.integers(0, 60),
)


@st.composite
def weeks(draw: st.DrawFn) -> told.SiteWeek:
    people = tuple(
        told.Person(
            key=f"p{number}",
            phase=1,
            floor_minutes=540,
            need={"cbt": 270},
            languages=draw(st.sampled_from([("en",), ("es",), ("en", "es")])),
            counselors=("lee", "kim"),
            busy=tuple(
                (each, draw(st.sampled_from(ZONES))) for each in draw(st.lists(busy_times, max_size=4))
            ),
        )
        for number in range(draw(st.integers(1, 7)))
    )
    hours = tuple(
        told.Hours(weekday, draw(st.sampled_from([time(7, 45), time(9), time(12)])), time(21))
        for weekday in draw(st.sets(st.integers(0, 6), min_size=1))
    )
    both = frozenset({"cbt", "talk"})
    return told.SiteWeek(
        site="here",
        zone=draw(st.sampled_from(ZONES)),
        week=draw(st.sampled_from(WEEKS)),
        services=(told.Service("cbt", 90, 2, 4), told.Service("talk", 60, 2, 12)),
        people=people,
        leaders=(
            told.Leader("lee", both, ("en",), hours, weekly_minutes=1500),
            told.Leader("kim", both, ("en", "es"), hours[:1], weekly_minutes=600),
        ),
        rooms=(told.Room("r", 14), told.Room("v", 0, is_video=True)),
        closed=frozenset(draw(st.sets(st.sampled_from(WEEKS[0].days), max_size=1))),
    )


def _spans(person: told.Person, week: Week, *, with_travel: bool) -> list[Span]:
    days = [week.monday + timedelta(days=number) for number in range(-2, 9)]
    found = []
    for busy, zone in person.busy:
        way = timedelta(minutes=busy.travel_minutes if with_travel else 0)
        for span in busy.spans_in(days, zone):
            assert span.end is not None
            found.append(Span(span.start - way, span.end + way))
    return found


def _held(asked: Asked, plan: Plan) -> list[tuple[str, Span, bool]]:
    """Who is where when, and whether in person."""
    groups = date_groups(asked.problem, plan, asked.grid, MINUTES)
    held = [
        (member, Span(each.starts, each.ends), not each.by_video)
        for each in groups
        for member in each.group.members
    ]
    alone = date_hours(asked.problem, plan, asked.grid, 50)
    return held + [(each.person, Span(each.starts, each.ends), False) for each in alone]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(weeks())
def test_nobody_is_planned_while_busy_or_twice_at_once(week: told.SiteWeek) -> None:
    asked = ask(week)

    plan = greedy(asked.problem)

    assert check(asked.problem, plan).breaches == ()
    people = {person.key: person for person in week.people}
    seen: dict[str, list[Span]] = {}
    for person, span, in_person in _held(asked, plan):
        assert not any(other.overlaps(span) for other in seen.setdefault(person, []))
        seen[person].append(span)
        busy = _spans(people[person], week.week, with_travel=in_person)
        assert not any(each.overlaps(span) for each in busy)
        assert span.start.astimezone(week.zone).date() not in week.closed


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(weeks())
def test_every_group_of_a_legal_plan_has_a_room_and_the_figures_agree(week: told.SiteWeek) -> None:
    asked = ask(week)
    plan = greedy(asked.problem)

    rooms = give_rooms(asked.problem, plan, asked.grid, week.rooms, {})
    floors = {person.key: person.floor_minutes for person in week.people}
    figures = figures_of(asked.problem, plan, Lengths(MINUTES, 50, floors), busy_minutes=0)

    assert None not in rooms
    assert figures.clashes == 0
    assert figures.first_choices <= figures.best <= figures.wished
    assert 0 <= figures.placed <= figures.people == len(week.people)
