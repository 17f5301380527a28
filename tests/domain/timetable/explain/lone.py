"""A week in which Ana lacks one therapy, and the one way to it: a group that stands, or one to be opened.

The therapy takes two hours, and only Monday morning has two in a row. Ana and Ben come to one place with one
room and one leader. What is planted into it is all that stands in the way.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.timetable.small import WEIGHTS, leader, person
from domain.timetable.small import with_leader as with_leader
from domain.timetable.small import with_person as with_person
from stepwell.domain.timetable.facts import Participant, Problem, Site, SlotFacts, Therapy, Variant, Week
from stepwell.domain.timetable.plan import Group, Plan

SLOTS = (SlotFacts(0, 540, "am"), SlotFacts(0, 600, "am"), SlotFacts(1, 540, "am"))
FREE = frozenset(range(len(SLOTS)))
THERAPY = Therapy("DBT", slots=2, min=1, max=3, open=False, gendered=True, family=False)


def somebody(name: str, **facts: Any) -> Participant:
    """Who is always free and needs DBT."""
    usual = {"avail": FREE, "tele_avail": FREE, "family_avail": FREE, "need": {"DBT": 2}}
    return person(name, **{**usual, "counselors": ("Lea",), **facts})


PROBLEM = Problem(
    name="lone",
    slots=SLOTS,
    max_parallel=1,
    therapies=(THERAPY,),
    variants=(Variant("en", "en", None),),
    sites=(Site("S0", False, 1),),
    facilitators=(leader("Lea", avail=FREE, leads=frozenset({"DBT"}), site_by_day={0: "S0"}),),
    participants=(somebody("Ana"), somebody("Ben")),
    previous=Week(),
    locked=Week(),
    weights=WEIGHTS,
)

HOURS = {"Ana": 2}
STANDING = Plan("lone", (Group("DBT", "en", "S0", 0, "Lea", ("Ben",)),), HOURS)
"""A group that Ana could join."""

EMPTY = Plan("lone", (), HOURS)
"""No group; one could be opened."""


def with_therapy(**facts: Any) -> Problem:
    return replace(PROBLEM, therapies=(replace(THERAPY, **facts),))


def with_variant(*, lang: str = "en", gender: str | None = None) -> Problem:
    return replace(PROBLEM, variants=(Variant("en", lang, gender),))


def with_site(**facts: Any) -> Problem:
    return replace(PROBLEM, sites=(replace(PROBLEM.sites[0], **facts),))
