"""Words of the inner floors and of the program in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language, gettext, ngettext

from stepwell.actions.refusals import Refusal
from stepwell.kernel.sentences import Sentence


def said(sentence: Sentence | Refusal) -> str:
    """A sentence of the inner floors in the reader's language."""
    found = sentence.sentence if isinstance(sentence, Refusal) else sentence
    if found.many:
        return ngettext(found.template, found.many, found.number) % dict(found.params)
    return gettext(found.template) % dict(found.params)


def titled(title: object) -> str:
    """A title that is kept in several languages in the reader's, or in English, or in any there is.

    >>> titled({"en": "Group CBT", "es": "TCC en grupo"}), titled({"es": "TCC en grupo"}), titled(None)
    ('Group CBT', 'TCC en grupo', '')
    """
    if not isinstance(title, Mapping):
        return str(title or "")
    language = (get_language() or "en")[:2]
    return str(title.get(language) or title.get("en") or next(iter(title.values()), ""))
