"""What the columns of a week mean."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Names:
    """The columns of a week by what they mean."""

    copies: list[int] = field(default_factory=list)
    """How many groups are held at each place."""

    leads: list[dict[str, int]] = field(default_factory=list)
    """Whether somebody leads a group at a place."""

    seats: list[dict[str, int]] = field(default_factory=list)
    """Whether somebody sits in a group at a place."""

    hours: dict[str, dict[tuple[int, str], int]] = field(default_factory=dict)
    """Whether somebody has the individual hour in a slot with a counselor."""

    days_used: dict[tuple[str, int], int] = field(default_factory=dict)
    """Whether somebody has any treatment on a day."""

    trips: dict[tuple[str, int], int] = field(default_factory=dict)
    """Whether somebody comes in person on a day."""

    no_hour: dict[str, int] = field(default_factory=dict)
    total: dict[str, int] = field(default_factory=dict)
    unmet: dict[str, int] = field(default_factory=dict)
    excess: dict[str, int] = field(default_factory=dict)
    days_short: dict[str, int] = field(default_factory=dict)
    therapy_short: dict[tuple[str, str], int] = field(default_factory=dict)
    load60: dict[str, int] = field(default_factory=dict)
    load80: dict[str, int] = field(default_factory=dict)
    apart: dict[tuple[int, str, str], int] = field(default_factory=dict)
    """Whether somebody sits with this very leader, for those whom it matters to."""
