"""What served a treatment plan so far, and the gaps in its thread."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from stepwell.actions.charts import Chart
from stepwell.actions.plans_kept import Kept, Plans
from stepwell.domain.instruments import registry
from stepwell.domain.plans.rules import gaps_of
from stepwell.domain.plans.rules.gap import Gap
from stepwell.domain.plans.served import Came, Facts, Total
from stepwell.domain.privacy.access import Part
from stepwell.kernel.sentences import Sentence
from stepwell.records.episodes.models import Episode
from stepwell.records.sessions.models import CAME


@dataclass(frozen=True)
class Evidence:
    """A plan with all that served it, and its gaps by named rule."""

    facts: Facts
    gaps: tuple[Gap, ...]
    check_in_days: int
    """Days with a check-in since the stay began."""

    def gaps_of(self, key: str) -> tuple[Sentence, ...]:
        """What one node lacks, in sentences."""
        return tuple(gap.sentence for gap in self.gaps if gap.node == key)


def evidence_of(chart: Chart, plans: Plans, kept: Kept, *, at: datetime) -> Evidence:
    """What served this revision of the plan. Three queries, however long the stay."""
    chart.need(Part.ATTENDANCE)
    episode = chart.find_episode()
    assert episode is not None  # a revision belongs to a stay
    today = episode.site.day_at(at)
    began_on = episode.starts_on or kept.row.written_at.date()
    facts = Facts(
        plan=kept.plan,
        today=today,
        began_on=began_on,
        since=min(_first_day(kept), today),
        sessions=_sessions(chart, episode, today),
        measured=_measured(chart),
        signed_by=_signed_by(plans, kept),
    )
    gaps = gaps_of(facts) if episode.is_open else ()
    days = chart.check_ins.filter(on__gte=began_on, on__lte=today).count()
    return Evidence(facts, gaps, days)


def _first_day(kept: Kept) -> date:
    days = [node.since_on for node in kept.plan.nodes if node.since_on]
    return min(days, default=kept.row.written_at.date())


def _signed_by(plans: Plans, kept: Kept) -> frozenset[str]:
    """A draft that amends a plan in force leaves nobody without a signed plan."""
    return (plans.in_force or kept).signed_by


def _sessions(chart: Chart, episode: Episode, today: date) -> tuple[Came, ...]:
    rows = chart.attendances.filter(episode=episode, state__in=CAME, held_on__lte=today)
    told: Any = rows.order_by("held_on").values_list("held_on", "session__service__key", "session__group_id")
    return tuple(Came(on, service or "", str(group or "")) for on, service, group in told)


def _measured(chart: Chart) -> dict[str, tuple[Total, ...]]:
    keys = list(registry.INSTRUMENTS)
    rows = chart.responses.filter(instrument__in=keys, total__isnull=False)
    found: dict[str, list[Total]] = defaultdict(list)
    for key, on, total in rows.order_by("answered_on", "answered_at").values_list(
        "instrument", "answered_on", "total"
    ):
        if total is not None:
            found[key].append(Total(on, total))
    return {key: tuple(totals) for key, totals in found.items()}
