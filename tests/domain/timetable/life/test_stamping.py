"""A stamp is the same for the same facts and tells how many people, leaders and rooms are other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from stepwell.domain.timetable.busy import Busy, BusyKind
from stepwell.domain.timetable.life.stamping import Changed, changed, stamp
from stepwell.domain.timetable.life.told import Hours, Leader, Person, Room, SiteWeek
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week

ZONE = ZoneInfo("America/Chicago")
WEEK = Week(2026, 21)
SHIFT = Busy(BusyKind.WORK_SHIFT, time(8), time(16), weekdays=frozenset({0, 1}))


def person(key: str, **facts: object) -> Person:
    told: dict[str, object] = {"phase": 1, "floor_minutes": 540, "need": {"cbt": 180}, "languages": ("en",)}
    return Person(key=key, **{**told, **facts})  # type: ignore[arg-type]  # facts of a person


def week(**facts: object) -> SiteWeek:
    told: dict[str, object] = {
        "people": (person("sam", busy=((SHIFT, ZONE),), apart=frozenset({"lee", "ana"})), person("lee")),
        "leaders": (Leader("priya", frozenset({"cbt"}), ("en",), (Hours(1, time(9), time(17)),)),),
        "rooms": (Room("room", 12),),
    }
    return SiteWeek(site="s", zone=ZONE, week=WEEK, services=(), **{**told, **facts})  # type: ignore[arg-type]  # facts of a week


def differences(**facts: object) -> Changed:
    return changed(stamp(week()), stamp(week(**facts)))


def test_the_same_facts_have_the_same_stamp() -> None:
    assert differences() == Changed()
    assert not differences()


def test_a_person_whose_shift_or_wish_or_need_is_other_counts_once() -> None:
    later = replace(SHIFT, end=time(17))
    sam = person("sam", busy=((later, ZONE),), need={"cbt": 90}, apart=frozenset({"lee", "ana"}))

    assert differences(people=(sam, person("lee"))) == Changed(people=1)


@pytest.mark.parametrize(("day", "people"), [(date(2026, 5, 20), 1), (date(2026, 6, 20), 0)])
def test_a_single_day_matters_only_in_its_week(day: date, people: int) -> None:
    court = Busy(BusyKind.COURT, time(9), time(11), dates=frozenset({day}))
    sam = person("sam", busy=((SHIFT, ZONE), (court, ZONE)), apart=frozenset({"ana", "lee"}))

    assert differences(people=(sam, person("lee"))).people == people


def test_who_comes_and_who_is_gone_is_told_apart() -> None:
    assert differences(people=(person("lee"), person("new"))) == Changed(come=1, gone=1)


def test_another_who_may_cover_is_the_leaders_fact() -> None:
    one, two = person("lee", counselors=("priya",)), person("lee", counselors=("priya", "omar"))

    assert stamp(week(people=(one,)))["people"] == stamp(week(people=(two,)))["people"]


def test_rooms_leaders_closed_days_and_services_are_told() -> None:
    closed = Room(
        "room", 12, (Span(datetime(2026, 5, 19, 9, tzinfo=ZONE), datetime(2026, 5, 19, 12, tzinfo=ZONE)),)
    )
    away = Leader("priya", frozenset({"cbt"}), ("en",), ())

    assert differences(rooms=(closed,)) == Changed(rooms=1)
    assert differences(rooms=(Room("room", 12), Room("new", 8))) == Changed(rooms=1)
    assert differences(leaders=(away,)) == Changed(leaders=1)
    assert differences(closed=frozenset({date(2026, 5, 19)})) == Changed(closed=True)
    assert differences(hour_minutes=60) == Changed(offered=True)
    assert differences(hours_before={"sam": (1, time(9))}) == Changed(standing=True)


def test_the_changes_of_sites_add_up() -> None:
    assert Changed(people=1, closed=True) + Changed(people=2, rooms=1) == Changed(
        people=3, rooms=1, closed=True
    )
