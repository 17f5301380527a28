"""A video group holds people of several sites, and each site is solved by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.timetable.life.two_sites import CHICAGO, NEW_YORK, of_share, person, site_week, solved, two, whole
from stepwell.domain.timetable import solver
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.life.joining import decide
from stepwell.domain.timetable.life.quotas import Claim, deal_seats
from stepwell.domain.timetable.life.shared import read_shared, run_of, with_shared, write_shared
from stepwell.domain.timetable.plan import Plan


def test_people_of_two_small_sites_are_in_one_group() -> None:
    weeks = two()

    (share,) = decide(weeks, whole)

    assert set(share.seats) == {"a", "b"}
    members = [set(of_share(solved(week, [share])[1], share.key).members) for week in weeks]
    assert members == [{"a1", "a2"}, {"b1", "b2"}]


def test_it_is_the_same_moment_in_both_zones() -> None:
    weeks = two()

    (share,) = decide(weeks, whole)

    clocks = []
    for week in weeks:
        slots = run_of(week.problem, week.grid, share)
        assert slots is not None
        clocks.append(week.grid.civil(slots[0]))
    assert clocks[0] == clocks[1]
    assert clocks[0].astimezone(UTC) == share.starts
    assert clocks[1].hour == clocks[0].hour + 1


def test_one_site_counts_the_leaders_hours_and_the_room_is_nobodys_else() -> None:
    weeks = two()
    (share,) = decide(weeks, whole)

    host = next(week for week in weeks if week.site == share.host)
    guest = next(week for week in weeks if week.site != share.host)
    there = with_shared(guest.problem, guest.grid, guest.site, [share], guest.rooms)

    assert host.problem.facilitator[share.leader].site_by_day
    assert there.facilitator[share.leader].avail == set(run_of(guest.problem, guest.grid, share) or ())
    for week in weeks:
        now = with_shared(week.problem, week.grid, week.site, [share], week.rooms)
        slots = run_of(week.problem, week.grid, share) or ()
        assert all(now.site["video"].rooms_at(slot) == 0 for slot in slots)


def test_who_is_kept_apart_is_never_in_it_together() -> None:
    weeks = two(apart=True)
    more = site_week(
        "b", NEW_YORK, tuple(person(f"b{n}", apart=("a1",) if n == 1 else ()) for n in (1, 2, 3)), opens=18
    )
    weeks = [weeks[0], more]

    (share,) = decide(weeks, whole)

    plans = [solved(week, [share])[1] for week in weeks]
    members = {member for plan in plans for member in of_share(plan, share.key).members}
    assert not {"a1", "b1"} <= members
    shut = [who for seats in share.seats.values() for who in seats.not_for]
    assert len(shut) == 1
    assert set(shut) <= {"a1", "b1"}


def test_the_judge_refuses_who_is_kept_apart_from_somebody_elsewhere() -> None:
    weeks = two()
    (share,) = decide(weeks, whole)
    seats = {**share.seats, "b": replace(share.seats["b"], kept=(), not_for=("b1",))}
    problem, plan = solved(weeks[1], [share])

    closed = with_shared(weeks[1].problem, weeks[1].grid, "b", [replace(share, seats=seats)], weeks[1].rooms)

    assert {breach.rule for breach in check(closed, plan).breaches} == {"kept_apart"}
    assert check(problem, plan).is_legal


def test_nothing_is_shared_that_a_block_of_one_site_would_part() -> None:
    weeks = two()
    late = site_week("b", ZoneInfo("America/Los_Angeles"), (person("b1"), person("b2")), opens=15)

    for share in decide([weeks[0], late], whole):
        assert run_of(late.problem, late.grid, share) is not None


def test_one_site_alone_shares_nothing() -> None:
    here, there = two()

    assert decide([here], whole) == []
    assert decide([here, replace(there, problem=replace(there.problem, participants=()))], whole) == []
    assert decide(two(), lambda problem: Plan(problem.name)) == []


def test_who_has_all_of_it_at_their_own_site_is_not_asked_for() -> None:
    here = site_week("a", CHICAGO, tuple(person(f"a{n}", mode="in") for n in range(4)), opens=17)
    there = site_week("b", CHICAGO, tuple(person(f"b{n}", mode="in") for n in range(4)), opens=17)

    assert decide([here, there], whole) == []


def test_the_solver_itself_fills_each_sites_seats() -> None:
    weeks = two()

    def solve(problem: Problem) -> Plan:
        return solver.solve(problem, seconds=1).plan

    (share,) = decide(weeks, solve)

    for week in weeks:
        problem = with_shared(week.problem, week.grid, week.site, [share], week.rooms)
        found = solver.solve(problem, seconds=1)
        assert check(problem, found.plan).is_legal
        assert found.objective == found.bound
        assert len(of_share(found.plan, share.key).members) == 2


def test_a_shared_group_is_kept_as_text_and_read_again() -> None:
    shares = decide(two(apart=True), whole) or decide(two(), whole)

    assert read_shared(write_shared(shares)) == shares


claims = st.lists(
    st.builds(
        lambda n, perhaps: (tuple(f"p{i}" for i in range(n)), perhaps), st.integers(0, 8), st.integers(0, 5)
    ),
    min_size=1,
    max_size=5,
)


@given(claims, st.integers(1, 6), st.integers(0, 8), st.integers(0, 4))
@settings(max_examples=200)
def test_no_site_can_make_a_group_too_small_or_too_large(
    told: list[tuple[tuple[str, ...], int]], least: int, more: int, others: int
) -> None:
    asked = [Claim(f"s{n}", surely, perhaps) for n, (surely, perhaps) in enumerate(told)]

    seats = deal_seats(asked, least, least + more, others=others)

    if seats is None:
        return
    assert others + sum(each.least for each in seats.values()) >= least
    assert others + sum(each.most for each in seats.values()) <= max(least + more, others)
    assert all(len(each.kept) == each.least <= each.most for each in seats.values())


@pytest.mark.parametrize("apart", [False, True])
def test_whatever_is_shared_each_site_can_hold(apart: bool) -> None:
    weeks = two(apart=apart)

    for week in weeks:
        solved(week, decide(weeks, whole))
