"""Rules as bits of one number, so that a set of rules is a number and "breaks none of these" is one `&`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stepwell.domain.timetable.rules import RULES

RuleSet = int
"""Rules, as the sum of their bits."""

NAMES: tuple[str, ...] = tuple(rule.name for rule in RULES)
_BY_NAME = {name: 1 << index for index, name in enumerate(NAMES)}


def bit(name: str) -> RuleSet:
    """The bit of a rule. Raises KeyError for what is no rule."""
    return _BY_NAME[name]


def each(rules: RuleSet) -> Iterator[RuleSet]:
    """The bits of the rules in a set, in the order of `RULES`.

    >>> [names(one) for one in each(bit("rooms") | bit("group_min"))]
    [('group_min',), ('rooms',)]
    """
    while rules:
        lowest = rules & -rules
        yield lowest
        rules ^= lowest


def names(rules: RuleSet) -> tuple[str, ...]:
    """The names of the rules in a set, in the order of `RULES`."""
    return tuple(NAMES[one.bit_length() - 1] for one in each(rules))


def union(rules: Iterable[RuleSet]) -> RuleSet:
    """All rules of several sets."""
    total = 0
    for one in rules:
        total |= one
    return total


ALL: RuleSet = (1 << len(NAMES)) - 1

STARTS = bit("starts")
GENDERED_VARIANT = bit("gendered_variant")
GROUP_MIN = bit("group_min")
GROUP_MAX = bit("group_max")
MAX_PARALLEL = bit("max_parallel")
ROOMS = bit("rooms")
LEADER_BY_VIDEO = bit("leader_by_video")
LEADER_CLASH = bit("leader_clash")
LEADER_FREE = bit("leader_free")
LEADER_THERAPY = bit("leader_therapy")
LEADER_LANGUAGE = bit("leader_language")
LEADER_SITE = bit("leader_site")
LEADER_HOURS = bit("leader_hours")
MEMBER_CLASH = bit("member_clash")
MEMBER_FREE = bit("member_free")
FAMILY_FREE = bit("family_free")
MEMBER_SITE = bit("member_site")
MEMBER_LANGUAGE = bit("member_language")
MEMBER_GENDER = bit("member_gender")
SAME_GENDER = bit("same_gender")
NEEDED_OR_OPEN = bit("needed_or_open")
MEMBER_HOURS = bit("member_hours")
MEMBER_HOURS_DAY = bit("member_hours_day")
THERAPY_ONCE_A_DAY = bit("therapy_once_a_day")
KEPT_APART = bit("kept_apart")
LEADER_TO_AVOID = bit("leader_to_avoid")
TRAVEL = bit("travel")
INDIVIDUAL_FREE = bit("individual_free")
INDIVIDUAL_COUNSELOR = bit("individual_counselor")
COUNSELOR_FREE = bit("counselor_free")
LOCKED_GROUP = bit("locked_group")
LOCKED_INDIVIDUAL = bit("locked_individual")

OF_LEADERS = (
    LEADER_BY_VIDEO
    | LEADER_CLASH
    | LEADER_FREE
    | LEADER_THERAPY
    | LEADER_LANGUAGE
    | LEADER_SITE
    | LEADER_HOURS
)
"""Rules on who may lead a group, whoever comes to it."""

OF_LEADING = OF_LEADERS | LEADER_TO_AVOID | GROUP_MIN | GROUP_MAX
"""Rules that decide who may lead a group for one person, and how many others it needs."""

OF_THE_WEEK = MEMBER_CLASH | MEMBER_HOURS | MEMBER_HOURS_DAY | THERAPY_ONCE_A_DAY | TRAVEL
"""Rules that no single group breaks, only several of one person's week together."""

OF_COMING = (
    OF_THE_WEEK
    | MEMBER_FREE
    | FAMILY_FREE
    | MEMBER_SITE
    | MEMBER_LANGUAGE
    | MEMBER_GENDER
    | SAME_GENDER
    | NEEDED_OR_OPEN
    | KEPT_APART
    | LEADER_TO_AVOID
)
"""Rules on who else may come to a group, whom they meet there and who leads it."""
