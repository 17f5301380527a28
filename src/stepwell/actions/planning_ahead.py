"""Each night, the weeks ahead of every group get their sessions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from stepwell.actions.scheduling_sessions import LeaderTaken, RoomTaken, plan_sessions
from stepwell.kernel.civil import at_site
from stepwell.records.program.models import Site
from stepwell.records.schedule.models import Group

WEEKS_AHEAD = 4
"""Program policy: people see four weeks of their sessions."""

AT_NIGHT = time(2, 30)
"""Where the clock skips this hour in spring, it is the hour after."""


def list_nights(at: datetime) -> Iterator[tuple[UUID, datetime]]:
    """Each site with its latest night, as its own clock shows it."""
    for site in Site.objects.filter(retired_at=None).order_by("pk"):
        zone = ZoneInfo(site.zone)
        day = at.astimezone(zone).date()
        tonight = at_site(day, AT_NIGHT, zone)
        yield site.pk, tonight if tonight <= at else at_site(day - timedelta(days=1), AT_NIGHT, zone)


def plan_ahead(site_id: UUID, *, at: datetime) -> int:
    """Plan the coming weeks of a site's groups; how many could be planned. Twice is once.

    A group whose room or leader is taken is left to the manager, who sees it on the week.
    """
    site = Site.objects.get(pk=site_id)
    today = site.day_at(at)
    groups = Group.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today), site=site)
    going_on = list(groups.select_related("site", "room", "leader", "service"))
    planned = 0
    for group in going_on:
        with suppress(RoomTaken, LeaderTaken):
            plan_sessions(group, until=today + timedelta(weeks=WEEKS_AHEAD), at=at)
            planned += 1
    return planned
