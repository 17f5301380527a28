"""What is written of somebody at a session while it can still be changed, and how two writings merge.

Nothing that was once saved is lost: the records keep every version, and a merge holds the words
of both writers. Policy of the program; no outside source.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import takewhile
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

V = TypeVar("V")
MOST = 4_000
"""Letters of a line at most, and of what a group did."""


class Participation(StrEnum):
    """How somebody took part, at a tap; the values are stored."""

    NONE = ""
    FREELY = "freely"
    WHEN_ASKED = "when_asked"
    LISTENED = "listened"
    APART = "apart"


class Written(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One person's part of a note. `goals` are keys of the plan's objectives.

    `did` and `interventions` are told here only where no session carries them, as of a phone call.
    """

    participation: Participation = Participation.NONE
    goals: tuple[str, ...] = ()
    line: str = ""
    talk_with: bool = False
    """To be talked with; a mark for the counselors that never enters the signed text."""
    did: str = ""
    interventions: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing of the note itself was written."""
        return replace(self, talk_with=False) == Written()


class OfSession(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a session was about, once for everyone in it. `topic` is the id of a curriculum's session."""

    topic: str = ""
    title: str = ""
    did: str = ""
    interventions: str = ""


class TooLong(ValueError):
    """A text has more letters than a note takes."""


def checked(text: str) -> str:
    """A text as it is kept: line ends alike, no blanks around it. TooLong beyond `MOST` letters.

    >>> checked(" Named two people to call. \\r\\n")
    'Named two people to call.'
    """
    kept = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if len(kept) > MOST:
        raise TooLong
    return kept


def merge(base: Written, theirs: Written, mine: Written) -> Written:
    """Mine after theirs, where both began from `base`: what only one changed holds, texts keep both.

    >>> base = Written(line="Came late.")
    >>> theirs = Written(Participation.LISTENED, line="Came late. Listened.")
    >>> merge(base, theirs, Written(line="Came late. Spoke at the end.", talk_with=True)).line
    'Came late. Listened.\\nSpoke at the end.'
    """
    return Written(
        participation=_newer(base.participation, theirs.participation, mine.participation),
        goals=_both(base.goals, theirs.goals, mine.goals),
        line=merge_text(base.line, theirs.line, mine.line),
        talk_with=_newer(base.talk_with, theirs.talk_with, mine.talk_with),
        did=merge_text(base.did, theirs.did, mine.did),
        interventions=merge_text(base.interventions, theirs.interventions, mine.interventions),
    )


def merge_sessions(base: OfSession, theirs: OfSession, mine: OfSession) -> OfSession:
    """The same for what a session was about."""
    return OfSession(
        topic=_newer(base.topic, theirs.topic, mine.topic),
        title=_newer(base.title, theirs.title, mine.title),
        did=merge_text(base.did, theirs.did, mine.did),
        interventions=merge_text(base.interventions, theirs.interventions, mine.interventions),
    )


def merge_text(base: str, theirs: str, mine: str) -> str:
    """A text that two changed: who only added to the other's holds, or else one stands below the other.

    >>> merge_text("a", "a b", "a b c"), merge_text("a", "a b", "a")
    ('a b c', 'a b')
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base or mine.startswith(theirs):
        return mine
    if theirs.startswith(mine):
        return theirs
    own = mine[len(_shared_words(theirs, mine)) :].strip()
    return f"{theirs}\n{own}".strip() if own else theirs


def _shared_words(one: str, other: str) -> str:
    """What both begin with, up to a whole word."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    shared = "".join(letter for letter, _ in alike)
    return shared[: max(shared.rfind(" "), shared.rfind("\n")) + 1]


def _newer(base: V, theirs: V, mine: V) -> V:
    return theirs if mine == base else mine


def _both(base: tuple[str, ...], theirs: tuple[str, ...], mine: tuple[str, ...]) -> tuple[str, ...]:
    dropped = set(base) - set(mine)
    added = (key for key in mine if key not in base and key not in theirs)
    return (*(key for key in theirs if key not in dropped), *added)


def to_json(written: Written | OfSession) -> str:
    """As it is sealed."""
    return msgspec.json.encode(written).decode()


def from_json(text: str) -> Written:
    """As it was sealed; nothing is nothing written."""
    return msgspec.json.decode(text, type=Written) if text else Written()


def session_from_json(text: str) -> OfSession:
    """As it was sealed; nothing is nothing written."""
    return msgspec.json.decode(text, type=OfSession) if text else OfSession()
