"""What is told of a site's week, as a problem of half hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from stepwell.domain.timetable.busy import Busy, BusyKind
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.life import keeping, told
from stepwell.domain.timetable.life.dated import date_groups, date_hours
from stepwell.domain.timetable.life.figures import Lengths, figures_of
from stepwell.domain.timetable.life.problem import VIDEO, Asked, ask
from stepwell.domain.timetable.life.rooms import give_rooms
from stepwell.domain.timetable.life.sharing import SharedRoom, deal_leader, deal_video
from stepwell.domain.timetable.life.what_if import saturday
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.kernel.weeks import Week

NEW_YORK, CHICAGO = ZoneInfo("America/New_York"), ZoneInfo("America/Chicago")
SPRING = Week(2026, 10)
DAYS = tuple(told.Hours(weekday, time(9), time(21)) for weekday in range(7))
LENGTHS = Lengths({"cbt": 90}, 50, {"a": 540, "b": 540})


def _person(key: str, **other: object) -> told.Person:
    facts: dict[str, object] = {
        "phase": 1,
        "floor_minutes": 540,
        "need": {"cbt": 270},
        "languages": ("en",),
        "counselors": ("lee", "kim"),
    }
    return told.Person(key=key, **{**facts, **other})  # type: ignore[arg-type]  # the facts of a person


def _week(*people: told.Person, **other: object) -> told.SiteWeek:
    facts: dict[str, object] = {
        "site": "here",
        "zone": NEW_YORK,
        "week": SPRING,
        "services": (told.Service("cbt", 90, 2, 12),),
        "people": people,
        "leaders": (
            told.Leader("lee", frozenset({"cbt"}), ("en",), DAYS, weekly_minutes=1500),
            told.Leader("kim", frozenset({"cbt"}), ("en", "es"), DAYS, weekly_minutes=1500),
        ),
        "rooms": (told.Room("r1", 14), told.Room("r2", 13), told.Room("talk", 4)),
    }
    return told.SiteWeek(**{**facts, **other})  # type: ignore[arg-type]  # the facts of a week


def _at(asked: Asked, weekday: int, clock: time) -> int:
    slot = asked.grid.find(weekday, clock.hour * 60 + clock.minute)
    assert slot is not None
    return slot


def test_ninety_minutes_are_three_half_hours_and_fifty_take_two() -> None:
    asked = ask(_week(_person("a")))

    assert asked.problem.therapy["cbt"].slots == 3
    assert asked.problem.individual_slots == 2
    assert asked.problem.participant["a"].need == {"cbt": 9}
    assert asked.problem.slot_minutes == 30


def test_the_way_from_a_shift_counts_in_person_and_not_by_video() -> None:
    shift = Busy(BusyKind.WORK_SHIFT, time(9), time(17), weekdays=frozenset({2}), travel_minutes=40)
    asked = ask(_week(_person("a", busy=((shift, NEW_YORK),))))
    person, five, half_past, six = (
        asked.problem.participant["a"],
        *(_at(asked, 2, clock) for clock in (time(17), time(17, 30), time(18))),
    )

    assert {five, half_past} & person.avail == set()
    assert six in person.avail
    assert {five, half_past} <= person.tele_avail


def test_who_comes_from_wednesday_on_is_free_from_wednesday_on() -> None:
    asked = ask(_week(_person("a", here_from=SPRING.monday + timedelta(days=2))))

    assert {asked.problem.slots[slot].day for slot in asked.problem.participant["a"].avail} == {2, 3, 4, 5, 6}


def test_rooms_too_small_for_the_others_groups_are_left_out() -> None:
    problem = ask(_week(_person("a"))).problem

    assert problem.site["here"].rooms == 2
    assert problem.therapy["cbt"].max == 12


def test_a_spanish_group_is_asked_for_where_somebody_speaks_nothing_else() -> None:
    both = [_person("a"), _person("b", languages=("es", "en"))]

    assert [v.id for v in ask(_week(*both)).problem.variants] == ["en"]
    assert [v.id for v in ask(_week(*both, _person("c", languages=("es",)))).problem.variants] == ["en", "es"]


def test_ones_own_counselor_has_no_cover_until_they_are_away() -> None:
    week = _week(_person("a"))
    lee, kim = week.leaders
    away = replace(week, leaders=(replace(lee, away=(SPRING.span(NEW_YORK),)), kim))

    assert ask(week).problem.participant["a"].counselors == ("lee",)
    assert ask(away).problem.participant["a"].counselors == ("lee", "kim")


def test_a_plan_in_the_week_the_clocks_change_keeps_the_time_on_the_wall() -> None:
    asked = ask(_week(_person("a"), _person("b")))
    sunday = _at(asked, 6, time(9))
    plan = Plan("", (Group("cbt", "en", "here", sunday, "lee", ("a", "b")),), {"a": _at(asked, 6, time(14))})

    (group,) = date_groups(asked.problem, plan, asked.grid, {"cbt": 90})
    (hour,) = date_hours(asked.problem, plan, asked.grid, 50)

    assert check(asked.problem, plan).breaches == ()
    assert group.starts.isoformat() == "2026-03-08T09:00:00-04:00"
    assert group.ends.isoformat() == "2026-03-08T10:30:00-04:00"
    assert (hour.leader, hour.ends.time()) == ("lee", time(14, 50))


def test_last_weeks_group_on_a_closed_day_asks_nobody_to_be_moved() -> None:
    held = told.HeldBefore("cbt", "en", "", 2, time(9), False, "lee", ("a", "b"))
    week = _week(_person("a"), _person("b"), held_before=(held,))

    assert len(ask(week).problem.previous.groups) == 1
    closed = replace(week, closed=frozenset({SPRING.monday + timedelta(days=2)}))
    assert ask(closed).problem.previous.groups == ()


def test_a_problem_and_a_plan_are_kept_as_they_are() -> None:
    asked = ask(_week(_person("a", apart=frozenset({"b"})), _person("b")))
    plan = Plan("x", (Group("cbt", "en", "here", 3, "lee", ("a",)),), {"a": 1}, {"a": "kim"})

    assert keeping.read_problem(keeping.write(asked.problem)) == asked.problem
    assert keeping.read_plan(keeping.write(plan)) == plan
    assert keeping.read_plan("") == Plan("")


def test_figures_count_minutes_and_not_slots() -> None:
    asked = ask(_week(_person("a"), _person("b")))
    groups = tuple(
        Group("cbt", "en", "here", _at(asked, weekday, time(9)), "lee", ("a", "b")) for weekday in range(5)
    )
    plan = Plan("", groups, {"a": _at(asked, 0, time(14))})

    figures = figures_of(asked.problem, plan, LENGTHS, busy_minutes=0)

    assert figures.planned_minutes == 5 * 90 * 2 + 50
    assert (figures.placed, figures.people) == (0, 2)
    assert (figures.group_size, figures.clashes) == (2, 0)


def test_the_best_there_can_be_is_never_below_what_is() -> None:
    late = told.Dislike(told.Hours(None, time(17), time(21)), 2)
    asked = ask(_week(_person("a", dislikes=(late,)), _person("b")))
    plan = Plan("", (Group("cbt", "en", "here", _at(asked, 0, time(18)), "lee", ("a", "b")),))

    figures = figures_of(asked.problem, plan, LENGTHS, busy_minutes=0)

    assert (figures.first_choices, figures.wished, figures.best) == (0, 3, 3)


def test_two_groups_at_once_have_two_rooms_and_last_weeks_is_kept() -> None:
    asked = ask(_week(*(_person(key) for key in "abcd")))
    nine = _at(asked, 0, time(9))
    groups = (
        Group("cbt", "en", "here", nine, "lee", ("a", "b")),
        Group("cbt", "en", "here", nine + 1, "kim", ("c", "d")),
    )
    rooms = [told.Room("r1", 14), told.Room("r2", 14)]

    given = give_rooms(asked.problem, Plan("", groups), asked.grid, rooms, {groups[1].place: "r1"})

    assert given == ["r2", "r1"]


def test_sites_in_two_zones_never_have_a_video_room_at_once() -> None:
    shared = [SharedRoom(told.Room("v", 0, is_video=True), CHICAGO, {3: "west"})]
    dealt = deal_video(shared, {"east": 20, "west": 20}, SPRING)
    east = ask(_week(_person("a"), rooms=(told.Room("r", 14), *dealt["east"])))
    west = ask(_week(_person("a"), zone=CHICAGO, site="west", rooms=dealt["west"]))

    mine = {
        asked.grid.starts[slot]
        for asked in (east,)
        for slot in range(len(asked.problem.slots))
        if asked.problem.site[VIDEO].rooms_at(slot)
    }
    theirs = {
        west.grid.starts[slot]
        for slot in range(len(west.problem.slots))
        if west.problem.site[VIDEO].rooms_at(slot)
    }

    assert mine
    assert theirs
    assert mine & theirs == set()


def test_a_leader_of_two_sites_is_at_one_of_them_each_day() -> None:
    hours = {
        "east": [told.Hours(0, time(9), time(12)), told.Hours(1, time(9), time(17))],
        "west": [told.Hours(0, time(9), time(17))],
    }

    dealt = deal_leader(hours, 960)

    assert [each.weekday for each in dealt["east"][0]] == [1]
    assert [each.weekday for each in dealt["west"][0]] == [0]
    assert (dealt["east"][1], dealt["west"][1]) == (480, 480)


def test_a_saturday_track_keeps_every_other_hour_where_it_was() -> None:
    weekdays = tuple(told.Hours(weekday, time(9), time(21)) for weekday in range(5))
    lee = told.Leader("lee", frozenset({"cbt"}), ("en",), weekdays, weekly_minutes=1500)
    asked = ask(_week(_person("a"), leaders=(lee,)))

    wider = saturday(asked.problem).problem

    def told_of(problem: object, slots: object) -> set[tuple[int, int]]:
        return {(problem.slots[s].day, problem.slots[s].minute) for s in slots}  # type: ignore[attr-defined]  # a problem

    before = told_of(asked.problem, asked.problem.participant["a"].avail)
    after = told_of(wider, wider.participant["a"].avail)
    assert {one for one in after if one[0] != 5} == before
    assert {one[0] for one in after - before} == {5}
