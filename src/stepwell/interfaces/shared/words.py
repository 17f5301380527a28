"""Words of the inner floors and of the program in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from functools import lru_cache

from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy

from stepwell.actions.refusals import Refusal
from stepwell.kernel.sentences import Gap, Sentence

TWO_DOTS = re.compile(r"(?<=\w)\.\.(?!\.)")


def said(sentence: Sentence | Refusal) -> str:
    """A sentence of the inner floors in the reader's language."""
    found = sentence.sentence if isinstance(sentence, Refusal) else sentence
    words = _translated(found.template, found.many, found.number, get_language())
    return one_dot(words % {name: _shown(gap) for name, gap in found.params.items()})


@lru_cache(maxsize=2048)
def _translated(template: str, many: str, number: int, language: str | None) -> str:
    """A page says few sentences, and most of them again and again."""
    return ngettext(template, many, number) if many else gettext(template)


def one_dot(sentence: str) -> str:
    """A short name or an hour brings its own dot, which ends the sentence as well.

    >>> one_dot("Open it with Nora K.. Call at 5 p.m..")
    'Open it with Nora K. Call at 5 p.m.'
    """
    return TWO_DOTS.sub(".", sentence)


def _shown(gap: Gap) -> str | int:
    if isinstance(gap, time):
        return time_format(gap, "TIME_FORMAT")
    return titled(gap) if isinstance(gap, Mapping) else gap


def titled(title: object) -> str:
    """A title that is kept in several languages in the reader's, or in English, or in any there is.

    >>> titled({"en": "Group CBT", "es": "TCC en grupo"}), titled({"es": "TCC en grupo"}), titled(None)
    ('Group CBT', 'TCC en grupo', '')
    """
    if not isinstance(title, Mapping):
        return str(title or "")
    language = (get_language() or "en")[:2]
    return str(title.get(language) or title.get("en") or next(iter(title.values()), ""))


def short_day(day: date) -> str:
    """A day as a list shows it. Lists name the same days again and again, so each is written once.

    >>> short_day(date(2026, 3, 2))
    '03/02/2026'
    """
    return _short_day(day, get_language())


@lru_cache(maxsize=4096)
def _short_day(day: date, language: str | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


ATTENDANCE: dict[str, str | Promise] = {
    "expected": pgettext_lazy("attendance", "expected"),
    "not_expected": pgettext_lazy("attendance", "not expected"),
    "here": pgettext_lazy("attendance", "here"),
    "late": pgettext_lazy("attendance", "late"),
    "left_early": pgettext_lazy("attendance", "left early"),
    "missed": pgettext_lazy("attendance", "missed"),
    "excused": pgettext_lazy("attendance", "excused"),
    "unrecorded": pgettext_lazy("attendance", "not recorded"),
}
"""What became of somebody's place at a session; the keys are the states of an attendance."""

WEEK_PARTS: dict[str, Promise | str] = {
    "morning": pgettext_lazy("part of a day", "Morning"),
    "midday": pgettext_lazy("part of a day", "Midday"),
    "evening": pgettext_lazy("part of a day", "Evening"),
}
"""What people call the thirds of a day."""
