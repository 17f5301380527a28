"""Sentences that the inner floors write and the ways in translate."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """The same text, marked: `makemessages` finds the name and hands the text to translators.

    The inner floors know no translation. The ways in look the template up in
    the reader's language and fill in the params.
    """
    return text


@dataclass(frozen=True)
class Sentence:
    """A template in plain English and what belongs in its named gaps.

    Translate `template`, then apply `params`; `str()` gives the English.

    >>> str(Sentence("%(hours)s hours were planned.", {"hours": 9}))
    '9 hours were planned.'
    """

    template: str
    params: Mapping[str, str | int] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        self.template % self.params  # a gap without a value fails here, not before a reader

    def __str__(self) -> str:
        return self.template % self.params
