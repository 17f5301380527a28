"""Words the program avoids, outside of the person's own words in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stepwell.domain.wording.guards.note import Finding, Guard, Note
from stepwell.domain.wording.person_first import INSTEAD
from stepwell.domain.wording.words import pattern, plain

_QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"|«[^»\n]*»|„[^“”\n]*[“”]")
_EACH = tuple((pattern([word]), instead) for word, instead in INSTEAD.items())


def find(note: Note) -> Iterator[Finding]:
    """Each avoided word with what to say instead."""
    read, places = _plain_with_places(note.line)
    quoted = [quote.span() for quote in _QUOTED.finditer(note.line)]
    found = {(at.start(), at.end()): instead for one, instead in reversed(_EACH) for at in one.finditer(read)}
    for (start, end), instead in sorted(found.items()):
        begins, ends = places[start], places[end - 1] + 1
        if not any(first <= begins and ends <= last for first, last in quoted):
            sentence = f"Say instead: {instead}. The person's own words can stand in quotation marks."
            yield Finding(Guard.AVOIDED_WORD, note.person, sentence, begins, ends)


def _plain_with_places(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and where each letter of it stood."""
    letters = [(letter, place) for place, character in enumerate(text) for letter in plain(character)]
    return "".join(letter for letter, _ in letters), [place for _, place in letters]
