"""Who to call first, and the reasons in words.

These rules suggest and a clinician decides. Where no source is named the
threshold is program policy awaiting one. A person with no answers is never
taken to be well: what is not known gives no good news.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from stepwell.domain.instruments.change import ChangeKind
from stepwell.domain.instruments.phq9 import PHQ9
from stepwell.kernel.sentences import Sentence, gettext_noop

W = TypeVar("W")

MISSED_IN_A_ROW = 2  # program policy
LOW_SHARE = 0.6  # program policy
LOW_SHARE_FROM_DAY = 7  # before this a share is of too few sessions; program policy
SILENT_DAYS = 4  # program policy
CRAVING_POINTS = 2.0  # of 10; program policy
HOURS_SHORT_WEEKS = 2  # program policy
FIRST_DAYS = 14  # most who leave early leave in the first weeks; the length is program policy


class Urgency(Enum):
    """What to do about a reason, the most urgent first."""

    CALL_FIRST = "call first"
    TALK_TODAY = "talk today"
    GOOD_NEWS = "good news"


@dataclass(frozen=True)
class RecentWeeks:
    """What is known of a person's last weeks; None where nothing is known."""

    missed_in_a_row: int = 0
    attended_share: float | None = None
    days_since_check_in: int | None = None
    craving_first: float | None = None
    craving_last: float | None = None
    phq9_totals: tuple[int, ...] = ()
    item9: int | None = None
    hours_short_weeks: int = 0
    days_in_program: int = 0


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for calling a person, with the sentence that says so."""

    key: str
    weight: int
    urgency: Urgency
    sentence: Sentence


Rule = Callable[[RecentWeeks], Reason | None]


def find_safety_answer(facts: RecentWeeks) -> Reason | None:
    """Question nine of the PHQ-9 above zero, however small the total (program policy)."""
    if not facts.item9:
        return None
    words = gettext_noop("Answered %(answer)s of 3 to question nine: talk about safety today.")
    return Reason("safety_answer", 1000, Urgency.CALL_FIRST, Sentence(words, {"answer": facts.item9}))


def find_missed_in_a_row(facts: RecentWeeks) -> Reason | None:
    """Two or more sessions missed one after the other; each further one weighs more."""
    if facts.missed_in_a_row < MISSED_IN_A_ROW:
        return None
    words = gettext_noop("Missed the last %(missed)d sessions.")
    weight = 60 + 10 * min(facts.missed_in_a_row, 10)
    return Reason(
        "missed_in_a_row", weight, Urgency.CALL_FIRST, Sentence(words, {"missed": facts.missed_in_a_row})
    )


def find_early_miss(facts: RecentWeeks) -> Reason | None:
    """The latest session missed within the first two weeks, when people are most easily lost."""
    if facts.missed_in_a_row != 1 or facts.days_in_program > FIRST_DAYS:
        return None
    words = gettext_noop("Missed the latest session, on day %(day)d of the program.")
    return Reason("early_miss", 55, Urgency.TALK_TODAY, Sentence(words, {"day": facts.days_in_program}))


def find_low_attendance(facts: RecentWeeks) -> Reason | None:
    """Fewer than 60 % of the planned sessions attended, after the first week."""
    share = facts.attended_share
    if share is None or share >= LOW_SHARE or facts.days_in_program < LOW_SHARE_FROM_DAY:
        return None
    words = gettext_noop("Came to %(percent)d%% of the planned sessions.")
    return Reason(
        "low_attendance", 45, Urgency.TALK_TODAY, Sentence(words, {"percent": int(share * 100 + 1e-9)})
    )


def find_silence(facts: RecentWeeks) -> Reason | None:
    """No check-in for four days or more from somebody who had checked in before.

    Not covered: somebody who never checked in, since check-ins may be skipped.
    """
    days = facts.days_since_check_in
    if days is None or days < SILENT_DAYS:
        return None
    words = gettext_noop("No check-in for %(days)d days.")
    return Reason("silence", 30, Urgency.TALK_TODAY, Sentence(words, {"days": days}))


def find_rising_craving(facts: RecentWeeks) -> Reason | None:
    """Craving up by two of ten points or more, averages of the first and the last days."""
    first, last = facts.craving_first, facts.craving_last
    if first is None or last is None or last - first < CRAVING_POINTS:
        return None
    words = gettext_noop("Craving went from %(first)s to %(last)s of 10.")
    return Reason("rising_craving", 50, Urgency.TALK_TODAY, Sentence(words, _one_decimal(first, last)))


def find_worse_mood(facts: RecentWeeks) -> Reason | None:
    """PHQ-9 up by 6 points or more since the best total, so that a good month cannot hide it.

    Source: NHS Talking Therapies manual for the 6 points.
    """
    totals = facts.phq9_totals
    if len(totals) < 2 or PHQ9.change(min(totals), totals[-1]).kind is not ChangeKind.RELIABLE_WORSENING:
        return None
    words = gettext_noop("PHQ-9 rose from %(best)d to %(last)d, more than measurement error.")
    return Reason(
        "worse_mood", 65, Urgency.TALK_TODAY, Sentence(words, {"best": min(totals), "last": totals[-1]})
    )


def find_short_hours(facts: RecentWeeks) -> Reason | None:
    """Two or more weeks with fewer hours than the level of care asks for (SAMHSA Advisory, 2021)."""
    if facts.hours_short_weeks < HOURS_SHORT_WEEKS:
        return None
    words = gettext_noop("Hours were short in %(weeks)d weeks.")
    return Reason("short_hours", 35, Urgency.TALK_TODAY, Sentence(words, {"weeks": facts.hours_short_weeks}))


def find_better_mood(facts: RecentWeeks) -> Reason | None:
    """PHQ-9 down by 6 points or more since the first (NHS manual): worth saying to the person."""
    totals = facts.phq9_totals
    if len(totals) < 2 or PHQ9.change(totals[0], totals[-1]).kind is not ChangeKind.RELIABLE_GAIN:
        return None
    words = gettext_noop("PHQ-9 fell from %(first)d to %(last)d, more than measurement error.")
    return Reason(
        "better_mood", 20, Urgency.GOOD_NEWS, Sentence(words, {"first": totals[0], "last": totals[-1]})
    )


def find_easing_craving(facts: RecentWeeks) -> Reason | None:
    """Craving down by two of ten points or more: worth saying to the person."""
    first, last = facts.craving_first, facts.craving_last
    if first is None or last is None or first - last < CRAVING_POINTS:
        return None
    words = gettext_noop("Craving eased from %(first)s to %(last)s of 10.")
    return Reason("easing_craving", 15, Urgency.GOOD_NEWS, Sentence(words, _one_decimal(first, last)))


RULES: tuple[Rule, ...] = (
    find_safety_answer,
    find_missed_in_a_row,
    find_early_miss,
    find_low_attendance,
    find_silence,
    find_rising_craving,
    find_worse_mood,
    find_short_hours,
    find_better_mood,
    find_easing_craving,
)
_ORDER = {urgency: place for place, urgency in enumerate(Urgency)}


def list_reasons(facts: RecentWeeks) -> tuple[Reason, ...]:
    """Every reason the facts give, the most urgent and heaviest first.

    >>> for reason in list_reasons(RecentWeeks(missed_in_a_row=2, phq9_totals=(18, 11))):
    ...     print(f"{reason.urgency.value}: {reason.sentence}")
    call first: Missed the last 2 sessions.
    good news: PHQ-9 fell from 18 to 11, more than measurement error.
    """
    found = [reason for rule in RULES if (reason := rule(facts)) is not None]
    return tuple(sorted(found, key=lambda reason: (_ORDER[reason.urgency], -reason.weight, reason.key)))


def rank(
    people: Iterable[tuple[W, Sequence[Reason]]], top: int | None = None
) -> list[tuple[W, tuple[Reason, ...]]]:
    """Who to call, in order; without `top` everybody who has a reason.

    Ordered by the most urgent reason, then by the weight of all reasons that
    ask for a talk. Good news adds no weight to a worry and comes after every
    worry. Equals are ordered by their text, so that a page looks the same
    when it is opened again.
    """
    listed = [(who, tuple(reasons)) for who, reasons in people if reasons]
    return sorted(listed, key=lambda entry: (*_place(entry[1]), str(entry[0])))[:top]


def _place(reasons: tuple[Reason, ...]) -> tuple[int, int]:
    most_urgent = min(_ORDER[reason.urgency] for reason in reasons)
    worries = [reason for reason in reasons if reason.urgency is not Urgency.GOOD_NEWS]
    return most_urgent, -sum(reason.weight for reason in worries or reasons)


def _one_decimal(first: float, last: float) -> dict[str, str | int]:
    return {"first": f"{first:.1f}", "last": f"{last:.1f}"}
