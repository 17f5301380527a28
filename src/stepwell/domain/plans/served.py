"""What served a plan: sessions that somebody came to, totals that were measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from stepwell.domain.plans.nodes import Intervention, Node, Objective
from stepwell.domain.plans.plan import Plan


@dataclass(frozen=True)
class Came:
    """One session to which the person came."""

    on: date
    service: str
    group: str = ""


@dataclass(frozen=True)
class Total:
    """One total of an instrument."""

    on: date
    total: int


@dataclass(frozen=True)
class Facts:
    """What is known of a plan on a day. `signed_by` names who signed the plan that is looked at."""

    plan: Plan
    today: date
    began_on: date
    since: date
    """The day of the first plan; a node that came later has a day of its own."""
    sessions: tuple[Came, ...] = ()
    measured: Mapping[str, tuple[Total, ...]] | None = None
    """By the key of the instrument, in the order of the days."""
    signed_by: frozenset[str] = frozenset()

    def since_of(self, node: Node) -> date:
        """From when on something is missed where nothing served this node."""
        return max(self.since, node.since_on or self.since)

    def totals(self, instrument: str) -> tuple[Total, ...]:
        """The totals of one instrument, the latest last."""
        return (self.measured or {}).get(instrument, ())


def serves(session: Came, intervention: Intervention) -> bool:
    """The session is one of the group that was agreed on, or else of the service.

    >>> circle = Intervention(key="i", words="CBT", service="group_cbt", group="evening")
    >>> serves(Came(date(2026, 3, 2), "group_cbt", "evening"), circle)
    True
    >>> serves(Came(date(2026, 3, 2), "group_cbt", "morning"), circle)
    False
    """
    if intervention.is_practice:
        return False
    if intervention.group:
        return session.group == intervention.group
    return session.service == intervention.service


def sessions_of(intervention: Intervention, sessions: Iterable[Came]) -> tuple[Came, ...]:
    """The sessions that served an intervention, in the order given."""
    return tuple(session for session in sessions if serves(session, intervention))


def sessions_for(objective: Objective, facts: Facts) -> tuple[Came, ...]:
    """The sessions that served an objective by any of its interventions; each counts once."""
    done = [each for each in facts.plan.following(objective.key) if isinstance(each, Intervention)]
    return tuple(each for each in facts.sessions if any(serves(each, one) for one in done))
