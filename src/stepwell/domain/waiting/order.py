"""The waiting list: who asked first is first, and nobody is overtaken but by a named rule.

Source of the federal rules: 45 CFR 96.131(a)(1) to (4) and 96.126(b), for
programs that receive block grant funds (42 USC 300x-23 and 300x-27). A program
adds rules of its own after them, or leaves out those that don't bind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from stepwell.kernel.sentences import Sentence, gettext_noop

PREGNANT, INJECTING = "pregnant", "injecting"


class NotAList(ValueError):
    """Two people or two rules have one key, so a place would mean two things."""


@dataclass(frozen=True)
class Rule:
    """People who have all these grounds come before those who have not."""

    key: str
    title: str
    grounds: frozenset[str]
    source: str

    def __post_init__(self) -> None:
        if not self.grounds or not self.source.strip():
            raise ValueError(f"The rule {self.key} needs a ground and a source.")


FEDERAL = (
    Rule(
        "pregnant_and_injecting",
        gettext_noop("Pregnant, and injecting"),
        frozenset({PREGNANT, INJECTING}),
        "45 CFR 96.131(a)(1)",
    ),
    Rule("pregnant", gettext_noop("Pregnant"), frozenset({PREGNANT}), "45 CFR 96.131(a)(2)"),
    Rule("injecting", gettext_noop("Injecting"), frozenset({INJECTING}), "45 CFR 96.131(a)(3)"),
)
"""In this order; everybody else comes after them, 96.131(a)(4)."""


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits: since when, and what a rule may go by."""

    key: str
    asked_at: datetime
    grounds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """Where somebody stands, and how the people before them came there."""

    waiting: Waiting
    number: int
    of: int
    rule: Rule | None
    """The rule that they themselves go by, if any."""
    ahead_by_rule: tuple[Rule, ...]
    """The rule of each person who stands before them by it."""
    ahead_by_time: int
    """How many under the same rule, or none like them, asked earlier."""

    @property
    def sentence(self) -> Sentence:
        """The place in words for the person themselves; it tells nothing about anybody else."""
        params: dict[str, str | int] = {
            "number": self.number,
            "of": self.of,
            "earlier": self.ahead_by_time,
            "priority": len(self.ahead_by_rule),
        }
        if self.number == 1:
            return Sentence(gettext_noop("You are first of %(of)d on the list."), params)
        if not self.ahead_by_rule:
            return Sentence(
                gettext_noop("You are number %(number)d of %(of)d. The others before you asked earlier."),
                params,
            )
        return Sentence(
            gettext_noop(
                "You are number %(number)d of %(of)d. Before you: %(earlier)d who asked earlier, "
                "%(priority)d whom a rule of priority puts first."
            ),
            params,
        )


def in_order(waiting: Iterable[Waiting], rules: Sequence[Rule] = FEDERAL) -> tuple[Place, ...]:
    """Everybody's place: by the first rule that fits them, then by when they asked.

    Who asked at the same instant stand by their keys, so that the list is the
    same whenever it is made. Raises NotAList when a key is there twice.

    >>> from datetime import UTC
    >>> day = datetime(2026, 3, 2, tzinfo=UTC)
    >>> first, second = Waiting("ann", day), Waiting("bea", day.replace(day=9), frozenset({PREGNANT}))
    >>> [(place.waiting.key, place.rule and place.rule.key) for place in in_order([first, second])]
    [('bea', 'pregnant'), ('ann', None)]
    """
    people = list(waiting)
    if len({each.key for each in people}) < len(people) or len({each.key for each in rules}) < len(rules):
        raise NotAList("Somebody, or a rule, is on the list twice.")
    people.sort(key=lambda each: (_rank(each, rules), each.asked_at.timestamp(), each.key))
    return tuple(_place(number, people, rules) for number in range(len(people)))


def rule_of(waiting: Waiting, rules: Sequence[Rule] = FEDERAL) -> Rule | None:
    """The first rule whose grounds they have, or None."""
    return next((rule for rule in rules if rule.grounds <= waiting.grounds), None)


def _rank(waiting: Waiting, rules: Sequence[Rule]) -> int:
    rule = rule_of(waiting, rules)
    return len(rules) if rule is None else rules.index(rule)


def _place(index: int, people: Sequence[Waiting], rules: Sequence[Rule]) -> Place:
    own = rule_of(people[index], rules)
    before = [rule_of(each, rules) for each in people[:index]]
    by_rule = tuple(rule for rule in before if rule is not None and rule != own)
    return Place(people[index], index + 1, len(people), own, by_rule, index - len(by_rule))
