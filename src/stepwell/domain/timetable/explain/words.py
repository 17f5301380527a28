"""Explanations in English sentences, for files; pages say the values in their own words.

People are named by their ids, hours and days are counted as a reader would, nobody is blamed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from stepwell.domain.timetable.explain.explanation import Explanation, Verdict, Within
from stepwell.domain.timetable.explain.fix import Fix, FixKind, Loosened
from stepwell.domain.timetable.explain.shortage import Kind, Shortage
from stepwell.domain.timetable.facts import Problem, Slot
from stepwell.domain.timetable.plan import Group

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HOUR = 60  # minutes

REASONS: Mapping[str, str] = {
    "starts": "a group may begin only at the times set for its therapy",
    "gendered_variant": "the therapy is not held for one gender",
    "group_min": "a group would have too few members",
    "group_max": "the groups that would help are full",
    "max_parallel": "no more groups of one kind may be held at once",
    "rooms": "there is no free room",
    "leader_by_video": "leaders who have time do not lead by video",
    "leader_clash": "leaders hold something else at the time",
    "leader_free": "leaders are not available at the time",
    "leader_therapy": "leaders who have time are not qualified for the therapy",
    "leader_language": "leaders who have time do not speak the language",
    "leader_site": "leaders who have time are at another site that day",
    "leader_hours": "leaders have no hours left in the week",
    "member_clash": "{who} would have two things at once",
    "member_free": "{who} is not free at the time",
    "family_free": "the family is not free at the time",
    "member_site": "groups with a seat are at another site",
    "member_language": "groups with a seat are in a language {who} does not speak",
    "member_gender": "groups with a seat are for another gender",
    "same_gender": "{who} needs a group for one gender",
    "needed_or_open": "the other therapies are neither needed nor open",
    "member_hours": "{who} would have more hours in the week than allowed",
    "member_hours_day": "{who} would have more hours on one day than allowed",
    "therapy_once_a_day": "{who} would have one therapy twice on one day",
    "kept_apart": "people to be kept apart would meet",
    "leader_to_avoid": "the leader is somebody to keep apart from",
    "travel": "there would be no time to travel between a video group and one in person",
    "individual_free": "{who} is not free when the counselor is",
    "individual_counselor": "{who} has no counselor",
    "counselor_free": "the counselor is not available when {who} is free",
    "locked_group": "a locked group would lose a member",
    "locked_individual": "the individual hour is locked",
}
"""Why a rule stands in the way. In a new group it may stand in the way of who else would have to come."""


class Words:
    """Says explanations of one problem."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem

    def shortage(self, short: Shortage) -> str:
        """What is missing: "P7 is 2 hours short."."""
        who, missing = short.participant, short.missing
        match short.kind:
            case Kind.HOURS:
                return f"{who} is {self.hours(missing)} short of the least for their level of care."
            case Kind.THERAPY:
                return f"{who} is {self.hours(missing)} of {short.therapy} short."
            case Kind.DAYS:
                return f"{who} comes on {missing} {'day' if missing == 1 else 'days'} too few."
            case Kind.INDIVIDUAL:
                return f"{who} has no individual hour."

    def why(self, told: Explanation) -> str:
        """Why it is so, and what was looked at in vain."""
        if told.fixes or told.verdict is Verdict.POSSIBLE:
            return self._why(told)
        return f"{self._why(told)} {self._in_vain(told)}"

    def _in_vain(self, told: Explanation) -> str:
        looked = told.searched
        return (
            "Nor would one new group help, a freed hour, or one rule giving way: looked at were "
            f"{looked.groups:,} groups that stand, {looked.hours:,} times for an individual hour and "
            f"{looked.openings:,} groups that could be opened."
        )

    def _why(self, told: Explanation) -> str:
        match told.verdict:
            case Verdict.POSSIBLE:
                return "Nothing stands in the way: the week can be changed as it is."
            case Verdict.OUT_OF_REACH:
                stands = " that stands" if told.within is Within.OWN_WEEK else ""
                return f"No group{stands} and no individual hour would help, whatever the rules."
            case Verdict.FORBIDDEN:
                who = told.shortage.participant
                reasons = [REASONS[rule].format(who=who) for rule in told.rules]
                looked = (
                    f"No other week of {who} helps"
                    if told.within is Within.OWN_WEEK
                    else f"No other week of {who} helps, nor does one new group"
                )
                together = " Only together do they rule it out." if len(reasons) > 1 else ""
                return f"{looked}: {_and(reasons)}.{together}"

    def fix(self, short: Shortage, fix: Fix) -> str:
        """What would help, and what it gives to whom."""
        who = short.participant
        said = [f"{self._condition(who, fix)} {self._effect(short, fix)}."]
        if fix.gains:
            helped = _and(list(dict.fromkeys(each.participant for each in fix.gains)))
            said.append(f"It would also help {helped}.")
        if fix.loses:
            said.append(f"{who} would lack {_and([self._amount(each) for each in fix.loses])} instead.")
        if fix.comes_along:
            said.append(f"{_and(fix.comes_along)} would come along.")
        more = "more" if fix.objective_change > 0 else "less"
        if fix.objective_change:
            said.append(f"The plan would cost {abs(fix.objective_change):,} {more}.")
        return " ".join(said)

    def hours(self, slots: int) -> str:
        """A length of time in hours: "2 hours", "1.5 hours"."""
        hours = slots * self._problem.slot_minutes / _HOUR
        return f"{hours:g} {'hour' if hours == 1 else 'hours'}"

    def when(self, slot: Slot) -> str:
        """A slot: "Tuesday 17:00"."""
        facts = self._problem.slots[slot]
        return f"{_DAYS[facts.day]} {facts.minute // _HOUR}:{facts.minute % _HOUR:02}"

    def group(self, group: Group) -> str:
        """A group: "CBT (en) on Tuesday 17:00 at S1 with F3"."""
        at = f"on {self.when(group.slot)} at {group.site}"
        return f"{group.therapy} ({group.variant}) {at} with {group.facilitator}"

    def _effect(self, short: Shortage, fix: Fix) -> str:
        moves = self._moves(fix)
        given = self._amount(replace(short, missing=fix.gives))
        return f"would give {short.participant}{f', who {_and(moves)},' if moves else ''} {given}"

    def _amount(self, short: Shortage) -> str:
        match short.kind:
            case Kind.HOURS:
                return f"{self.hours(short.missing)} of treatment"
            case Kind.THERAPY:
                return f"{self.hours(short.missing)} of {short.therapy}"
            case Kind.DAYS:
                return f"{short.missing} {'day' if short.missing == 1 else 'days'} of treatment"
            case Kind.INDIVIDUAL:
                return "an individual hour"

    def _moves(self, fix: Fix) -> list[str]:
        moves = [f"joins {self.group(group)}" for group in fix.joins]
        moves += [f"leaves {self.group(group)}" for group in fix.leaves]
        if fix.hour is not None:
            moves.append(f"has the individual hour on {self.when(fix.hour)}")
        return moves

    def _condition(self, who: str, fix: Fix) -> str:
        parts = [self._loosened(each) for each in fix.loosened]
        if fix.opens:
            parts.append(f"opening {self.group(fix.opens)}")
        if fix.kind is FixKind.MOVE:
            parts.append(f"a change of {who}'s own week")
        said = _and(parts)
        return said[:1].upper() + said[1:]

    def _loosened(self, gave: Loosened) -> str:
        change = f"{gave.after} instead of {gave.before}"
        hours = f"{self.hours(gave.after)} instead of {self.hours(gave.before)}"
        slots = ", ".join(self.when(slot) for slot in gave.slots)
        how = "by video" if gave.by_video else "in person"
        return {
            "member_free": f"freeing {slots} {how}",
            "individual_free": f"freeing {slots} {how}",
            "family_free": f"the family being free on {slots}",
            "member_hours": f"{hours} in the week",
            "member_hours_day": f"{hours} on one day",
            "group_max": f"{change} seats in {gave.of}",
            "group_min": f"{change} as the least number of members in {gave.of}",
            "rooms": f"{change} rooms at {gave.of}",
            "max_parallel": f"{change} groups of one kind at once",
            "leader_free": f"{gave.of} being available on {slots}",
            "counselor_free": f"{gave.of} being available on {slots}",
            "leader_hours": f"{hours} for {gave.of}",
            "locked_group": f"unlocking a seat in {gave.of} on {slots}",
            "locked_individual": f"unlocking the individual hour on {slots}",
        }[gave.rule]


def _and(parts: Sequence[str]) -> str:
    """Things one after the other.

    >>> _and(["P9", "P12", "P20"])
    'P9, P12 and P20'
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
