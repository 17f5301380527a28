"""Explanations as JSON: ids and numbers for programs, and the same in sentences for people."""

from __future__ import annotations

import msgspec

from stepwell.domain.timetable.explain import (
    Explanation,
    Fix,
    Kind,
    Loosened,
    Searched,
    Shortage,
    Verdict,
)
from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.plan import Group
from stepwell.domain.timetable.rules import BY_NAME
from stepwell.domain.timetable.writing import group_form

Entry = dict[str, object]


def entry(week: Laid, explained: Explanation) -> Entry:
    """One shortage: who, what is missing, why, and what would help; or what was searched in vain."""
    return {
        **shortage(explained.shortage),
        "sentence": _why(explained),
        "verdict": explained.verdict.value,
        "within": explained.within.value,
        "rules": list(explained.rules),
        "rule_sentences": [BY_NAME[name].sentence for name in explained.rules],
        "is_smallest": explained.is_smallest,
        "fixes": [_fix(week, each) for each in explained.fixes],
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


def _why(explained: Explanation) -> str:
    lacks = f"{explained.shortage.participant} lacks {_amount(explained.shortage)}"
    within = explained.within.value
    if explained.verdict is Verdict.POSSIBLE:
        return f"{lacks}; within the {within} it can be had, and no rule stands in the way."
    if explained.verdict is Verdict.OUT_OF_REACH:
        return f"{lacks}; within the {within} there is no way to it, whatever rule gives way."
    return (
        f"{lacks}; within the {within} these rules together stand in the way: {', '.join(explained.rules)}."
    )


def _amount(lacking: Shortage) -> str:
    if lacking.kind is Kind.INDIVIDUAL:
        return "an individual hour"
    if lacking.kind is Kind.DAYS:
        return f"{_count(lacking.missing, 'day')} with treatment"
    return f"{_count(lacking.missing, 'hour')} of {lacking.therapy or 'treatment'}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _fix(week: Laid, fix: Fix) -> Entry:
    return {
        "kind": fix.kind.value,
        "sentence": _how(week, fix),
        "gives": fix.gives,
        "objective_change": fix.objective_change,
        "joins": [_group(week, each) for each in fix.joins],
        "leaves": [_group(week, each) for each in fix.leaves],
        "individual": fix.hour,
        "opens": None if fix.opens is None else _group(week, fix.opens),
        "gains": [shortage(each) for each in fix.gains],
        "comes_along": list(fix.comes_along),
        "loosened": [msgspec.to_builtins(each) for each in fix.loosened],
    }


def _group(week: Laid, group: Group) -> Entry:
    form: Entry = msgspec.to_builtins(group_form(group))
    return {**form, "when": week.when(group.slot)}


def _how(week: Laid, fix: Fix) -> str:
    parts = [_loosened(week, each) for each in fix.loosened]
    if fix.opens is not None:
        parts.append(f"open {_named(week, fix.opens)}, led by {fix.opens.facilitator}{_gaining(fix)}")
    parts += [f"join {_named(week, each)}" for each in fix.joins]
    parts += [f"leave {_named(week, each)}" for each in fix.leaves]
    if fix.hour is not None:
        parts.append(f"have the individual hour on {week.when(fix.hour)}")
    said = "; ".join(parts)
    begins_with_a_word = bool(fix.opens or not fix.loosened or not fix.loosened[0].slots)
    return f"{said[:1].upper() if begins_with_a_word else said[:1]}{said[1:]}."


def _gaining(fix: Fix) -> str:
    gaining = list(dict.fromkeys(each.participant for each in fix.gains))
    return f", which also helps {', '.join(gaining)}" if gaining else ""


def _loosened(week: Laid, loosened: Loosened) -> str:
    if loosened.slots:
        how = " for video" if loosened.by_video else ""
        return f"{loosened.of} frees {week.whens(loosened.slots)}{how} ({loosened.rule})"
    return f"let {loosened.rule} of {loosened.of} go from {loosened.before} to {loosened.after}"


def _named(week: Laid, group: Group) -> str:
    return f"{group.therapy} ({group.variant}) at {group.site} on {week.when(group.slot)}"


def _searched(searched: Searched) -> Entry:
    return {
        "groups": searched.groups,
        "hours": searched.hours,
        "openings": searched.openings,
        "stopped": dict(searched.stopped),
        "left": searched.left,
    }
