"""Who a new plan touches and how, as JSON: ids for programs, and a sentence for people."""

from __future__ import annotations

from stepwell.domain.timetable.facts import Problem, Slot
from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.locks import Dropped
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.ripple import LeaderRipple, Place, Ripple, leader_ripples_of, ripples_of

Entry = dict[str, object]


def touched(problem: Problem, before: Plan, after: Plan) -> Entry:
    """Every participant and every leader whose week changes."""
    week = Laid(problem, after)
    return {
        "touched": [_person(week, each) for each in ripples_of(problem, before, after)],
        "leaders_touched": [_leader(week, each) for each in leader_ripples_of(problem, before, after)],
    }


def dropped(lock: Dropped) -> Entry:
    """A lock that had to go, and why."""
    return {
        "group": None if lock.group is None else _place(lock.group.place),
        "participant": lock.member,
        "slot": lock.slot,
        "sentence": lock.sentence,
    }


def _person(week: Laid, ripple: Ripple) -> Entry:
    return {
        "participant": ripple.participant,
        "sentence": f"{ripple.participant} {_how(week, ripple)}.",
        "leaves": [_place(each) for each in ripple.leaves],
        "joins": [_place(each) for each in ripple.joins],
        "led_by_another": [
            {**_place(each.place), "before": each.before, "after": each.after}
            for each in ripple.led_by_another
        ],
        "individual": {"before": ripple.hour_before, "after": ripple.hour_after},
        "is_here": ripple.is_here,
    }


def _leader(week: Laid, ripple: LeaderRipple) -> Entry:
    parts = [f"no longer leads {_named(week, each)}" for each in ripple.gives_up]
    parts += [f"leads {_named(week, each)}" for each in ripple.takes_on]
    return {
        "facilitator": ripple.facilitator,
        "sentence": f"{ripple.facilitator} {', '.join(parts)}.",
        "gives_up": [_place(each) for each in ripple.gives_up],
        "takes_on": [_place(each) for each in ripple.takes_on],
    }


def _how(week: Laid, ripple: Ripple) -> str:
    if not ripple.is_here:
        return "no longer comes"
    parts = [f"leaves {_named(week, each)}" for each in ripple.leaves]
    parts += [f"joins {_named(week, each)}" for each in ripple.joins]
    parts += [
        f"has {each.after} instead of {each.before} in {_named(week, each.place)}"
        for each in ripple.led_by_another
    ]
    if ripple.hour_changes:
        parts.append(_hour(week, ripple.hour_before, ripple.hour_after))
    return ", ".join(parts)


def _hour(week: Laid, before: Slot | None, after: Slot | None) -> str:
    if after is None:
        return "has no individual hour any more"
    if before is None:
        return f"has an individual hour on {week.when(after)}"
    return f"has the individual hour on {week.when(after)} instead of {week.when(before)}"


def _place(place: Place) -> Entry:
    therapy, variant, site, slot = place
    return {"therapy": therapy, "variant": variant, "site": site, "slot": slot}


def _named(week: Laid, place: Place) -> str:
    therapy, variant, site, slot = place
    return f"{therapy} ({variant}) at {site} on {week.when(slot)}"
