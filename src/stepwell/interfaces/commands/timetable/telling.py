"""Explanations as JSON: ids and numbers for programs, and the same in sentences for people."""

from __future__ import annotations

import msgspec

from stepwell.domain.timetable.explain import Explanation, Fix, Searched, Shortage
from stepwell.domain.timetable.explain.words import Words
from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.plan import Group
from stepwell.domain.timetable.rules import BY_NAME
from stepwell.domain.timetable.writing import group_form

Entry = dict[str, object]


def entry(week: Laid, explained: Explanation) -> Entry:
    """One shortage: who, what is missing, why, and what would help; or what was searched in vain."""
    words = Words(week.problem)
    return {
        **shortage(explained.shortage),
        "sentence": f"{words.shortage(explained.shortage)} {words.why(explained)}",
        "verdict": explained.verdict.value,
        "within": explained.within.value,
        "rules": list(explained.rules),
        "rule_sentences": [BY_NAME[name].sentence for name in explained.rules],
        "is_smallest": explained.is_smallest,
        "fixes": [_fix(week, words, explained.shortage, each) for each in explained.fixes],
        "searched": _searched(explained.searched),
    }


def shortage(lacking: Shortage) -> Entry:
    """Who lacks how much of what."""
    return {
        "participant": lacking.participant,
        "kind": lacking.kind.value,
        "therapy": lacking.therapy,
        "missing": lacking.missing,
    }


def _fix(week: Laid, words: Words, lacking: Shortage, fix: Fix) -> Entry:
    return {
        "kind": fix.kind.value,
        "sentence": words.fix(lacking, fix),
        "gives": fix.gives,
        "objective_change": fix.objective_change,
        "joins": [_group(week, each) for each in fix.joins],
        "leaves": [_group(week, each) for each in fix.leaves],
        "individual": fix.hour,
        "opens": None if fix.opens is None else _group(week, fix.opens),
        "gains": [shortage(each) for each in fix.gains],
        "comes_along": list(fix.comes_along),
        "loses": [shortage(each) for each in fix.loses],
        "loosened": [msgspec.to_builtins(each) for each in fix.loosened],
    }


def _group(week: Laid, group: Group) -> Entry:
    form: Entry = msgspec.to_builtins(group_form(group))
    return {**form, "when": week.when(group.slot)}


def _searched(searched: Searched) -> Entry:
    return {
        "groups": searched.groups,
        "hours": searched.hours,
        "openings": searched.openings,
        "stopped": dict(searched.stopped),
        "left": searched.left,
    }
