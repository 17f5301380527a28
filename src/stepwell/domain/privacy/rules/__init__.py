"""Every rule by which a request is permitted or refused: named once, with its source, in one sentence.

The sentences are ours; the sections are of 42 CFR part 2 as amended in 2024 (89 FR 12472). *Policy* marks a
choice of the program that is stricter than the section it stands beside.
"""

from __future__ import annotations

from stepwell.domain.privacy.rules import by_consent, by_ground
from stepwell.domain.privacy.rules.rule import Rule

ALL: tuple[Rule, ...] = tuple(
    each for module in (by_consent, by_ground) for each in vars(module).values() if isinstance(each, Rule)
)
"""All rules, in the order of their files."""

BY_NAME = {each.name: each for each in ALL}
