"""Which session a group does next, when people join and leave it at any time.

Each person has a "seen" set of their own; a group has no place in a course.
Whoever comes each time sees every session: a session that they lack waits
only while another is new to them too, or to somebody who was there before
them, and both of these run out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

from stepwell.domain.curriculum.curriculum import Module

Person = TypeVar("Person")


@dataclass(frozen=True)
class Choice:
    """A session to do next, and how many of those expected have not seen it."""

    session_id: str
    new_to: int


def next_session(
    sessions: Sequence[str], seen_by: Mapping[Person, Set[str]], held: Sequence[str] = ()
) -> Choice:
    """The session that most of those expected have not seen.

    Between equals the one that the group has not held for the longest
    (`held`, oldest first), then by the module's order. Raises ValueError when
    there is no session to choose from.

    >>> next_session(["cues", "urges"], {"Ana": {"cues"}, "Ben": {"cues", "urges"}, "Cy": set()})
    Choice(session_id='urges', new_to=2)
    """
    if not sessions:
        raise ValueError("There is no session to choose from.")
    last = {session_id: position for position, session_id in enumerate(held)}
    new = {one: sum(one not in seen for seen in seen_by.values()) for one in sessions}
    best = min(sessions, key=lambda one: (-new[one], last.get(one, -1), sessions.index(one)))
    return Choice(best, new[best])


@dataclass(frozen=True)
class Progress:
    """How far one person is in a module: what they have seen of it, and what is still new to them."""

    seen: tuple[str, ...]
    left: tuple[str, ...]


def progress_in(module: Module, seen: Set[str]) -> Progress:
    """A person's own progress in a module, in the module's order; sessions of other modules don't count."""
    ids = [session.id for session in module.sessions]
    return Progress(tuple(i for i in ids if i in seen), tuple(i for i in ids if i not in seen))
