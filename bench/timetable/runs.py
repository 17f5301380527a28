"""What a contestant did with a problem: its plans, judged, and the bounds it told, each with its CPU."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Found:
    """A plan, judged: when, what it costs, what is short, and how many rules it breaks."""

    cpu: float
    objective: int
    shortage: int
    breaches: int


@dataclass
class Run:
    """What one contestant did with one problem. `failed` is why it told nothing more, if it did so."""

    contestant: str
    problem: str
    people: int
    seconds: float
    found: list[Found] = field(default_factory=list)
    bounds: list[tuple[float, float]] = field(default_factory=list)
    cpu: float = 0.0
    failed: str = ""
    plan: dict[str, Any] | None = None
    """The best legal plan."""
    said: list[dict[str, Any]] = field(default_factory=list)
    """Whatever else it told."""

    @property
    def legal(self) -> list[Found]:
        """The plans that break no rule."""
        return [each for each in self.found if not each.breaches]

    @property
    def best(self) -> Found | None:
        """The cheapest legal plan, the first of them."""
        return min(self.legal, key=lambda each: (each.objective, each.cpu), default=None)

    @property
    def bound(self) -> float | None:
        """The best bound it told."""
        return max((bound for _, bound in self.bounds), default=None)

    def first(self) -> float | None:
        """CPU seconds to the first legal plan."""
        return min((each.cpu for each in self.legal), default=None)

    @property
    def used(self) -> float:
        """CPU seconds it searched: all it was given, or less where it ended with the proven best."""
        last = self.said[-1]["cpu"] if self.said else self.seconds
        return min(self.seconds, last)

    def cpu_to(self, objective: float) -> float | None:
        """CPU seconds to a legal plan that costs no more than this."""
        return min((each.cpu for each in self.legal if each.objective <= objective), default=None)

    def cpu_to_gap(self, gap: float) -> float | None:
        """CPU seconds until its own bound and its own plan were this near."""
        moments = sorted({each.cpu for each in self.legal} | {cpu for cpu, _ in self.bounds})
        return next((moment for moment in moments if self.gap(moment) <= gap), None)

    def gap(self, moment: float = float("inf")) -> float:
        """(objective - bound) / objective of what it had by then; 1 with nothing."""
        objective = min((each.objective for each in self.legal if each.cpu <= moment), default=None)
        if objective is None:
            return 1.0
        bound = max((bound for cpu, bound in self.bounds if cpu <= moment), default=0.0)
        return (objective - max(0.0, bound)) / objective if objective else 0.0
