"""Why somebody lacks something in a plan, and what would help, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from stepwell.domain.timetable.explain.fix import Fix
from stepwell.domain.timetable.explain.shortage import Shortage


class Within(Enum):
    """The weeks that were looked at, everything else of the plan staying as it is."""

    OWN_WEEK = "own week"
    """Every week of the person among the groups that stand, with or without an individual hour."""

    ONE_NEW_GROUP = "own week and one new group"
    """The same, with one group more that could be opened anywhere at the person's site or by video."""


class Verdict(Enum):
    """What was found there."""

    POSSIBLE = "possible"
    """A week that breaks no rule and in which less is missing: the plan can simply be changed."""

    FORBIDDEN = "forbidden"
    """Every week in which less is missing breaks one of the rules named."""

    OUT_OF_REACH = "out of reach"
    """There is no week in which less is missing, whatever rules it breaks."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked at, each counted once, by the first of the rules named that stops it.

    `left` is stopped by none of them alone, and by them in every week that
    would help.
    """

    groups: int
    hours: int
    openings: int
    stopped: tuple[tuple[str, int], ...]
    left: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """One shortage: why, and what would help.

    `rules` together make it impossible within the weeks named, and without any
    one of them it would be possible; `is_smallest` where no set with fewer
    rules does. `fixes` are the smallest changes of each kind, smallest first,
    each found without fault by `check`; where there is none, none exists among
    the changes named in `docs/rules/timetable-explain.md`.
    """

    shortage: Shortage
    verdict: Verdict
    within: Within
    rules: tuple[str, ...]
    is_smallest: bool
    fixes: tuple[Fix, ...]
    searched: Searched
