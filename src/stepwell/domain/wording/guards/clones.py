"""Near-clones: the same words for two people of a session, or for one person twice.

Payers deny what is copied from one record into another. Names and numbers are left out of the comparison,
since changing them is what copying looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from stepwell.domain.wording.guards.note import Beside, Finding, Guard, Member, Note, Policy
from stepwell.domain.wording.words import plain

_WORD = re.compile(r"[^\W\d_]+")
_FEW = 4
"""Lines of fewer words are alike only when they are the same: "Came late." is nobody's copy."""


def find(note: Note, others: Iterable[Note], members: Iterable[Member], policy: Policy) -> Iterator[Finding]:
    """The likest line of the same session, and last time's line, where they are near-clones."""
    names = {plain(name) for member in members for name in member.names}
    session = [
        Beside(other.person, "same_session", other.line, likeness(note.line, other.line, names))
        for other in others
        if other.person != note.person and other.session == note.session
    ]
    before = [Beside(note.person, "last_time", note.last_time, likeness(note.line, note.last_time, names))]
    for texts, sentence in (
        (session, "This line is nearly the same as another person's of this session."),
        (before, "This line is nearly the same as last time's."),
    ):
        likest = max(texts, key=lambda each: each.likeness, default=None)
        if likest is not None and likest.likeness >= policy.near_clone:
            yield Finding(Guard.NEAR_CLONE, note.person, sentence, beside=likest)


def likeness(one: str, other: str, names: Iterable[str] = ()) -> float:
    """How alike two texts are, from 0 to 1: twice the words in common, in their order, of all words.

    >>> likeness("Sam said no to a friend.", "Mei said no to a friend!", ["sam", "mei"])
    1.0
    >>> likeness("Late.", "Late today.")
    0.0
    """
    left_out = frozenset(names)
    first, second = _words(one, left_out), _words(other, left_out)
    if not first or not second:
        return 0.0
    if min(len(first), len(second)) < _FEW:
        return float(first == second)
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _words(text: str, left_out: frozenset[str]) -> list[str]:
    return [word for word in _WORD.findall(plain(text)) if word not in left_out]
