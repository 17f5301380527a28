"""What an address asks for: a site, a week, a page. What can't be read is answered by the default."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.actions.readers import SignedIn
from stepwell.actions.viewing_weeks import sites_of
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.shared.requests import Request
from stepwell.kernel.weeks import NotAWeek, Week

PURPOSES = {Role.MANAGER: Purpose.OPERATIONS, Role.INTAKE: Purpose.INTAKE}


def purpose_of(by: SignedIn) -> Purpose:
    """What a manager or intake opens records for."""
    return PURPOSES[by.role]


def key(text: str | None) -> UUID | None:
    """A key in an address, or None for anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def week(request: Request, *, zone: str, at: datetime) -> Week:
    """The week asked for, or the one it is at the site."""
    try:
        return Week.parse(request.GET.get("week", ""))
    except NotAWeek:
        return Week.at(at, ZoneInfo(zone))


def page(request: Request) -> int:
    text = request.GET.get("page", "")
    return min(max(int(text), 1), 100_000) if text.isdecimal() and len(text) < 7 else 1


def first_zone(by: SignedIn) -> str:
    """The zone of the reader's first site by name, or UTC before there is one."""
    sites: Sequence[object] = sites_of(by)
    return str(getattr(sites[0], "zone", "UTC")) if sites else "UTC"
