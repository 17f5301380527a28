"""The week of a site as a grid of sessions, by room or by leader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from stepwell.actions import counting_hours, viewing_weeks
from stepwell.actions.viewing_weeks import SiteWeek, Slot
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager import asked
from stepwell.interfaces.manager.grid import grid
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock
from stepwell.kernel.weeks import Week

UNDER = 5
"""So many people below the floor are named beside the week; the hours page names all."""


@dataclass(frozen=True)
class Line:
    """A room or a leader, with the week's sessions by day."""

    name: str
    days: tuple[tuple[Slot, ...], ...]
    minutes: int
    sessions: int


@for_roles(Role.MANAGER, Role.INTAKE)
@require_safe
def show(request: Request) -> HttpResponse:
    """The chosen site and week; without a site yet, the way to the first one."""
    at, by = clock.now(), request.signed_in
    sites = viewing_weeks.sites_of(by)
    if not sites:
        return (
            redirect("manager:setup") if by.role is Role.MANAGER else render(request, "manager/no_site.html")
        )
    wanted = asked.key(request.GET.get("site"))
    site = next((one for one in sites if one.pk == wanted), sites[0])
    week = asked.week(request, zone=site.zone, at=at)
    found = viewing_weeks.week_of_site(by, site, week, at=at)
    view = request.GET.get("view", "")
    view = view if view in {"room", "leader"} else "day"
    choice = counting_hours.Choice(site_id=site.pk)
    last = None if found.slots or found.without_time else viewing_weeks.last_week_with_sessions(site, at=at)
    totals = counting_hours.total(by, week, choice, at=at)
    is_named = by.role is Role.MANAGER and totals.under > 0
    context = {
        "sites": sites,
        "site": site,
        "found": found,
        "week": week,
        "view": view,
        "views": _views(site.pk, week, view),
        "previous": week.previous(),
        "next": week.next(),
        "this_week": Week.at(at, found.zone),
        "last": last,
        "totals": totals,
        "under": counting_hours.list_under(by, week, choice, at=at, size=UNDER) if is_named else [],
        "grid": grid(found.slots, _days(found), today=found.today, without_time=found.without_time),
        "lines": _lines(found, view) if view != "day" else (),
    }
    return render(request, "manager/week.html", context)


def _views(site: object, week: Week, current: str) -> list[dict[str, Any]]:
    names = {"day": gettext("By day"), "room": gettext("By room"), "leader": gettext("By leader")}
    base = reverse("manager:week")
    return [
        {"name": name, "url": f"{base}?site={site}&week={week}&view={view}", "current": view == current}
        for view, name in names.items()
    ]


def _days(found: SiteWeek) -> list[date]:
    """The days of the week, without an empty weekend."""
    return [
        day
        for day in found.week.days
        if day.weekday() < 5 or day in found.without_time or any(slot.day == day for slot in found.slots)
    ]


def _lines(found: SiteWeek, view: str) -> list[Line]:
    by_name: dict[str, list[Slot]] = {}
    for slot in found.slots:
        by_name.setdefault(slot.room if view == "room" else slot.leader, []).append(slot)
    return [
        Line(
            name=name,
            days=tuple(tuple(slot for slot in slots if slot.day == day) for day in found.week.days),
            minutes=sum(slot.minutes for slot in slots if not slot.is_cancelled),
            sessions=sum(not slot.is_cancelled for slot in slots),
        )
        for name, slots in sorted(by_name.items())
    ]
