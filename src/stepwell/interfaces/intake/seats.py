"""Seats are set up: which groups make a track, and which rules of the program's own put somebody first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.actions import priorities, tracks
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.domain.waiting.order import FEDERAL
from stepwell.interfaces.intake.waiting_forms import RuleForm, TrackForm
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.INTAKE, Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: Request) -> HttpResponse:
    """Every track with its seats today, and a form for another one."""
    if request.method != "POST":
        return _shown(request, _track_form(request), RuleForm())
    form = _track_form(request, request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            tracks.open_track(
                request.signed_in,
                site_id=UUID(told["site"]),
                template_id=UUID(told["template"]),
                title=told["title"],
                groups=[UUID(one) for one in told["groups"]],
                key=told["key"],
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error("groups", said(refusal))
        else:
            messages.success(request, _("Its seats can be offered from now on."))
            return redirect("intake:seats")
    return _shown(request, form, RuleForm(), status=422)


@for_roles(Role.INTAKE, Role.MANAGER)
@require_POST
def end(request: Request, track_id: UUID) -> HttpResponse:
    """No seat of this track is offered any more."""
    try:
        tracks.end_track(request.signed_in, track_id, at=clock.now())
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("Its seats are offered no more. Who is in its groups stays there."))
    return redirect("intake:seats")


@for_roles(Role.INTAKE, Role.MANAGER)
@require_POST
def rule(request: Request) -> HttpResponse:
    """A rule of the program's own, with its source."""
    form = RuleForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            priorities.write_rule(
                request.signed_in,
                title=told["title"],
                source=told["source"],
                key=told["key"],
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error("title", said(refusal))
        else:
            messages.success(request, _("The rule counts from now on. Tell it of the people it is for."))
            return redirect("intake:seats")
    return _shown(request, _track_form(request), form, status=422)


@for_roles(Role.INTAKE, Role.MANAGER)
@require_POST
def rule_end(request: Request, rule_id: UUID) -> HttpResponse:
    """The rule counts no more."""
    priorities.end_rule(request.signed_in, rule_id, at=clock.now())
    messages.success(request, _("The rule counts no more."))
    return redirect("intake:seats")


def _track_form(request: Request, posted: Any = None) -> TrackForm:
    by = request.signed_in
    return TrackForm(
        posted,
        sites=tracks.list_sites(by),
        templates=tracks.list_templates(by),
        groups=tracks.list_groups(by, at=clock.now()),
    )


def _shown(request: Request, form: TrackForm, rule_form: RuleForm, *, status: int = 200) -> HttpResponse:
    context = {
        "tracks": tracks.list_seats(request.signed_in, at=clock.now()),
        "form": form,
        "rule_form": rule_form,
        "broken": rule_form if rule_form.errors else form,
        "federal": FEDERAL,
        "own_rules": priorities.list_own_rules(request.signed_in),
    }
    return render(request, "intake/seats.html", context, status=status)
