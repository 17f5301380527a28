"""What a rule is, and what it says when it is broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from stepwell.domain.timetable.facts import Slot
from stepwell.domain.timetable.laid import Laid


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a rule is broken: a sentence of who, where and when, and the same as ids."""

    rule: str
    sentence: str
    people: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    site: str | None = None
    """The site, where it is the site that is overfull."""


class Rule(Protocol):
    """Something that must never be, by its name and in one sentence. Each module of this folder is one."""

    name: str
    sentence: str

    def breaches(self, week: Laid, /) -> Iterator[Breach]:
        """Every place of the week (of what is to be judged in it) where the rule is broken."""
        ...
