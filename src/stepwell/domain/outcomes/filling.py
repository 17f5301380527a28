"""Putting something in the place of what is missing. Each way is a published one, and each is a guess."""

from __future__ import annotations

import re
from collections import Counter

from stepwell.domain.outcomes.pattern import MISSING, MIXED, NEGATIVE, NOT_SCHEDULED, POSITIVE

_ALONE = re.compile("(?<=[-+*])o(?=[-+*])")
_BETWEEN = {
    frozenset((POSITIVE,)): POSITIVE,
    frozenset((NEGATIVE,)): NEGATIVE,
    frozenset((MIXED,)): MIXED,
    frozenset((POSITIVE, NEGATIVE)): MIXED,
    frozenset((POSITIVE, MIXED)): POSITIVE,
    frozenset((NEGATIVE, MIXED)): MIXED,
}
"""The mean of two weeks (+ 1, * 0.5, - 0) as a letter; from the middle of two letters on the higher one."""


def carried_forward(word: str, missing: str = MISSING, *, until_last_seen: bool = False) -> str:
    """Each missing week has the result of the week before it; what is missing at the start stays missing.

    With `until_last_seen`, weeks after the last result stay missing too: nobody was there any more.

    >>> carried_forward("o+oo-o"), carried_forward("o+oo-o", until_last_seen=True)
    ('o+++--', 'o+++-o')
    """
    last, letters = missing, []
    ends = len(word.rstrip(missing)) if until_last_seen else len(word)
    for letter in word[:ends]:
        last = last if letter == missing else letter
        letters.append(last)
    return "".join(letters) + word[ends:]


def most_common(word: str, *, tie: str = POSITIVE) -> str:
    """Each missing week has the person's most common result; a mixed one counts as `tie`, and so does a tie.

    >>> most_common("o--+"), most_common("o+-"), most_common("o**-"), most_common("oo")
    ('---+', '++-', '+**-', 'oo')
    """
    counted = Counter(word.replace(MISSING, "").replace(MIXED, tie))
    if not counted:
        return word
    first = (tie, NOT_SCHEDULED, NEGATIVE, POSITIVE)  # of those that are equally common
    return word.replace(MISSING, max(counted, key=lambda letter: (counted[letter], -first.index(letter))))


def between_neighbors(word: str) -> str:
    """A single missing week between two results has their mean; longer gaps stay.

    >>> between_neighbors("-o-+o-+oo+")
    '---+*-+oo+'
    """
    if MISSING not in word:
        return word
    return _ALONE.sub(lambda gap: _BETWEEN[frozenset((word[gap.start() - 1], word[gap.end()]))], word)
