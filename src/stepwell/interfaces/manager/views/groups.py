"""Groups: the list, one with its roster, and a new one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.actions import arranging, charts
from stepwell.actions.refusals import Refusal
from stepwell.actions.rippling.changes import Change, Kind
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager import asked
from stepwell.interfaces.manager.forms.people import GroupForm
from stepwell.interfaces.manager.views import ripple
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock

AHEAD = timedelta(weeks=16)
"""A new group is put on the calendar this far; a job plans on from there."""
FOUND = 20


@for_roles(Role.MANAGER, Role.INTAKE)
@require_safe
def listed(request: Request) -> HttpResponse:
    """The groups of the reader's sites that go on, with how many belong to each today."""
    at = clock.now()
    groups = arranging.list_groups(request.signed_in, on=at.date())
    stalled = arranging.list_stalled(groups, at=at)
    rows = [(group, stalled.get(group.pk)) for group in groups]
    return render(request, "manager/groups.html", {"groups": rows})


@for_roles(Role.MANAGER, Role.INTAKE)
@require_safe
def show(request: Request, group_id: UUID) -> HttpResponse:
    """A group and its roster; a search finds people to join."""
    by, at = request.signed_in, clock.now()
    group = arranging.get_group(by, group_id)
    today = group.site.day_at(at)
    entries = arranging.members_of(group, on=today)
    purpose = asked.purpose_of(by)
    members = charts.open_list(by, list(entries), purpose, what="roster", at=at)
    text = request.GET.get("q", "").strip()[:100]
    found = []
    if text:
        keys = charts.find_people(by, purpose, text=text, only_open=True)[:FOUND]
        wanted = [key for key in keys if key not in entries]
        found = charts.open_list(by, wanted, purpose, what="people", at=at)
    context = {
        "group": group,
        "members": [(chart.person, entries[chart.person.pk]) for chart in members],
        "found": [chart.person for chart in found],
        "q": text,
        "today": today,
        **ripple.ways_of(Change(Kind.MOVE, today, group=group), at=at),
    }
    return render(request, "manager/group.html", context)


@for_roles(Role.MANAGER, Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """A group with its sessions on the calendar, or a sentence that says which room or leader is taken."""
    by, at = request.signed_in, clock.now()
    arranged = arranging.arranged(by, at=at)
    data = request.POST if request.method == "POST" else None
    form = GroupForm(data, arranged=arranged, initial={"starts_on": at.date()})
    if data is not None and form.is_valid():
        told = form.cleaned_data
        try:
            group = arranging.open_group_on_calendar(
                by, key=told["key"], until=at.date() + AHEAD, at=at, **_facts(told)
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("The group is on the calendar."))
            return redirect("manager:group", group.pk) if group else redirect("manager:groups")
    context = {"form": form, "arranged": arranged}
    return render(request, "manager/group_new.html", context, status=422 if form.errors else 200)


def _facts(told: dict[str, Any]) -> dict[str, Any]:
    room, topics = told["room"], [line.strip() for line in told["topics"].splitlines() if line.strip()]
    return {
        "site": room.site,
        "room": room,
        "service": told["service"],
        "leader": told["leader"],
        "title": {"en": told["name"], **({"es": told["name_es"]} if told["name_es"] else {})},
        "weekday": told["weekday"],
        "start_time": told["start_time"],
        "minutes": told["minutes"],
        "breaks": [(told["break_after"], told["break_minutes"])] if told["break_minutes"] else [],
        "topics": [{told["language"]: topic} for topic in topics],
        "language": told["language"],
        "starts_on": told["starts_on"],
        "ends_on": told["ends_on"],
        "min_members": min(4, told["max_members"]),
        "max_members": told["max_members"],
    }
