"""Closed days of a site and closed rooms: told, listed, taken back; and who is away."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.actions import arranging
from stepwell.actions.arranging import Arranged
from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling import closing, closures
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager import asked
from stepwell.interfaces.manager.forms.closing import ClosureForm, HolidayForm
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock
from stepwell.kernel.civil import start_of
from stepwell.kernel.weeks import Week

SITE_IDS, ROOM_IDS = "id_site_%s", "id_room_%s"
"""Two forms on one page have fields of one name."""


@for_roles(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def closed(request: Request) -> HttpResponse:
    """What is closed from today on; POST closes a site for a day, or a room for a while."""
    at = clock.now()
    arranged = arranging.arranged(request.signed_in, at=at)
    if request.method != "POST":
        return _show(request, arranged, at=at)
    if "room" in request.POST:
        return _close_room(request, arranged, at=at)
    return _close_site(request, arranged, at=at)


def _close_site(request: Request, arranged: Arranged, *, at: datetime) -> HttpResponse:
    """Days with sessions on them are closed only by who has seen how many there are."""
    form = HolidayForm(request.POST, sites=arranged.sites, auto_id=SITE_IDS)
    if not form.is_valid():
        return _show(request, arranged, holiday=form, at=at, status=422)
    told, by = form.cleaned_data, request.signed_in
    if told["on"] < told["site"].day_at(at):
        form.add_error("on", _("That day is over. Choose today or a later day."))
        return _show(request, arranged, holiday=form, at=at, status=422)
    planned = closures.planned_on(by, told["site"].pk, on=told["on"], at=at)
    sure = f"{told['site'].pk}/{told['on']}/{planned}"
    if planned and told["sure"] != sure:
        asks = {"planned": planned, "sure": sure, "url": week_url(told["site"].pk, told["on"])}
        return _show(request, arranged, holiday=form, asks=asks, at=at, status=422)
    number = closing.close_site(by, told["site"].pk, on=told["on"], key=told["key"], at=at)
    messages.success(request, _("The site is closed on %(day)s.") % {"day": date_format(told["on"])})
    if number:
        sentence = ngettext(
            "%(number)d session of that day was called off. Everybody in it gets a quiet message.",
            "%(number)d sessions of that day were called off. Everybody in them gets a quiet message.",
            number,
        )
        messages.info(request, sentence % {"number": number})
    return redirect("manager:closed")


def _close_room(request: Request, arranged: Arranged, *, at: datetime) -> HttpResponse:
    form = ClosureForm(request.POST, rooms=arranged.rooms, auto_id=ROOM_IDS)
    if form.is_valid():
        room = form.cleaned_data["room"]
        starts_at, ends_at = form.span(ZoneInfo(room.site.zone))
        try:
            closing.close_room(
                request.signed_in,
                room.pk,
                starts_at=starts_at,
                ends_at=ends_at,
                key=form.cleaned_data["key"],
                at=at,
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("The room is closed. Sessions on the calendar stay as they are."))
            return redirect("manager:closed")
    return _show(request, arranged, closure=form, at=at, status=422)


@for_roles(Role.MANAGER)
@require_POST
def open_site(request: Request, site_id: UUID) -> HttpResponse:
    """The day is a day like others again."""
    try:
        day = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        raise Http404 from None
    key = request.POST.get("key", "")
    found = closing.open_again(request.signed_in, site_id, on=day, key=key, at=clock.now())
    messages.success(request, _("The day is open again."))
    if found.back:
        sentence = ngettext(
            "%(number)d session is on again. Everybody who got the first message gets another.",
            "%(number)d sessions are on again. Everybody who got the first message gets another.",
            found.back,
        )
        messages.info(request, sentence % {"number": found.back})
    if found.off:
        sentence = ngettext(
            "%(number)d session stays called off: its group ended, or its room or leader is taken.",
            "%(number)d sessions stay called off: their groups ended, or rooms or leaders are taken.",
            found.off,
        )
        messages.warning(request, sentence % {"number": found.off})
    return redirect("manager:closed")


@for_roles(Role.MANAGER)
@require_POST
def open_room(request: Request, closure_id: UUID) -> HttpResponse:
    """The room can be used after all."""
    closing.open_room(request.signed_in, closure_id, key=request.POST.get("key", ""), at=clock.now())
    messages.success(request, _("The room is open again."))
    return redirect("manager:closed")


def week_url(site_id: UUID, on: date) -> str:
    """The week of a site that holds this day."""
    return f"{reverse('manager:week')}?{urlencode({'site': site_id, 'week': Week.of(on)})}"


def shown(one: closures.Closed, zone: ZoneInfo) -> dict[str, Any]:
    """A closure or an absence as a line of a page: its ends by the clock of a site, and where it matters."""
    begins, ends = one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)
    last = (ends - timedelta(seconds=1)).date()
    is_whole = begins == start_of(begins.date(), zone) and ends == start_of(last + timedelta(days=1), zone)
    return {
        "one": one,
        "zone": zone,
        "is_whole": is_whole,
        "first": begins.date(),
        "last": last,
        "url": week_url(one.first_at, one.first_on) if one.first_at and one.first_on else "",
    }


def _show(
    request: Request,
    arranged: Arranged,
    *,
    at: datetime,
    holiday: HolidayForm | None = None,
    closure: ClosureForm | None = None,
    asks: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    by = request.signed_in
    zone = ZoneInfo(asked.first_zone(by))
    days = closures.list_closed_days(by, after=at.astimezone(zone).date(), at=at)
    rooms = closures.list_closed_rooms(by, at=at)
    context = {
        "holiday": holiday or HolidayForm(sites=arranged.sites, auto_id=SITE_IDS),
        "closure": closure or ClosureForm(rooms=arranged.rooms, auto_id=ROOM_IDS),
        "asks": asks,
        "days": [{"day": day, "url": week_url(day.site.pk, day.on)} for day in days],
        "rooms": [shown(one, ZoneInfo(one.site.zone)) for one in rooms if one.site is not None],
        "away": [shown(one, zone) for one in closures.list_absences(by, at=at)],
        "arranged": arranged,
    }
    return render(request, "manager/closed.html", context, status=status)
