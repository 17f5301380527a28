"""What suits a person, and whom they must not meet: read and written for them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stepwell.actions import avoiding_leaders, charts, keeping_apart, weeks
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager import asked
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared import suiting
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock

FOUND = 10


def _open(request: Request, person_id: UUID, what: str) -> Chart:
    by = request.signed_in
    return charts.open_for(by, person_id, asked.purpose_of(by), what=what, at=clock.now())


@for_roles(Role.MANAGER, Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def suits(request: Request, person_id: UUID) -> HttpResponse:
    """The person's wishes for their week, written over as a whole."""
    at = clock.now()
    chart = _open(request, person_id, "coming_wishes")
    data = request.POST if request.method == "POST" else None
    form = suiting.form_of(chart, data, own=False)
    if data is not None and form.is_valid():
        try:
            form.save(chart, at=at)
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("The wishes are written down. The next plan looks at them."))
            return redirect("manager:person", person_id)
    context = {"form": form, "person": chart.person, "parts": suiting.PARTS}
    with timezone.override(weeks.zone_of(chart)):
        return render(request, "manager/suits.html", context, status=422 if form.errors else 200)


@for_roles(Role.MANAGER, Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def apart(request: Request, person_id: UUID) -> HttpResponse:
    """Whom this person must not meet; POST adds somebody who was searched by name."""
    at = clock.now()
    chart = _open(request, person_id, "keep_apart")
    if request.method == "POST":
        return _keep(request, chart)
    by, purpose = request.signed_in, asked.purpose_of(request.signed_in)
    on = at.astimezone(weeks.zone_of(chart)).date()
    pairs = keeping_apart.list_apart(chart, on=on, at=at)
    text = request.GET.get("q", "").strip()[:100]
    left_out = {chart.person.pk, *(one.person.pk for one in pairs)}
    keys = charts.find_people(by, purpose, text=text) if text else None
    shown = list(keys.exclude(pk__in=left_out)[: FOUND + 1]) if keys is not None else []
    found = charts.open_list(by, shown[:FOUND], purpose, what="search", at=at)
    context = {
        "person": chart.person,
        "pairs": pairs,
        "q": text,
        "found": [one.person for one in found],
        "has_more": len(shown) > FOUND,
        "key": fresh_key(),
        "avoided": avoiding_leaders.list_avoided(chart, on=on),
        "leaders": avoiding_leaders.list_leaders(chart),
    }
    return render(request, "manager/apart.html", context)


def _keep(request: Request, chart: Chart) -> HttpResponse:
    other = asked.key(request.POST.get("person"))
    if other is None:
        raise Http404
    try:
        keeping_apart.keep_apart(chart, other, key=request.POST.get("key", ""), at=clock.now())
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("They are kept apart from now on: no plan puts them into one group."))
    return redirect("manager:apart", chart.person.pk)


@for_roles(Role.MANAGER, Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def apart_end(request: Request, person_id: UUID, pair_id: UUID) -> HttpResponse:
    """They may meet again."""
    chart = _open(request, person_id, "keep_apart")
    if request.method != "POST":
        return redirect("manager:apart", person_id)
    keeping_apart.end(chart, pair_id, key=request.POST.get("key", ""), at=clock.now())
    messages.success(request, _("They are no longer kept apart."))
    return redirect("manager:apart", person_id)


@for_roles(Role.MANAGER, Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def avoid_leader(request: Request, person_id: UUID) -> HttpResponse:
    """A leader this person should not be with."""
    chart = _open(request, person_id, "keep_apart")
    if request.method != "POST":
        return redirect("manager:apart", person_id)
    leader = asked.key(request.POST.get("leader"))
    if leader is None:
        raise Http404
    avoiding_leaders.avoid(chart, leader, key=request.POST.get("key", ""), at=clock.now())
    messages.success(request, _("No plan puts this person into a session of that leader."))
    return redirect("manager:apart", person_id)


@for_roles(Role.MANAGER, Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def avoid_leader_end(request: Request, person_id: UUID, row_id: UUID) -> HttpResponse:
    """They may be together again."""
    chart = _open(request, person_id, "keep_apart")
    if request.method != "POST":
        return redirect("manager:apart", person_id)
    avoiding_leaders.end(chart, row_id, key=request.POST.get("key", ""), at=clock.now())
    messages.success(request, _("They may be together again."))
    return redirect("manager:apart", person_id)
