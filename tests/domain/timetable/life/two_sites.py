"""Two sites in two zones that are each too small for a group of their own by video."""

from __future__ import annotations

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.life import told
from stepwell.domain.timetable.life.problem import ask
from stepwell.domain.timetable.life.shared import Shared, share_at, with_shared
from stepwell.domain.timetable.life.together import SiteWeek
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.domain.timetable.solver.greedy import greedy
from stepwell.kernel.civil import start_of
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week

CHICAGO, NEW_YORK = ZoneInfo("America/Chicago"), ZoneInfo("America/New_York")
WEEK = Week.of(date(2026, 3, 9))
SERVICES = (told.Service("cbt", 60, 3, 6),)


def person(key: str, *, apart: tuple[str, ...] = (), mode: str = "tele") -> told.Person:
    return told.Person(
        key=key,
        phase=1,
        floor_minutes=60,
        need={"cbt": 60},
        languages=("en",),
        wants_hour=False,
        mode=mode,  # type: ignore[arg-type]  # one of three words
        apart=frozenset(apart),
    )


def room(*, dealt: bool) -> tuple[told.Room, ...]:
    """The video room, open on this site's days only: Monday to Thursday, and Friday on."""
    days = range(4, 7) if dealt else range(4)
    closed = tuple(
        Span(
            start_of(WEEK.monday + timedelta(days=day), CHICAGO),
            start_of(WEEK.monday + timedelta(days=day + 1), CHICAGO),
        )
        for day in days
    )
    return (told.Room("v", 0, closed, is_video=True),)


def site_week(
    site: str,
    zone: ZoneInfo,
    people: tuple[told.Person, ...],
    *,
    opens: int,
    before: tuple[told.HeldBefore, ...] = (),
) -> SiteWeek:
    """Open from Monday to Friday for three hours; one leader, who leads by video."""
    hours = tuple(told.Hours(day, time(opens), time(opens + 3)) for day in range(5))
    leader = told.Leader(f"{site}-lee", frozenset({"cbt"}), ("en",), hours, weekly_minutes=900)
    rooms = room(dealt=site == "a")
    asked = ask(told.SiteWeek(site, zone, WEEK, SERVICES, people, (leader,), rooms, held_before=before))
    return SiteWeek(site, asked.problem, asked.grid, rooms, {"cbt": (3, 6)}, {})


def two(*, apart: bool = False, zone: ZoneInfo = NEW_YORK) -> list[SiteWeek]:
    """Two people here, three there; nobody could have a group without the others' people."""
    here = (person("a1", apart=("b1",) if apart else ()), person("a2"))
    there = (person("b1", apart=("a1",) if apart else ()), person("b2"))
    return [
        site_week("a", CHICAGO, here, opens=17),
        site_week("b", zone, there, opens=18 if zone is NEW_YORK else 17),
    ]


def whole(problem: Problem) -> Plan:
    return greedy(problem)


def solved(week: SiteWeek, shares: list[Shared]) -> tuple[Problem, Plan]:
    """One site by itself, as a job would solve it."""
    problem = with_shared(week.problem, week.grid, week.site, shares, week.rooms)
    plan = greedy(problem)
    assert check(problem, plan).is_legal
    return problem, plan


def of_share(plan: Plan, key: str) -> Group:
    return next(group for group in plan.groups if share_at(group.site) == key)
