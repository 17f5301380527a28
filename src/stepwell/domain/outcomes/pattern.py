"""A use pattern: one letter for each week of a person's time in a trial or program.

The letters and the name are those of the CTN-0094 harmonization of opioid trials (Brandt et al., R package
CTNote: Treatment Outcomes for Clinical Trials of Opioid Use Disorder).
"""

from __future__ import annotations

from functools import cached_property

POSITIVE, NEGATIVE, MISSING, MIXED, NOT_SCHEDULED = "+", "-", "o", "*", "_"
LETTERS = frozenset((POSITIVE, NEGATIVE, MISSING, MIXED, NOT_SCHEDULED))

_AS_USE = str.maketrans({MISSING: POSITIVE, MIXED: POSITIVE})
_AS_NONE = str.maketrans({MISSING: NEGATIVE, MIXED: POSITIVE})
_MIXED_AS_USE = str.maketrans({MIXED: POSITIVE})


class Pattern:
    """A word and the readings of it that several definitions share. Each is worked out once.

    >>> Pattern("+o*-_").strict
    '+++-_'
    """

    def __init__(self, word: str) -> None:
        self.word = word

    @cached_property
    def strict(self) -> str:
        """What is missing or mixed counts as use."""
        return self.word.translate(_AS_USE)

    @cached_property
    def lenient(self) -> str:
        """What is missing counts as no use, what is mixed as use."""
        return self.word.translate(_AS_NONE)

    @cached_property
    def missing_as_use(self) -> str:
        """What is missing counts as use; what is mixed stays mixed."""
        return self.word.replace(MISSING, POSITIVE)

    @cached_property
    def mixed_as_use(self) -> str:
        """What is mixed counts as use; what is missing stays missing."""
        return self.word.translate(_MIXED_AS_USE)

    @cached_property
    def seen(self) -> str:
        """The weeks with a result: missing ones are left out, so that later weeks move forward."""
        return self.word.replace(MISSING, "")

    @cached_property
    def retained(self) -> int:
        """The last week that is not missing, from 1; 0 if there is none.

        >>> Pattern("--o+oo").retained
        4
        """
        return len(self.word.rstrip(MISSING))
