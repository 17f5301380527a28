"""What a published definition of an outcome is: its rule, what it does with missing weeks, and its paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from stepwell.domain.outcomes.pattern import Pattern

Value = int | float | None
"""What a definition says of one word; None where it says nothing of such a word."""


class Group(StrEnum):
    """What a definition asks."""

    ABSTINENCE = "Abstinence from non-study opioids"
    REDUCTION = "Reduction of regular opioid use"
    RELAPSE = "Relapse to non-study opioids"


class Unit(StrEnum):
    """What the number counts."""

    YES = "0/1"
    COUNT = "count"
    WEEKS = "weeks"
    SHARE = "ratio"
    SCORE = "score 0-120"


class Missing(StrEnum):
    """What a definition, as it is carried out, makes of a week without a result."""

    AS_USE = "counts as use"
    AS_NO_USE = "counts as no use"
    LEFT_OUT = "is left out"
    IN_DENOMINATOR = "counts in the denominator alone"
    AS_IT_IS = "is neither use nor no use"
    FILLED = "is filled from the person's other weeks"
    WEIGHED = "has a weight of its own"
    COUNTED = "is what is counted"


@dataclass(frozen=True)
class Paper:
    """Where a definition was published."""

    authors: str
    doi: str = ""


@dataclass(frozen=True)
class Definition:
    """One column of the published comparison of definitions.

    `rule` is the rule as it is carried out. Weeks are counted from 1; a mixed week counts half where a rule
    speaks of shares.
    """

    name: str
    group: Group
    unit: Unit
    missing: Missing
    rule: str
    paper: Paper
    score: Callable[[Pattern], Value]

    @property
    def flatters(self) -> str:
        """Whom it makes look better than is known; empty where nobody.

        >>> from stepwell.domain.outcomes.registry import BY_NAME
        >>> BY_NAME["Rd_strain_1994"].flatters
        'A week without a test counts as one without use: who was never tested has full success.'
        """
        return _FLATTERS.get((self.missing, self._is_never_tested_best), "")

    @property
    def _is_never_tested_best(self) -> bool:
        return self.score(Pattern(_NEVER_TESTED)) == self.score(Pattern(_NO_USE))


_NEVER_TESTED, _NO_USE = "o" * 24, "-" * 24
_FLATTERS = {
    (Missing.AS_NO_USE, True): (
        "A week without a test counts as one without use: who was never tested has full success."
    ),
    (Missing.LEFT_OUT, True): (
        "Weeks without a test are left out: who was never tested has full success, as has who comes only in"
        " good weeks."
    ),
    (Missing.LEFT_OUT, False): "Weeks without a test are left out: who comes only in good weeks looks well.",
}
