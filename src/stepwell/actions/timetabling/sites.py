"""Who may make a timetable, and for which sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.actions.charts import NotHere
from stepwell.actions.readers import SignedIn
from stepwell.domain.privacy.access import Role
from stepwell.records.program.models import Site


@dataclass(frozen=True)
class SiteChoice:
    """A site that a timetable can be made for."""

    site_id: UUID
    name: str
    zone: ZoneInfo


def list_sites(by: SignedIn) -> list[SiteChoice]:
    """The sites the manager runs, by name."""
    need_manager(by)
    rows = Site.objects.filter(pk__in=by.reader.site_ids, retired_at=None).order_by("name")
    return [SiteChoice(row.pk, row.name, ZoneInfo(row.zone)) for row in rows]


def need_manager(by: SignedIn) -> None:
    """NotHere for everybody else: a timetable names who comes when."""
    if by.role is not Role.MANAGER:
        raise NotHere("There is nothing here.")


def own_sites(by: SignedIn, site_ids: Sequence[UUID]) -> list[Site]:
    """These sites in the order of their names; NotHere when one isn't the manager's."""
    need_manager(by)
    wanted = set(site_ids)
    if not wanted or not wanted <= by.reader.site_ids:
        raise NotHere("There is no such site.")
    return list(Site.objects.filter(pk__in=wanted, retired_at=None).order_by("name", "pk"))
