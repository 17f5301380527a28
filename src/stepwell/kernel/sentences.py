"""Sentences that the inner floors write and the ways in translate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

Gap = str | int | time | Mapping[str, str]
"""What stands in a gap: words, a number, a time on the wall, or a title in several languages."""


def gettext_noop(text: str) -> str:
    """The same text, marked: `makemessages` finds the name and hands the text to translators.

    The inner floors know no translation. The ways in look the template up in
    the reader's language and fill in the params.
    """
    return text


def ngettext(one: str, many: str) -> tuple[str, str]:
    """The same two texts, marked for `makemessages` as one text of one and of many."""
    return one, many


@dataclass(frozen=True)
class Sentence:
    """A template in plain English and what belongs in its named gaps.

    Translate `template`, then apply `params`; `str()` gives the English. With `many`,
    `template` is for one and `many` for any other `number`.

    >>> str(Sentence("%(hours)s hours were planned.", {"hours": 9}))
    '9 hours were planned.'
    >>> [str(Sentence("%(n)d day.", {"n": n}, many="%(n)d days.", number=n)) for n in (1, 2)]
    ['1 day.', '2 days.']
    >>> str(Sentence("%(what)s at %(time)s.", {"what": {"en": "Group CBT"}, "time": time(17)}))
    'Group CBT at 17:00.'
    """

    template: str
    params: Mapping[str, Gap] = field(default_factory=dict, hash=False)
    many: str = ""
    number: int = 1

    def __post_init__(self) -> None:
        self.template % self.params  # a gap without a value fails here, not before a reader
        self.many % self.params

    def __str__(self) -> str:
        words = self.many if self.many and self.number != 1 else self.template
        return words % {name: _in_english(gap) for name, gap in self.params.items()}


def _in_english(gap: Gap) -> str | int:
    if isinstance(gap, time):
        return f"{gap:%H:%M}"
    return gap.get("en", "") if isinstance(gap, Mapping) else gap
