"""Explanations as JSON: every value by its key, and beside it the sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from stepwell.domain.timetable.explain.explanation import Explanation, Searched
from stepwell.domain.timetable.explain.fix import Fix, Loosened
from stepwell.domain.timetable.explain.shortage import Shortage
from stepwell.domain.timetable.explain.words import Words
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.rules import BY_NAME
from stepwell.domain.timetable.writing import group_form

Json = dict[str, Any]


def said(problem: Problem, explanations: Iterable[Explanation]) -> list[Json]:
    """Explanations of a plan for this problem, one entry for each shortage, ready to be written."""
    words = Words(problem)
    return [_entry(each, words) for each in explanations]


def _entry(told: Explanation, words: Words) -> Json:
    short = told.shortage
    return {
        "participant": short.participant,
        "missing": _shortage(short),
        "sentence": words.shortage(short),
        "verdict": told.verdict.value,
        "within": told.within.value,
        "rules": [{"name": rule, "sentence": BY_NAME[rule].sentence} for rule in told.rules],
        "smallest": told.is_smallest,
        "why": words.why(told),
        "fixes": [_fix(short, each, words) for each in told.fixes],
        "proof": _proof(told.searched, has_fix=bool(told.fixes)),
    }


def _shortage(short: Shortage) -> Json:
    return {"kind": short.kind.value, "therapy": short.therapy, "amount": short.missing}


def _fix(short: Shortage, fix: Fix, words: Words) -> Json:
    return {
        "kind": fix.kind.value,
        "sentence": words.fix(short, fix),
        "gives": fix.gives,
        "objective_change": fix.objective_change,
        "joins": [msgspec.to_builtins(group_form(group)) for group in fix.joins],
        "leaves": [msgspec.to_builtins(group_form(group)) for group in fix.leaves],
        "individual": fix.hour,
        "opens": msgspec.to_builtins(group_form(fix.opens)) if fix.opens else None,
        "gains": [{"participant": each.participant, **_shortage(each)} for each in fix.gains],
        "comes_along": list(fix.comes_along),
        "relaxes": [_loosened(each) for each in fix.loosened],
    }


def _loosened(gave: Loosened) -> Json:
    if gave.slots:
        return {"rule": gave.rule, "of": gave.of, "slots": list(gave.slots), "by_video": gave.by_video}
    return {"rule": gave.rule, "of": gave.of, "before": gave.before, "after": gave.after}


def _proof(looked_at: Searched, *, has_fix: bool) -> Json:
    return {
        "no_fix": not has_fix,
        "groups": looked_at.groups,
        "individual_hours": looked_at.hours,
        "groups_to_open": looked_at.openings,
        "stopped_by": dict(looked_at.stopped),
        "stopped_by_the_week": looked_at.left,
    }
