"""The plan for continuing care: what goes on after the program, written with the person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from stepwell.actions import once
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Part
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.aftercare.models import ContinuingPlan
from stepwell.records.episodes.models import Episode

HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "goals": gettext_noop("What I go on with"),
        "support": gettext_noop("Who and what supports me"),
        "signs": gettext_noop("How I notice that it gets harder"),
        "helps": gettext_noop("What helps me then"),
        "call": gettext_noop("Whom I call, at any hour"),
    }
)
"""The headings of the plan, in the person's own voice."""
MOST_LETTERS = 2000


class NotAPlan(Refusal):
    """Nothing is written, or more than fits."""


@dataclass(frozen=True)
class Written:
    """The plan in force: what stands under each heading that has words."""

    words: Mapping[str, str]
    written_at: datetime


@transaction.atomic(durable=True)
def write(chart: Chart, episode: Episode, *, words: Mapping[str, str], key: str, at: datetime) -> None:
    """From now on this is the plan; the one before stays in the record."""
    chart.need(Part.PLAN)
    if not once.is_first_time(key, action="write_continuing_plan", account_id=chart.by.account_id, at=at):
        return
    told = {name: words.get(name, "").strip() for name in HEADINGS if words.get(name, "").strip()}
    if not told:
        raise NotAPlan(gettext_noop("Write under at least one heading."))
    if any(len(text) > MOST_LETTERS for text in told.values()):
        raise NotAPlan(gettext_noop("Use at most %(most)s letters."), most=MOST_LETTERS)
    assert chart.by.account_id is not None  # nobody but people writes plans
    row = ContinuingPlan.objects.create(
        episode=episode, words=chart.seal(json.dumps(told)), written_at=at, written_by=chart.by.account_id
    )
    chart.note("continuing_plan", row.pk, at=at)


def read(chart: Chart, episode: Episode) -> Written | None:
    """The plan in force, or None before one is written."""
    chart.need(Part.PLAN)
    row = ContinuingPlan.objects.filter(episode=episode).order_by("-written_at", "-pk").first()
    if row is None:
        return None
    found: dict[str, str] = json.loads(chart.read(bytes(row.words), of=Part.PLAN) or "{}")
    return Written(found, row.written_at)
