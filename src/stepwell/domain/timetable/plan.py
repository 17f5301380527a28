"""A week as it could be held: groups with their leaders and members, and individual hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Place = tuple[str, str, str, int]
"""Therapy, variant, site and slot."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group session: what, where, from which slot on, who leads and who comes."""

    therapy: str
    variant: str
    site: str
    slot: int
    facilitator: str
    members: tuple[str, ...]

    @property
    def place(self) -> Place:
        """What makes it the same group next week, whoever leads it: therapy, variant, site and slot."""
        return (self.therapy, self.variant, self.site, self.slot)


@dataclass(frozen=True, slots=True)
class Plan:
    """A week of groups and individual hours. It need not be legal: `check` says what it breaks."""

    problem: str
    groups: tuple[Group, ...] = ()
    individual: Mapping[str, int] = field(default_factory=dict)
    covered_by: Mapping[str, str] = field(default_factory=dict)
    """Who holds an individual hour where it is not one's own counselor. The exchange form has none."""
