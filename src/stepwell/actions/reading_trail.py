"""What the privacy officer asks of the trail besides its lines: does it hold, and all about one person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from stepwell.actions.charts import Chart
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.domain.privacy.access import Role
from stepwell.records.audit import anchors
from stepwell.records.audit.anchors import Whole
from stepwell.records.people.keyring import SealBroken
from stepwell.records.program.models import Site


@dataclass(frozen=True)
class Seal:
    """Whether the trail holds from its first line to its last; and if not, from which line and why."""

    is_whole: bool
    lines: int = 0
    anchors: int = 0
    broken_at: int = 0
    because: str = ""


@dataclass(frozen=True)
class Accounted:
    """One opening or writing, as the accounting of disclosures lists it."""

    at: datetime
    actor: str
    role: str
    purpose: str
    what: str
    is_writing: bool
    is_permitted: bool


def check_seal(by: SignedIn) -> Seal:
    """Read the whole trail of the organization and its anchors. NotHere for all but the privacy officer."""
    need_role(by, Role.PRIVACY_OFFICER)
    try:
        found = anchors.verify(by.reader.organization_id)
    except (anchors.Unreadable, SealBroken, OSError) as error:
        return Seal(False, because=str(error))
    if isinstance(found, Whole):
        return Seal(True, lines=found.lines, anchors=found.anchors)
    return Seal(False, broken_at=found.sequence, because=found.because)


def account_for(chart: Chart) -> Iterator[Accounted]:
    """Every line about the person of the chart, the latest first."""
    for line in chart.trail.iterator(chunk_size=2000):
        yield Accounted(
            at=line.at,
            actor=line.actor,
            role=line.role,
            purpose=line.purpose,
            what=line.what,
            is_writing="about" in line.detail,
            is_permitted=line.permitted,
        )


def zone_of(by: SignedIn) -> ZoneInfo:
    """The zone in which a reader's days begin: that of a site where they work, or else of any site."""
    sites = Site.objects.filter(retired_at=None).order_by("name")
    site = sites.filter(pk__in=by.reader.site_ids).first() or sites.first()
    return ZoneInfo(site.zone) if site else ZoneInfo("UTC")
