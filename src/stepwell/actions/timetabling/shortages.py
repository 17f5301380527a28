"""Who lacks what in a plan, why, and what would help: for JSON, in keys and numbers, without a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple
from hashlib import sha256
from typing import Any

from stepwell.domain.timetable.explain import Explanation, Fix, Kind, Shortage, explain_person, shortages_of
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.records.timetable.models import DraftPart

_WEIGHT = {Kind.HOURS: 1000, Kind.THERAPY: 1, Kind.DAYS: 10, Kind.INDIVIDUAL: 100}
"""Who is listed first: hours before the time alone, days and kinds of groups."""


def key_of(group: Group) -> str:
    """Names a group of a plan: a leader holds one group at a time, so this is one."""
    told = f"{group.therapy}|{group.variant}|{group.site}|{group.slot}|{group.facilitator}"
    return sha256(told.encode()).hexdigest()[:12]


def list_ways_in(part: DraftPart, problem: Problem, plan: Plan, *, most: int) -> list[dict[str, Any]]:
    """Everybody who lacks something, the most first, and for up to `most` of them also why and what helps.

    Who lacks the same as in the plan before keeps what was found out then.
    """
    short: dict[str, list[Shortage]] = {}
    for each in shortages_of(Laid(problem, plan)):
        if is_due(part, each):
            short.setdefault(each.participant, []).append(each)
    order = sorted(short, key=lambda person: (-_weight(short[person]), person))
    known = {told["person"]: told for told in part.ways_in}
    found = []
    for person in order:
        missing = [_missing(each) for each in short[person]]
        before = known.get(person)
        why = before["why"] if before is not None and before["missing"] == missing else None
        if why is None and most > 0:
            why, most = _why(part, problem, plan, person), most - 1
        found.append({"person": person, "missing": missing, "why": why})
    return found


def is_due(part: DraftPart, shortage: Shortage) -> bool:
    """A time alone is lacking only where one is due this week."""
    return shortage.kind is not Kind.INDIVIDUAL or shortage.participant not in part.facts["no_hour"]


def _weight(short: Iterable[Shortage]) -> int:
    return sum(_WEIGHT[each.kind] * each.missing for each in short)


def _missing(each: Shortage) -> dict[str, Any]:
    return {"kind": each.kind.value, "missing": each.missing, "therapy": each.therapy}


def _why(part: DraftPart, problem: Problem, plan: Plan, person: str) -> dict[str, Any]:
    found = [each for each in explain_person(problem, plan, person) if is_due(part, each.shortage)]
    return {
        "rules": list(dict.fromkeys(rule for each in found for rule in each.rules)),
        "fixes": [_fix(fix) for fix in fixes_of(found)],
    }


def fixes_of(found: Iterable[Explanation]) -> list[Fix]:
    """Each change once, those that give the most first and of these the smallest."""
    by_key = {fix_key(fix): fix for each in found for fix in each.fixes}
    return sorted(by_key.values(), key=lambda fix: (-fix.gives, fix.size))


def fix_key(fix: Fix) -> str:
    """Names a change: what it does to the plan and to the rules."""
    opened = key_of(fix.opens) if fix.opens else ""
    seats = [key_of(each) for each in (*fix.joins, *fix.leaves)]
    told = f"{fix.kind.value}|{opened}|{seats}|{fix.hour}|{[astuple(each) for each in fix.loosened]}"
    return sha256(told.encode()).hexdigest()[:12]


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "key": fix_key(fix),
        "kind": fix.kind.value,
        "change": fix.objective_change,
        "opens": _group(fix.opens) if fix.opens else None,
        "joins": [_group(each) for each in fix.joins],
        "leaves": [_group(each) for each in fix.leaves],
        "hour": fix.hour,
        "gains": list(dict.fromkeys(each.participant for each in fix.gains)),
        "loosened": [
            {
                "rule": each.rule,
                "of": each.of,
                "before": each.before,
                "after": each.after,
                "slots": list(each.slots),
            }
            for each in fix.loosened
        ],
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "therapy": group.therapy,
        "variant": group.variant,
        "slot": group.slot,
        "leader": group.facilitator,
    }
