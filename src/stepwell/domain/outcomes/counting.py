"""How many weeks of a word, or which share of them, have one result."""

from __future__ import annotations

from stepwell.domain.outcomes.pattern import MIXED, NEGATIVE, POSITIVE

HALF = 0.5
"""What a mixed week counts for where a week counts for one."""


def window(word: str, first: int = 1, last: int = -1) -> str:
    """The weeks from `first` to `last`, both counted and from 1; below zero they count from the end.

    >>> window("abcdef", 2, 4), window("abcdef", -4, -2), window("ab", 5, 15)
    ('bcd', 'cde', '')
    """
    begins = first - 1 if first > 0 else max(0, len(word) + first)
    ends = last if last >= 0 else len(word) + last + 1
    return word[begins : max(0, ends)]


def weeks_with(word: str, letter: str, *, mixed: float = 0.0) -> float:
    """How many weeks have this letter, each mixed week counted for `mixed`.

    >>> weeks_with("-*-+", "-", mixed=HALF)
    2.5
    """
    return word.count(letter) + (mixed * word.count(MIXED) if mixed else 0)


def share_with(word: str, letter: str, *, mixed: float = 0.0) -> float:
    """The share of weeks with this letter; 0 of no weeks."""
    return weeks_with(word, letter, mixed=mixed) / len(word) if word else 0.0


def share_negative(word: str) -> float:
    """The share of weeks without use, a mixed week counted half; 0 of no weeks.

    >>> share_negative("-*o+")
    0.375
    """
    return (word.count(NEGATIVE) + HALF * word.count(MIXED)) / len(word) if word else 0.0


def share_not_positive(word: str) -> float:
    """One less the share of weeks with use, a mixed week counted half; 1 of no weeks.

    What is missing stays in the denominator, so it counts as no use.

    >>> share_not_positive("oooo")
    1.0
    """
    return 1 - (word.count(POSITIVE) + HALF * word.count(MIXED)) / len(word) if word else 1.0
