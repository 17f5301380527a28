"""What a week is made of: hours, kinds of groups, those who lead them, those who come, and what they wish.

A `Problem` is whole and frozen: who holds one may rely on every id in it naming something in it. Hours are
counted in slots. In the exchange form a slot is an hour; the product cuts the week in half hours and says so
in `slot_minutes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from stepwell.domain.timetable.plan import Group

Block = Literal["am", "pm", "ev"]
Mode = Literal["in", "tele", "either"]
Slot = int
"""A slot is named by its position in `Problem.slots`."""


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """One piece of the week: the day (0 Monday to 6 Sunday), minutes after midnight, the block of the day."""

    day: int
    minute: int
    block: Block


@dataclass(frozen=True, slots=True)
class Therapy:
    """A kind of group session: how long (in slots) and for how many.

    `open`: may be attended without a need, and beyond it. `gendered`: may be held for one gender.
    `family`: members must be free at a time that also suits their family.
    """

    id: str
    slots: int
    min: int
    max: int
    open: bool
    gendered: bool
    family: bool


@dataclass(frozen=True, slots=True)
class Variant:
    """The language a group is held in, and for which gender if for one only."""

    id: str
    lang: str
    gender: str | None


@dataclass(frozen=True, slots=True)
class Site:
    """A place with rooms (groups at once), or the video rooms all places share."""

    id: str
    tele: bool
    rooms: int
    rooms_less: Mapping[Slot, int] = field(default_factory=dict)
    """Rooms closed in single slots; a site never has fewer than none."""
    seats: tuple[int, int] | None = None
    """Fewest and most members of a group, where it isn't as its therapy says: a part of a shared group.

    Only locked groups are held at such a site.
    """
    not_for: frozenset[str] = frozenset()
    """Who can't sit here, because somebody who is not in this problem may."""

    def rooms_at(self, slot: Slot) -> int:
        """How many groups can be held at once in this slot."""
        return max(0, self.rooms - self.rooms_less.get(slot, 0))

    def sized(self, therapy: Therapy) -> Therapy:
        """The therapy with as many members as its groups have here."""
        return therapy if self.seats is None else replace(therapy, min=self.seats[0], max=self.seats[1])


@dataclass(frozen=True, slots=True)
class Facilitator:
    """Somebody who leads groups: what, in which languages, when, and where on which day."""

    id: str
    max_hours: int
    leads: frozenset[str]
    langs: frozenset[str]
    gender: str | None
    avail: frozenset[Slot]
    site_by_day: Mapping[int, str]
    tele: bool


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who comes: the hours their level of care asks for, what they need, and when they are free.

    `counselors`: who may hold the individual hour, one's own first; with nobody in it there can't be one.
    """

    id: str
    phase: int
    min_hours: int
    max_hours: int
    min_days: int
    max_hours_day: int
    need: Mapping[str, int]
    langs: frozenset[str]
    gender: str | None
    same_gender: frozenset[str]
    site: str
    mode: Mode
    avail: frozenset[Slot]
    tele_avail: frozenset[Slot]
    family_avail: frozenset[Slot]
    pref: Mapping[Slot, int]
    counselors: tuple[str, ...]
    avoid: frozenset[str]
    avoid_fac: frozenset[str]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each thing costs that one would rather not have. The first four are shortage, the rest is soft."""

    unmet_hour: int
    therapy_short: int
    day_short: int
    indiv_missing: int
    group_hour: int
    pref: int
    mode: int
    trip: int
    cont: int
    lead: int
    load60: int
    load80: int
    excess: int
    indiv_moved: int


@dataclass(frozen=True, slots=True)
class Week:
    """Groups and individual hours of a week: last week's, or those that must stay as they are."""

    groups: tuple[Group, ...] = ()
    individual: Mapping[str, Slot] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """A week to be solved. Only `previous` may speak of people and leaders who are no longer here."""

    name: str
    slots: tuple[SlotFacts, ...]
    max_parallel: int
    therapies: tuple[Therapy, ...]
    variants: tuple[Variant, ...]
    sites: tuple[Site, ...]
    facilitators: tuple[Facilitator, ...]
    participants: tuple[Participant, ...]
    previous: Week
    locked: Week
    weights: Weights
    slot_minutes: int = 60
    individual_slots: int = 1
    """How long an individual hour is, in slots."""

    starts: Mapping[str, frozenset[Slot]] = field(default_factory=dict)
    """Slots a therapy's groups may begin in; a therapy that isn't named may begin in any."""

    @cached_property
    def therapy(self) -> Mapping[str, Therapy]:
        """Therapies by id."""
        return {each.id: each for each in self.therapies}

    @cached_property
    def variant(self) -> Mapping[str, Variant]:
        """Variants by id."""
        return {each.id: each for each in self.variants}

    @cached_property
    def site(self) -> Mapping[str, Site]:
        """Sites by id."""
        return {each.id: each for each in self.sites}

    @cached_property
    def facilitator(self) -> Mapping[str, Facilitator]:
        """Leaders by id."""
        return {each.id: each for each in self.facilitators}

    @cached_property
    def participant(self) -> Mapping[str, Participant]:
        """Participants by id."""
        return {each.id: each for each in self.participants}

    @cached_property
    def locked_places(self) -> frozenset[tuple[str, str, str, int]]:
        """Where groups are locked."""
        return frozenset(each.place for each in self.locked.groups)

    def run(self, first: Slot, length: int) -> tuple[Slot, ...] | None:
        """The slots of something that begins in `first`, or None when it would cross its block or day."""
        if length < 1 or first < 0 or first + length > len(self.slots):
            return None
        slots = tuple(range(first, first + length))
        here = self.slots[first]
        stays = all(
            self.slots[slot].day == here.day and self.slots[slot].block == here.block for slot in slots
        )
        return slots if stays else None

    def covered(self, first: Slot, length: int) -> tuple[Slot, ...]:
        """The slots of what begins in `first`, whether or not it may; never beyond the week's last."""
        return tuple(range(first, min(first + length, len(self.slots))))

    def apart(self, one: str, other: str) -> bool:
        """True when two people must never sit in one group; it binds whichever of them lists the other."""
        return other in self.participant[one].avoid or one in self.participant[other].avoid
