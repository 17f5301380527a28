"""What guards are given and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Guard(StrEnum):
    """Each guard by its name."""

    NEAR_CLONE = "near_clone"
    OTHER_MEMBER = "other_member"
    BLANK = "blank"
    AVOIDED_WORD = "avoided_word"


@dataclass(frozen=True)
class Member:
    """Somebody of the group: how they are called. `names` are given, family and nicknames, in any script."""

    id: str
    names: tuple[str, ...]
    initials: str = ""
    """Told where they are not the first letters of the first two names."""


@dataclass(frozen=True)
class Note:
    """One person's line, with what else a payer wants to see beside it."""

    person: str
    line: str
    session: str = ""
    last_time: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Further fields by name, such as participation or goals; an empty one is blank."""


@dataclass(frozen=True)
class Policy:
    """What a program asks of notes. The numbers are policy."""

    near_clone: float = 0.8
    """From this likeness on two lines are near-clones; 1 is the same words in the same order."""
    shortest_words: int = 5
    required: tuple[str, ...] = ()
    """Fields that may not be blank."""
    overrulable: frozenset[Guard] = frozenset(Guard)


@dataclass(frozen=True)
class Beside:
    """The text that a line is like, to be shown side by side."""

    person: str
    when: str
    """"same_session" or "last_time"."""
    text: str
    likeness: float


@dataclass(frozen=True)
class Finding:
    """What a guard found in one note, and where: half-open places in the line, or None."""

    guard: Guard
    person: str
    sentence: str
    begins: int | None = None
    ends: int | None = None
    beside: Beside | None = None
