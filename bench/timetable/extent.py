"""How much is measured: sizes, and CPU seconds for each contestant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

REPLAN_SECONDS = 2.0


@dataclass(frozen=True)
class Extent:
    """Sizes, and CPU seconds for each contestant by size."""

    sizes: tuple[int, ...]
    ours: dict[int, float]
    baselines: dict[int, float]
    growth: tuple[int, ...]
    growth_gap: float
    growth_seconds: float
    replan: int
    replan_full: float
    explain: tuple[int, ...]
    sites: int
    site_people: int
    site_seconds: float
    site_gap: float

    def given(self, people: int) -> tuple[float, float]:
        """CPU seconds for us and for each baseline, at this size or the next to it."""
        near = min(self.ours, key=lambda size: abs(size - people))
        return self.ours[near], self.baselines[near]

    def seconds(self, measures: Iterable[str]) -> float:
        """CPU seconds that this takes at most, all measures together."""
        of_sizes = [self.given(size) for size in self.sizes]
        parts = {
            "quality": sum(ours + 2 * baseline for ours, baseline in of_sizes),
            "growth": len(self.growth) * self.growth_seconds,
            "replan": self.given(self.replan)[0] + 6 * (self.replan_full + REPLAN_SECONDS),
            "explain": 30.0 * len(self.explain),
            "sites": self.sites * 1.5 * self.site_seconds,
        }
        return sum(parts[name] for name in measures)


FULL = Extent(
    sizes=(24, 60, 120, 150, 240, 600),
    ours={24: 60, 60: 60, 120: 60, 150: 60, 240: 120, 400: 120, 600: 120, 2400: 300},
    baselines={24: 40, 60: 40, 120: 300, 150: 40, 240: 40, 400: 40, 600: 300, 2400: 300},
    growth=(120, 240, 600),
    growth_gap=0.05,
    growth_seconds=60,
    replan=600,
    replan_full=60,
    explain=(120, 600),
    sites=20,
    site_people=120,
    site_seconds=12,
    site_gap=0.03,
)
QUICK = Extent(
    sizes=(24, 60),
    ours=dict.fromkeys((24, 60, 120, 150, 240, 400, 600, 2400), 10),
    baselines=dict.fromkeys((24, 60, 120, 150, 240, 400, 600, 2400), 10),
    growth=(60, 120),
    growth_gap=0.1,
    growth_seconds=15,
    replan=60,
    replan_full=10,
    explain=(60,),
    sites=4,
    site_people=24,
    site_seconds=5,
    site_gap=0.05,
)
