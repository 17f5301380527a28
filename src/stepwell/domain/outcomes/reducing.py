"""The rules of reduced use: a share of weeks, a count, or a score."""

from __future__ import annotations

from stepwell.domain.outcomes.abstinence import LOFWALL
from stepwell.domain.outcomes.counting import (
    HALF,
    share_negative,
    share_not_positive,
    weeks_with,
    window,
)
from stepwell.domain.outcomes.definition import Value
from stepwell.domain.outcomes.filling import between_neighbors, carried_forward, most_common
from stepwell.domain.outcomes.lattice import lattice, seen_by
from stepwell.domain.outcomes.pattern import MISSING, MIXED, NEGATIVE, NOT_SCHEDULED, POSITIVE, Pattern
from stepwell.domain.outcomes.weighing import evenly, weigh

_WEEKS = 15
_HARDLY_SEEN = 3  # weeks, up to which Ling's scores are 0
_LATER_WEEKS_MORE = (1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5)
_MISSING_IS_WORST = {POSITIVE: 0.8, MIXED: 0.4, MISSING: 1.0, NEGATIVE: 0.0}
_THREE_VISITS = lattice(("___o", 3))


def whole(pattern: Pattern) -> Value:
    return share_negative(pattern.word)


def first_eight(pattern: Pattern) -> Value:
    return share_negative(window(pattern.word, 1, 8))


def first_twelve(pattern: Pattern) -> Value:
    return share_negative(window(pattern.word, 1, 12))


def first_thirteen(pattern: Pattern) -> Value:
    return share_negative(window(pattern.word, 1, 13))


def first_fifteen(pattern: Pattern) -> Value:
    return share_negative(window(pattern.word, 1, _WEEKS))


def five_to_fifteen(pattern: Pattern) -> Value:
    return share_negative(window(pattern.word, 5, _WEEKS))


def of_seen(pattern: Pattern) -> Value:
    return share_negative(pattern.seen)


def of_first_fifteen_seen(pattern: Pattern) -> Value:
    return share_negative(window(pattern.seen, 1, _WEEKS))


def seven_tenths_of_first_seen(pattern: Pattern) -> Value:
    return int(share_negative(window(pattern.seen, 1, _WEEKS)) >= 0.7)


def count_of_first_fifteen(pattern: Pattern) -> Value:
    return weeks_with(window(pattern.word, 1, _WEEKS), NEGATIVE, mixed=HALF)


def four_in_a_row_when_filled(pattern: Pattern) -> Value:
    """Four weeks in a row without use in the first fifteen, by somebody who was seen in week 15 or later."""
    filled = window(between_neighbors(pattern.word.replace(NOT_SCHEDULED, MISSING)), 1, _WEEKS)
    return int(pattern.retained >= _WEEKS and NEGATIVE * 4 in filled)


def filled_by_the_usual(pattern: Pattern) -> Value:
    return share_negative(most_common(pattern.word)) if pattern.retained >= 8 else 0.0


def later_weeks_more(pattern: Pattern) -> Value:
    """Ling's score of fifteen weeks, high for somebody without use."""
    if len(pattern.word) < _WEEKS:
        return None
    if pattern.retained <= _HARDLY_SEEN:
        return 0.0
    word = window(pattern.word, 1, _WEEKS)
    weighed = weigh(word, for_use=_LATER_WEEKS_MORE, most=_LATER_WEEKS_MORE)
    return None if weighed is None else 120 - weighed


def missing_is_worst(pattern: Pattern) -> Value:
    """The same with weights of CTN-0094, where a missing week is worse than one with use."""
    if pattern.retained <= _HARDLY_SEEN:
        return 0.0
    word = window(pattern.word, 1, _WEEKS)
    penalty = evenly(1, 5, len(word))
    most = [max(0.8 * each, 1) for each in penalty]
    weighed = weigh(word, _MISSING_IS_WORST, for_use=penalty, most=most)
    return None if weighed is None else 120 - weighed


def lofwall_visits(pattern: Pattern) -> Value:
    seen = carried_forward(seen_by(pattern.missing_as_use, LOFWALL), NOT_SCHEDULED)
    return share_negative(seen)


def while_retained(pattern: Pattern) -> Value:
    return share_negative(pattern.word[: pattern.retained])


def not_positive_strictly(pattern: Pattern) -> Value:
    return share_not_positive(pattern.missing_as_use)


def not_positive(pattern: Pattern) -> Value:
    return share_not_positive(pattern.word)


def not_positive_of_seen(pattern: Pattern) -> Value:
    return share_not_positive(pattern.seen)


def not_positive_from_six(pattern: Pattern) -> Value:
    return share_not_positive(window(pattern.word, 6, _WEEKS))


def half_of_the_last_twelve(pattern: Pattern) -> Value:
    return int(share_negative(window(pattern.word, -12)) >= 0.5)


def three_visits(pattern: Pattern) -> Value:
    visits = seen_by(pattern.word, _THREE_VISITS).replace(NOT_SCHEDULED, "")
    return share_not_positive(visits.replace(MISSING, POSITIVE))


def seen_without_use(pattern: Pattern) -> Value:
    return len(pattern.seen) - weeks_with(pattern.seen, POSITIVE, mixed=HALF)
