"""Explanations as JSON: ids and numbers for programs, and the same in sentences for people."""

from __future__ import annotations

from dataclasses import asdict

from stepwell.domain.timetable.explain import Explanation, Fix, Shortage
from stepwell.domain.timetable.explain.words import Words
from stepwell.domain.timetable.plan import Group
from stepwell.domain.timetable.rules import BY_NAME

Entry = dict[str, object]


def entry(words: Words, told: Explanation) -> Entry:
    """One shortage: who, what is missing, why, and what would help; or what was searched in vain."""
    return {
        **shortage(told.shortage),
        "sentence": words.shortage(told.shortage),
        "why": words.why(told),
        "verdict": told.verdict.value,
        "within": told.within.value,
        "rules": list(told.rules),
        "rule_sentences": [BY_NAME[name].sentence for name in told.rules],
        "is_smallest": told.is_smallest,
        "fixes": [_fix(words, told.shortage, each) for each in told.fixes],
        "searched": {**asdict(told.searched), "stopped": dict(told.searched.stopped)},
    }


def shortage(lacking: Shortage) -> Entry:
    """Who lacks how much of what."""
    return {
        "participant": lacking.participant,
        "kind": lacking.kind.value,
        "therapy": lacking.therapy,
        "missing": lacking.missing,
    }


def _fix(words: Words, lacking: Shortage, fix: Fix) -> Entry:
    return {
        "kind": fix.kind.value,
        "sentence": words.fix(lacking, fix),
        "gives": fix.gives,
        "objective_change": fix.objective_change,
        "joins": [_group(words, each) for each in fix.joins],
        "leaves": [_group(words, each) for each in fix.leaves],
        "individual": fix.hour,
        "opens": None if fix.opens is None else _group(words, fix.opens),
        "gains": [shortage(each) for each in fix.gains],
        "loses": [shortage(each) for each in fix.loses],
        "comes_along": list(fix.comes_along),
        "loosened": [asdict(each) for each in fix.loosened],
    }


def _group(words: Words, group: Group) -> Entry:
    return {**asdict(group), "when": words.when(group.slot)}
