"""Who leads at which site: what, in which languages, when, and how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.actions.timetabling.gathered_services import Offered
from stepwell.actions.timetabling.gathered_standing import Standing
from stepwell.domain.privacy.access import Role
from stepwell.domain.timetable.life import told
from stepwell.domain.timetable.life.sharing import deal_leader
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week
from stepwell.records.program.models import Site, Staff, StaffAbsence
from stepwell.records.timetable.models import LeaderLimit

LEADS_AT_MOST = 25 * 60
"""Minutes a week that somebody leads, groups and times alone, where nobody set a limit. Program policy."""


def gather_leaders(
    sites: Sequence[Site], week: Week, offered: Offered, standing: Standing
) -> dict[UUID, tuple[told.Leader, ...]]:
    """The counselors of each site with the hours they have there, one site a day."""
    rows = Staff.objects.filter(
        at_sites__site__in=sites, retired_at=None, account__role=Role.COUNSELOR.value
    ).distinct()
    staff = list(rows.prefetch_related("may_lead__service", "availability").order_by("pk"))
    away = _away(staff, sites, week, standing)
    limits = {row.staff_id: row for row in LeaderLimit.objects.filter(staff__in=staff)}
    found: dict[UUID, list[told.Leader]] = {site.pk: [] for site in sites}
    chosen = {str(site.pk): site.pk for site in sites}
    for one in staff:
        limit = limits.get(one.pk)
        dealt = deal_leader(_hours(one), limit.weekly_minutes if limit else LEADS_AT_MOST)
        for key, (hours, minutes) in dealt.items():
            if key in chosen:
                found[chosen[key]].append(
                    told.Leader(
                        key=str(one.pk),
                        leads=frozenset(each.service.key for each in one.may_lead.all()),
                        languages=tuple(one.languages),
                        hours=hours,
                        away=tuple(away.get(one.pk, ())),
                        weekly_minutes=minutes,
                        by_video=limit.by_video if limit else True,
                    )
                )
    return {site: tuple(leaders) for site, leaders in found.items()}


def _hours(staff: Staff) -> dict[str, list[told.Hours]]:
    found: dict[str, list[told.Hours]] = {}
    for row in staff.availability.all():
        found.setdefault(str(row.site_id), []).append(told.Hours(row.weekday, row.from_time, row.until_time))
    return found


def _away(
    staff: Sequence[Staff], sites: Sequence[Site], week: Week, standing: Standing
) -> Mapping[UUID, list[Span]]:
    spans = [week.span(ZoneInfo(site.zone)) for site in sites]
    first = min(span.start for span in spans)
    last: datetime = max(span.end for span in spans if span.end is not None)
    rows = StaffAbsence.objects.filter(staff__in=staff, voided_at=None, starts_at__lt=last, ends_at__gt=first)
    found: dict[UUID, list[Span]] = {}
    for staff_id, starts_at, ends_at in rows.values_list("staff_id", "starts_at", "ends_at"):
        found.setdefault(staff_id, []).append(Span(starts_at, ends_at))
    for other in standing.elsewhere:
        if other.leader_id is not None:
            found.setdefault(other.leader_id, []).append(other.span)
    return found
