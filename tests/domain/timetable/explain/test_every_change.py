"""What `explain` says holds against trying everything."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.timetable.explain.every_change import (
    broken_by_helping_weeks,
    give_way_alone,
    smallest_meeting_all,
)
from domain.timetable.strategies import planned, subsets
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.explain import Verdict, Within, bits, explain
from stepwell.domain.timetable.explain.board import Board
from stepwell.domain.timetable.explain.conflict import conflict_of
from stepwell.domain.timetable.explain.leaders import Leaders
from stepwell.domain.timetable.explain.loosen import FREED_BY_PEOPLE, gives_way
from stepwell.domain.timetable.explain.search import Search
from stepwell.domain.timetable.explain.space import Space
from stepwell.domain.timetable.facts import Week
from stepwell.domain.timetable.laid import Laid

TINY = {"people": 3, "slots": 4, "therapies": 2, "leaders": 2, "sites": 2}
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def planned_with_locks(draw, **sizes):
    """A legal plan, some of which may not be touched."""
    problem, plan = draw(planned(**sizes))
    groups = tuple(
        replace(group, members=tuple(sorted(draw(subsets(group.members)))))
        for group in plan.groups
        if draw(st.integers(0, 3)) == 0
    )
    hours = {person: at for person, at in plan.individual.items() if draw(st.integers(0, 3)) == 0}
    return replace(problem, locked=Week(groups, hours)), plan


@SLOW
@given(planned_with_locks(**TINY), st.data())
def test_what_is_said_to_be_impossible_is_and_by_no_fewer_rules(week, data):
    problem, plan = week
    told = explain(problem, plan)
    assume(told)
    one = data.draw(st.sampled_from(told))
    opening = one.within is Within.ONE_NEW_GROUP
    broken = broken_by_helping_weeks(problem, plan, one.shortage, opening=opening)
    rules = set(one.rules)
    match one.verdict:
        case Verdict.POSSIBLE:
            assert frozenset() in broken
        case Verdict.OUT_OF_REACH:
            assert not broken
        case Verdict.FORBIDDEN:
            assert all(each & rules for each in broken)
            assert all(any(each & rules == {rule} for each in broken) for rule in rules)
            assert not one.is_smallest or len(rules) == smallest_meeting_all(broken)


@SLOW
@given(planned_with_locks(**TINY), st.data())
def test_a_rule_that_could_give_way_for_the_person_alone_is_among_the_fixes(week, data):
    problem, plan = week
    told = [each for each in explain(problem, plan) if each.verdict is Verdict.FORBIDDEN]
    assume(told)
    one = data.draw(st.sampled_from(told))
    alone = give_way_alone(problem, plan, one.shortage, opening=one.within is Within.ONE_NEW_GROUP)

    given_way = {gave.rule: fix.size[0] for fix in one.fixes for gave in fix.loosened}

    assert given_way.keys() == {rule for rule in alone if gives_way(bits.bit(rule))}
    freed = {rule for rule in given_way if bits.bit(rule) & FREED_BY_PEOPLE}
    assert all(given_way[rule] == alone[rule] for rule in freed)


@SLOW
@given(planned_with_locks(**TINY), st.data())
def test_without_time_for_the_smallest_set_a_minimal_one_is_found(week, data):
    problem, plan = week
    told = [each for each in explain(problem, plan) if each.verdict is Verdict.FORBIDDEN]
    assume(told)
    one = data.draw(st.sampled_from(told))
    opening = one.within is Within.ONE_NEW_GROUP
    week = Laid(problem, plan)
    person = problem.participant[one.shortage.participant]
    search = Search(Space(Board(week), Leaders(week), person), bits.ALL)

    found = conflict_of(search, one.shortage, opening=opening, most_weeks=0)

    broken = broken_by_helping_weeks(problem, plan, one.shortage, opening=opening)
    rules = set(bits.names(found.rules))
    assert all(each & rules for each in broken)
    assert all(any(each & rules == {rule} for each in broken) for rule in rules)
    assert not found.is_smallest


@SLOW
@given(planned_with_locks(people=4, slots=6, therapies=3, leaders=3, sites=3))
def test_every_fix_is_judged_without_fault_and_gives_what_it_says(week):
    problem, plan = week
    before = check(problem, plan)
    for one in explain(problem, plan):
        for fix in one.fixes:
            after = check(fix.problem, fix.plan)
            assert {each.rule for each in after.breaches} <= {each.rule for each in before.breaches}
            assert after.objective - before.objective == fix.objective_change
            assert fix.gives > 0
