"""A person's week of treatment against the least that an intensive outpatient program gives.

Source: ASAM Level 2.1 in the 3rd and 4th editions, 9 to 19 hours a week for
adults; SAMHSA's 2021 advisory on intensive outpatient treatment and ASAM's
3rd edition, at least 6 hours for adolescents.
The numbers are defaults: a program or a payer may set others.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from stepwell.kernel.sentences import Sentence, gettext_noop

ADULT_FLOOR_MINUTES = 9 * 60
ADOLESCENT_FLOOR_MINUTES = 6 * 60
CEILING_MINUTES = 19 * 60


class DoseReason(Enum):
    """Why a week is enough, or is not, or cannot be told yet."""

    ON_FLOOR = "on_floor"
    PLANNED_BELOW_FLOOR = "planned_below_floor"
    MISSED = "missed"
    WEEK_NOT_OVER = "week_not_over"
    OUT_OF_REACH = "out_of_reach"
    ABOVE_CEILING = "above_ceiling"


@dataclass(frozen=True)
class Dose:
    """One person's minutes in one week: planned, delivered, and the least there should be.

    >>> Dose(planned_minutes=600, delivered_minutes=500, floor_minutes=540).short_by
    40
    """

    planned_minutes: int
    delivered_minutes: int
    floor_minutes: int = ADULT_FLOOR_MINUTES

    def __post_init__(self) -> None:
        if min(self.planned_minutes, self.delivered_minutes, self.floor_minutes) < 0:
            raise ValueError("Minutes are never below zero.")

    @property
    def short_by(self) -> int:
        """Minutes still lacking to the floor; nothing is lacking above it."""
        return max(0, self.floor_minutes - self.delivered_minutes)


@dataclass(frozen=True)
class Judgment:
    """What is to be said of a week, and the sentence that says it."""

    reason: DoseReason
    sentence: Sentence


_SENTENCES = {
    DoseReason.ON_FLOOR: gettext_noop("%(delivered)s delivered; the week asks for %(floor)s."),
    DoseReason.PLANNED_BELOW_FLOOR: gettext_noop(
        "Only %(planned)s are planned; the week asks for %(floor)s."
    ),
    DoseReason.MISSED: gettext_noop(
        "%(delivered)s delivered of %(planned)s planned; %(short)s short of the week."
    ),
    DoseReason.WEEK_NOT_OVER: gettext_noop("%(delivered)s so far; %(short)s to go this week."),
    DoseReason.OUT_OF_REACH: gettext_noop(
        "%(delivered)s so far; what is left of the week cannot reach %(floor)s."
    ),
    DoseReason.ABOVE_CEILING: gettext_noop(
        "%(most)s in the week is above %(ceiling)s; ask whether another level of care fits better."
    ),
}
_NOTHING_YET = gettext_noop("%(planned)s planned.")


def judge(dose: Dose, *, week_is_over: bool, still_to_come: int | None = None) -> Judgment:
    """Say the one thing about a week that somebody should know.

    >>> judge(Dose(600, 480, 540), week_is_over=True).reason.name
    'MISSED'
    >>> str(judge(Dose(600, 480, 540), week_is_over=False).sentence)
    '8 h so far; 1 h to go this week.'
    >>> str(judge(Dose(540, 0, 540), week_is_over=False).sentence)
    '9 h planned.'

    Too much comes first (above 19 hours, in plan or in fact), then enough,
    then a plan that could never have been enough, then what was missed.
    `still_to_come` is what the timetable still offers this week, in minutes;
    with it the judgment can say early that the floor is out of reach.
    """
    reason = _reason(dose, week_is_over=week_is_over, still_to_come=still_to_come)
    params = {
        "planned": in_hours(dose.planned_minutes),
        "delivered": in_hours(dose.delivered_minutes),
        "floor": in_hours(dose.floor_minutes),
        "short": in_hours(dose.short_by),
        "most": in_hours(max(dose.planned_minutes, dose.delivered_minutes)),
        "ceiling": in_hours(CEILING_MINUTES),
    }
    has_nothing_yet = reason is DoseReason.WEEK_NOT_OVER and not dose.delivered_minutes
    return Judgment(reason, Sentence(_NOTHING_YET if has_nothing_yet else _SENTENCES[reason], params))


def _reason(dose: Dose, *, week_is_over: bool, still_to_come: int | None) -> DoseReason:
    if max(dose.planned_minutes, dose.delivered_minutes) > CEILING_MINUTES:
        return DoseReason.ABOVE_CEILING
    if not dose.short_by:
        return DoseReason.ON_FLOOR
    if dose.planned_minutes < dose.floor_minutes:
        return DoseReason.PLANNED_BELOW_FLOOR
    if week_is_over:
        return DoseReason.MISSED
    if still_to_come is not None and still_to_come < dose.short_by:
        return DoseReason.OUT_OF_REACH
    return DoseReason.WEEK_NOT_OVER


def in_hours(minutes: int) -> str:
    """Minutes as people say them, in signs that both languages share.

    >>> in_hours(545), in_hours(540), in_hours(45)
    ('9 h 5 min', '9 h', '45 min')
    """
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"
