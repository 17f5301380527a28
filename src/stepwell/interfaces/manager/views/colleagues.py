"""One colleague: what they may lead, when they work or are away, and a new link before the first sign-in."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.actions import arranging, inviting, setting_up
from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling import closing, closures, shaping
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager import asked
from stepwell.interfaces.manager.forms.closing import LimitForm, SpanForm
from stepwell.interfaces.manager.forms.colleagues import ColleagueForm, HoursForms, hours_of, lines_of
from stepwell.interfaces.manager.views.closing import shown as line_of
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock

AWAY_IDS, LIMIT_IDS = "id_away_%s", "id_limit_%s"
"""The forms of the page have fields of one name."""


@for_roles(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, staff_id: UUID) -> HttpResponse:
    """Services and weekly hours, written over as a whole; beside them absences and the weekly limit."""
    by, at = request.signed_in, clock.now()
    staff = setting_up.find_colleague(by, staff_id)
    arranged = arranging.arranged(by, at=at)
    data = request.POST if request.method == "POST" else None
    leads = [str(one.service_id) for one in staff.may_lead.all()]
    first = {"services": leads, "supervisor": staff.supervisor_id}
    form = ColleagueForm(data, arranged=arranged, besides=staff.pk, initial=first)
    lines = HoursForms(
        data,
        prefix="hours",
        initial=lines_of(staff, arranged.sites),
        form_kwargs={"sites": arranged.sites},
    )
    if data is not None and form.is_valid() and lines.is_valid():
        told = form.cleaned_data
        setting_up.change_colleague(
            by,
            staff,
            services=told["services"],
            hours=hours_of(lines),
            supervisor=told["supervisor"],
            key=told["key"],
            at=at,
        )
        messages.success(request, _("Services and hours are written down."))
        return redirect("manager:setup")
    has_errors = bool(form.errors) or (lines.is_bound and not lines.is_valid())
    context = {"form": form, "lines": lines, "has_errors": has_errors}
    return _shown(request, staff, context, at=at, status=422 if has_errors else 200)


@for_roles(Role.MANAGER)
@require_POST
def away(request: Request, staff_id: UUID) -> HttpResponse:
    """Write down that they are away for a while. Sessions on the calendar stay; the page says which."""
    by, at = request.signed_in, clock.now()
    staff = setting_up.find_colleague(by, staff_id)
    form = SpanForm(request.POST, auto_id=AWAY_IDS)
    if form.is_valid():
        starts_at, ends_at = form.span(_zone(request))
        try:
            closing.note_absence(
                by, staff.pk, starts_at=starts_at, ends_at=ends_at, key=form.cleaned_data["key"], at=at
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("It is written down when they are away."))
            return redirect("manager:colleague", staff_id)
    return _again(request, staff, {"away": form}, at=at)


@for_roles(Role.MANAGER)
@require_POST
def back(request: Request, staff_id: UUID, absence_id: UUID) -> HttpResponse:
    """They are there after all."""
    closing.void_absence(request.signed_in, absence_id, at=clock.now())
    messages.success(request, _("The absence is taken back."))
    return redirect("manager:colleague", staff_id)


@for_roles(Role.MANAGER)
@require_POST
def limit(request: Request, staff_id: UUID) -> HttpResponse:
    """How much they lead in a week at most, and whether by video."""
    by, at = request.signed_in, clock.now()
    staff = setting_up.find_colleague(by, staff_id)
    form = LimitForm(request.POST, auto_id=LIMIT_IDS)
    if form.is_valid():
        try:
            shaping.limit_leader(by, staff, form.limit(), key=form.cleaned_data["key"], at=at)
        except Refusal as refusal:
            form.add_error("hours", said(refusal))
        else:
            messages.success(request, _("It holds from the next timetable on."))
            return redirect("manager:colleague", staff_id)
    return _again(request, staff, {"limit": form}, at=at)


def _again(request: Request, staff: Any, context: dict[str, Any], *, at: datetime) -> HttpResponse:
    """The page with one of its smaller forms as it was sent; the large one as it is kept."""
    arranged = arranging.arranged(request.signed_in, at=at)
    leads = [str(one.service_id) for one in staff.may_lead.all()]
    lines = HoursForms(
        prefix="hours", initial=lines_of(staff, arranged.sites), form_kwargs={"sites": arranged.sites}
    )
    form = ColleagueForm(
        arranged=arranged,
        besides=staff.pk,
        initial={"services": leads, "supervisor": staff.supervisor_id},
    )
    return _shown(request, staff, {"form": form, "lines": lines, **context}, at=at, status=422)


def _shown(
    request: Request, staff: Any, context: dict[str, Any], *, at: datetime, status: int
) -> HttpResponse:
    by, zone = request.signed_in, _zone(request)
    is_here = closures.works_here(by, staff)
    absences = closures.list_absences(by, staff, at=at) if is_here else []
    shown = {
        "staff": staff,
        "may_invite": inviting.is_new(staff),
        "is_here": is_here,
        "absences": [line_of(one, zone) for one in absences],
    }
    if is_here:
        shown["away"] = SpanForm(auto_id=AWAY_IDS)
        initial = LimitForm.initial_of(shaping.limit_of(by, staff))
        shown["limit"] = LimitForm(initial=initial, auto_id=LIMIT_IDS)
    return render(request, "manager/colleague.html", {**shown, **context}, status=status)


def _zone(request: Request) -> ZoneInfo:
    return ZoneInfo(asked.first_zone(request.signed_in))


@for_roles(Role.MANAGER)
@require_POST
def invite(request: Request, staff_id: UUID) -> HttpResponse:
    """A new one-time link for a colleague who never signed in, shown once."""
    by, at = request.signed_in, clock.now()
    staff = setting_up.find_colleague(by, staff_id)
    try:
        path = inviting.invite_again(by, staff, at=at)
    except Refusal as refusal:
        messages.error(request, said(refusal))
        return redirect("manager:colleague", staff_id)
    context = {"address": request.build_absolute_uri(path), "back": reverse("manager:setup")}
    return render(request, "manager/link_once.html", context)
