"""Undo restores exactly, whatever was changed, in whatever order, taken back last first."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from actions.rippling.test_doing import chart, do, hire, newcomer, of_series, propose, state, undo
from cast import TODAY, Cast
from stepwell.actions.rippling.changes import Change, Kind
from stepwell.records.people.models import Person
from stepwell.records.program.models import Staff
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Ripple

HOURS = some.sampled_from([time(9), time(17, 30), time(18), time(20)])
FROM = some.sampled_from([TODAY, TODAY + timedelta(days=3), TODAY + timedelta(days=7)])
SERIES = some.one_of(
    some.fixed_dictionaries(
        {
            "kind": some.just(Kind.MOVE),
            "weekday": some.integers(0, 6),
            "start_time": HOURS,
            "from_on": FROM,
        }
    ),
    some.fixed_dictionaries(
        {
            "kind": some.just(Kind.RESIZE),
            "minutes": some.sampled_from([60, 100, 180, 200]),
            "places": some.sampled_from([2, 8, 12]),
            "from_on": FROM,
        }
    ),
    some.fixed_dictionaries(
        {"kind": some.sampled_from([Kind.CANCEL, Kind.LEADER, Kind.ROOM]), "from_on": FROM}
    ),
    some.fixed_dictionaries(
        {
            "kind": some.sampled_from([Kind.ADD, Kind.REMOVE]),
            "who": some.sampled_from(["sam", "marcus", "lee"]),
            "from_on": FROM,
        }
    ),
)
ALONE = some.fixed_dictionaries(
    {
        "kind": some.sampled_from([Kind.MOVE, Kind.CANCEL, Kind.RESIZE, Kind.LEADER, Kind.ROOM]),
        "alone": some.just(True),
        "weekday": some.integers(1, 6),
        "start_time": HOURS,
        "minutes": some.sampled_from([60, 100, 200]),
    }
)


def change_of(cast: Cast, told: dict[str, Any], people: dict[str, Any], dana: Any) -> Change:
    facts = dict(told)
    kind = facts.pop("kind")
    if kind is Kind.LEADER:
        facts["leader"] = dana
    if kind is Kind.ROOM:
        facts["room"] = cast.video
    if "who" in facts:
        facts["person"] = chart(cast, people[facts.pop("who")])
    if facts.pop("alone", False):
        return Change(kind, TODAY, session=Session.objects.get(pk=cast.today.pk), **facts)
    return of_series(cast, kind, **facts)


@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=some.data())
def test_any_changes_taken_back_last_first_leave_everything_as_it_was(cast: Cast, data: some.DataObject):
    people, dana = _around(cast)
    before, acts = state(cast), list[Ripple]()
    steps = data.draw(some.lists(some.one_of(SERIES, ALONE), min_size=1, max_size=4))

    for told in steps:
        change = change_of(cast, told, people, dana)
        if propose(cast, change).refusal is None:
            acts.append(do(cast, change, key=""))
    for act in reversed(acts):
        undo(cast, act, key="")

    assert state(cast) == before


def _around(cast: Cast) -> tuple[dict[str, Any], Any]:
    lee = Person.objects.filter(given_name="Lee").first() or newcomer(cast)
    dana = Staff.objects.filter(given_name="Dana").first() or hire(cast)
    return {"sam": cast.sam, "marcus": cast.marcus, "lee": lee}, dana
