"""A tool: screens of fields that one person fills in, each in English and Spanish.

A thought record, a diary card, a safety plan and the practice of tonight are the same thing
with other screens, so one engine shows, keeps and reads all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from stepwell.kernel.bilingual import Words

Kind = Literal["practice", "tool", "plan"]
"""`practice` goes with a session, `plan` is one of a kind, `tool` is begun as often as wanted."""
FieldKind = Literal["text", "lines", "scale", "tags", "choice", "timer"]
Answer = str | list[str]
"""A text, a number as text, or the ids of the tags chosen."""
Answers = Mapping[str, Answer]


class Option(Struct, frozen=True, forbid_unknown_fields=True):
    """Something to choose."""

    id: str
    en: str
    es: str

    @property
    def words(self) -> Words:
        """What it is called, in each language."""
        return Words(self.en, self.es)


class Field(Struct, frozen=True, forbid_unknown_fields=True):
    """One question. `lines` is a text with one thing a line; a `timer` asks nothing and lasts `minutes`."""

    id: str
    kind: FieldKind
    label: Words
    hint: Words | None = None
    low: Words | None = None
    high: Words | None = None
    most: int = 10
    step: int = 1
    options: tuple[Option, ...] = ()
    minutes: int = 0


class Screen(Struct, frozen=True, forbid_unknown_fields=True):
    """One step: a title and a few fields that fit on a phone."""

    title: Words
    fields: tuple[Field, ...]
    lead: Words | None = None


class Tool(Struct, frozen=True, forbid_unknown_fields=True):
    """Screens in an order, how long they take, and what the tool is for."""

    id: str
    kind: Kind
    title: Words
    lead: Words
    minutes: int
    screens: tuple[Screen, ...]
    heading: str = ""
    """The field whose answer an entry is called by in a list."""

    def fields(self) -> Iterator[Field]:
        """Every field, in the order of the screens."""
        for screen in self.screens:
            yield from screen.fields
