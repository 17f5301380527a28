"""Whether the trail about a person still holds, as the person may ask it."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.actions.charts import Chart
from stepwell.domain.privacy.access import Part
from stepwell.records.audit import anchors
from stepwell.records.audit.anchors import Whole
from stepwell.records.people.keyring import SealBroken


@dataclass(frozen=True)
class Checked:
    """Yes or no, and of how many lines. Where it is broken is for the privacy officer."""

    is_whole: bool
    lines: int = 0


def check(chart: Chart) -> Checked:
    """Read the organization's trail from its first line. It tells nothing of any other person."""
    chart.trail  # noqa: B018  # refuses a chart that may not read the trail
    assert chart.may_read(Part.TRAIL)
    try:
        found = anchors.verify(chart.by.reader.organization_id)
    except (anchors.Unreadable, SealBroken, OSError):
        return Checked(is_whole=False)
    return Checked(is_whole=True, lines=found.lines) if isinstance(found, Whole) else Checked(is_whole=False)
