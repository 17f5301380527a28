"""The demo's next week is worth solving: somebody short, a pair apart, a Spanish-speaking group."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stepwell import demo
from stepwell.actions.timetabling.shortages import list_ways_in
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Participant, Problem
from stepwell.domain.timetable.life import keeping
from stepwell.domain.timetable.solver.greedy import greedy
from stepwell.records.people.models import Person
from stepwell.records.tenancy import scope
from stepwell.records.timetable.models import DraftPart, DraftState

AT = datetime(2026, 11, 1, 23, 45, tzinfo=UTC)


def _most(problem: Problem, person: Participant, length: int) -> int:
    """The most half hours somebody could have: whole sessions of each free stretch, and the hour alone."""
    most = 0
    for day in {slot.day for slot in problem.slots}:
        free = [s for s in sorted(person.avail | person.tele_avail) if problem.slots[s].day == day]
        sessions, last = 0, -1
        for slot in free:
            run = problem.run(slot, length)
            if slot > last and run is not None and set(run) <= set(free):
                sessions, last = sessions + 1, run[-1]
        most += min(sessions * length, person.max_hours_day // length * length)
    return most + problem.individual_slots


@pytest.mark.embedded
@pytest.mark.django_db
def test_next_week_waits_to_be_solved_and_is_worth_it() -> None:
    organization = demo.load(AT)
    with scope.within(organization.pk):
        parts = {part.site.name: part for part in DraftPart.objects.select_related("site", "draft")}
        keys = {person.given_name: str(person.pk) for person in Person.objects.all()}
    problem = keeping.read_problem(parts["Riverside"].problem)
    maria = problem.participant[keys["María"]]

    assert {part.state for part in parts.values()} == {DraftState.WAITING}
    assert [variant.id for variant in problem.variants] == ["en", "es"]
    assert problem.apart(keys["Віктор"], keys["Tomás"])
    assert maria.min_hours - _most(problem, maria, 3) == 4
    plan = greedy(problem)
    assert check(problem, plan).breaches == ()
    with scope.within(organization.pk):
        short = {told["person"] for told in list_ways_in(parts["Riverside"], problem, plan, most=0)}
    assert keys["María"] in short
