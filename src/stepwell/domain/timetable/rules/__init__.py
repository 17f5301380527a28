"""The rules of a week: what must never be, one file each.

They judge a plan however it was made: by a solver, by hand, or by another program. What each must
mean is told in `docs/rules/timetable.md`.
"""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules import (
    counselor_free,
    doubled_member,
    family_free,
    gendered_variant,
    group_max,
    group_min,
    individual_counselor,
    individual_free,
    kept_apart,
    leader_by_video,
    leader_clash,
    leader_free,
    leader_hours,
    leader_language,
    leader_site,
    leader_therapy,
    leader_to_avoid,
    locked_group,
    locked_individual,
    max_parallel,
    member_clash,
    member_free,
    member_gender,
    member_hours,
    member_hours_day,
    member_language,
    member_site,
    needed_or_open,
    rooms,
    same_gender,
    starts,
    therapy_once_a_day,
    travel,
    within_block,
)
from stepwell.domain.timetable.rules.breach import Breach, Rule

RULES: tuple[Rule, ...] = (
    within_block,
    starts,
    gendered_variant,
    group_min,
    group_max,
    doubled_member,
    max_parallel,
    rooms,
    leader_by_video,
    leader_clash,
    leader_free,
    leader_therapy,
    leader_language,
    leader_site,
    leader_hours,
    member_clash,
    member_free,
    family_free,
    member_site,
    member_language,
    member_gender,
    same_gender,
    needed_or_open,
    member_hours,
    member_hours_day,
    therapy_once_a_day,
    kept_apart,
    leader_to_avoid,
    travel,
    individual_free,
    individual_counselor,
    counselor_free,
    locked_group,
    locked_individual,
)
"""Every rule, in the order in which breaches are told: groups, leaders, members, individual hours, locks."""

BY_NAME = {rule.name: rule for rule in RULES}


def breaches_of(week: Laid) -> Iterator[Breach]:
    """Every breach of every rule."""
    for rule in RULES:
        yield from rule.breaches(week)
