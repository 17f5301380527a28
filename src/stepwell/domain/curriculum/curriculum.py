"""A curriculum: modules of sessions, each in English and Spanish, and the week that they stand in.

The values are the file's own form, so a key that is unknown, missing or of a
wrong type is refused by name and place (`files.read_module`).
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from stepwell.kernel.bilingual import Words

Approach = Literal["cbt", "dbt_style", "motivational", "family", "life"]
Kind = Literal["group", "family", "individual"]
"""Who is in the room: the group, the group with their families, or one person with their counselor."""


class Point(Struct, frozen=True, forbid_unknown_fields=True):
    """One point of a session's outline, with its minutes."""

    minutes: int
    en: str
    es: str

    @property
    def words(self) -> Words:
        """What happens in these minutes, in each language."""
        return Words(self.en, self.es)


class Session(Struct, frozen=True, forbid_unknown_fields=True):
    """One session: what it is for, what is done in it, and what goes home.

    `outline` is what belongs to this session; the rounds that open and close
    each session stand once, in its module. `practice` is one screen a step.
    """

    id: str
    title: Words
    aim: Words
    goal: Words
    outline: tuple[Point, ...]
    exercise: Words
    practice_minutes: int
    practice: tuple[Words, ...]


class Module(Struct, frozen=True, forbid_unknown_fields=True):
    """Sessions of one approach, in an order that makes sense but that nobody has to begin with."""

    id: str
    approach: Approach
    title: Words
    minutes: int
    interventions: tuple[Words, ...]
    opens: tuple[Point, ...]
    closes: tuple[Point, ...]
    sessions: tuple[Session, ...]

    def outline_of(self, session: Session) -> tuple[Point, ...]:
        """The whole session, from the round that opens it to the one that closes it."""
        return (*self.opens, *session.outline, *self.closes)


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that the week holds a number of times: a module's session, or a talk between two."""

    title: Words
    minutes: int
    times: int
    module: str | None = None
    kind: Kind = "group"

    @property
    def in_all(self) -> int:
        """The minutes that it takes of each week."""
        return self.minutes * self.times


class Curriculum(Struct, frozen=True, forbid_unknown_fields=True):
    """The modules of a program and the week that they are taught in."""

    id: str
    title: Words
    weeks: int
    week: tuple[Part, ...]
    modules: tuple[Module, ...]

    def session(self, session_id: str) -> tuple[Module, Session]:
        """A session with its module. Raises LookupError for one that is not in this curriculum."""
        for module in self.modules:
            for session in module.sessions:
                if session.id == session_id:
                    return module, session
        raise LookupError(session_id)
