"""Blanks where a payer wants content: a template's remnants, a line that says too little, an empty field."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stepwell.domain.wording.guards.note import Finding, Guard, Note, Policy

_WORD = re.compile(r"\w+")
_LEFT = re.compile(
    r"_{2,}|\[[^\]\n]{0,40}\]|\{\{?[^}\n]{0,40}\}\}?|<[^<>\n]{1,40}>|\bX{2,}\b|(?<!\w)(?:TBD|TODO|FIXME|N/A|n/a)(?!\w)"
    r"|\blorem ipsum\b|\?{2,}",
    re.I,
)


def find(note: Note, policy: Policy) -> Iterator[Finding]:
    """Each remnant of a template by its place; then the line as a whole, then the fields."""
    for left in _LEFT.finditer(note.line):
        sentence = "This looks like a blank of a template. Write what happened, or take it out."
        yield Finding(Guard.BLANK, note.person, sentence, left.start(), left.end())
    words = len(_WORD.findall(_LEFT.sub(" ", note.line)))
    if words == 0:
        yield Finding(
            Guard.BLANK, note.person, "There is no line yet. Say in a few words how this person took part."
        )
    elif words < policy.shortest_words:
        sentence = (
            f"This line has fewer than {policy.shortest_words} words."
            " Say how this person took part, and how they responded."
        )
        yield Finding(Guard.BLANK, note.person, sentence)
    for name in policy.required:
        if not note.fields.get(name, "").strip() or _LEFT.fullmatch(note.fields[name].strip()):
            yield Finding(Guard.BLANK, note.person, f"“{name}” is blank, and a payer wants it.")
