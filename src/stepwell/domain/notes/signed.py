"""The text that a signature fixes: whole by itself, in one spelling, with its hash.

What it holds follows the usual minimum of a session note: who, date, start and stop, place and
way, service and topic, who led with credential, the size of the group as a number only, objectives
touched, what was done, the person's own response, and signature with time (WAC
388-877B-0350, and what payers ask for H0015). What a payer's day needs of it is in `domain.hours`.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec
from msgspec import Struct

SIGN_WITHIN = timedelta(hours=24)
"""Signed later than this after the end, a note is marked as a late entry (policy)."""


class Kind(StrEnum):
    """What the note is of; the values are stored."""

    GROUP = "group"
    INDIVIDUAL = "individual"
    FAMILY = "family"
    CRISIS = "crisis"
    PHONE = "phone"


HAPPENS_ANY_TIME = (Kind.PHONE, Kind.CRISIS)
"""These stand in no timetable; they are written down with their own times."""


class Why(StrEnum):
    """Why there is another text after the first; the values are stored."""

    SIGNED = ""
    AMENDED = "amended"
    ATTENDANCE = "attendance"
    """Who came, or for how long, was corrected after the signature."""


class Goal(Struct, frozen=True, forbid_unknown_fields=True):
    """An objective of the plan as it read at the time."""

    key: str
    words: str


class SignedText(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything a reader years later needs, without looking anywhere else.

    Times are ISO 8601 with the offset of the site. `minutes` are the credited ones of this person.
    `amends` is the hash of the text before, empty in the first.
    """

    form: int = 1
    kind: Kind
    person: str
    held_on: str
    starts_at: str
    ends_at: str
    site: str
    service: str
    title: str
    by_video: bool
    came: str
    minutes_late: int
    minutes_left_early: int
    minutes: int
    group_size: int | None
    led_by: str
    did: str
    interventions: str
    participation: str
    goals: tuple[Goal, ...]
    line: str
    practiced: tuple[str, ...]
    overruled: tuple[str, ...]
    """Findings of the guards that stood at the signature, each with the reason that was given."""
    signer: str
    credential: str
    signed_at: str
    is_late: bool
    why: Why = Why.SIGNED
    reason: str = ""
    amends: str = ""


def spell(text: SignedText) -> str:
    """The one spelling of a text: JSON with its keys in order.

    >>> spell(read(spell(EXAMPLE))) == spell(EXAMPLE)
    True
    """
    return msgspec.json.encode(text, order="deterministic").decode()


def read(spelled: str) -> SignedText:
    """A text from its spelling."""
    return msgspec.json.decode(spelled, type=SignedText)


def hash_of(spelled: str) -> str:
    """SHA-256 of the spelling in UTF-8, as 64 hexadecimal digits.

    >>> hash_of("Named two people to call.")[:12]
    'c078b5694215'
    """
    return hashlib.sha256(spelled.encode()).hexdigest()


def is_late(ends_at: datetime, signed_at: datetime) -> bool:
    """Whether a note signed at this instant is a late entry."""
    return signed_at - ends_at > SIGN_WITHIN


EXAMPLE = SignedText(
    kind=Kind.GROUP,
    person="Sam Reyes",
    held_on="2026-05-12",
    starts_at="2026-05-12T18:00:00-05:00",
    ends_at="2026-05-12T21:00:00-05:00",
    site="Riverside",
    service="Group CBT",
    title="Coping with cravings",
    by_video=False,
    came="here",
    minutes_late=0,
    minutes_left_early=0,
    minutes=165,
    group_size=2,
    led_by="Priya Natarajan LCSW",
    did="Mapped one craving each.",
    interventions="Functional analysis",
    participation="freely",
    goals=(Goal("o1", "Get through Fridays without a drink."),),
    line="Named two people to call.",
    practiced=(),
    overruled=(),
    signer="Priya Natarajan",
    credential="LCSW",
    signed_at="2026-05-12T21:02:00-05:00",
    is_late=False,
)
"""A text for tests and docs."""
