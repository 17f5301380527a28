"""What is said to one kind of information: yes by a rule, or no by a rule."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.domain.privacy.rules.rule import Rule


@dataclass(frozen=True)
class Verdict:
    """A yes or a no, the rule it stands on, and the consent it speaks of, where there is one."""

    is_yes: bool
    rule: Rule
    consent: str | None = None
    nearness: int = 0
    """How far a consent came before it failed: the nearest is the one to tell about."""


def no(rule: Rule) -> Verdict:
    """A no by this rule."""
    return Verdict(False, rule)


def yes_unless(rule: Rule, *conditions: tuple[bool, Rule]) -> Verdict:
    """A yes by the rule, or a no by the first condition that does not hold."""
    for holds, otherwise in conditions:
        if not holds:
            return no(otherwise)
    return Verdict(True, rule)
