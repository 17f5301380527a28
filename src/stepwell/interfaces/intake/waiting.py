"""The waiting list and its seats: who is next and why, and a seat that is offered or given back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.actions import holding_seats, priorities, waiting_list
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.intake.opened import open_enquiry
from stepwell.interfaces.intake.waiting_forms import GroundsForm, OfferForm
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.INTAKE)
@require_safe
def waiting(request: Request) -> HttpResponse:
    """Everybody who waits, in order, with the rule that put them there and how long it may take."""
    at = clock.now()
    lists = waiting_list.list_waiting(request.signed_in, at=at)
    found = [
        {"list": one, "people": [(each, each.is_late(at=at)) for each in one.people]}
        for one in lists
        if one.people or one.tracks
    ]
    return render(request, "intake/waiting.html", {"lists": found, "rules": priorities.list_rules()})


@for_roles(Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Offer a seat that suits the person's own week, with its first day."""
    chart, enquiry, at = open_enquiry(request, enquiry_id)
    today = enquiry.site.day_at(at)
    offered = holding_seats.offered(chart, enquiry, at=at)
    first = OfferForm.first(today, enquiry.state)
    if request.method != "POST":
        form = OfferForm(offered=offered, today=today, initial=first)
        return _seat_page(request, chart, enquiry, form, offered, at=at)
    form = OfferForm(request.POST, offered=offered, today=today)
    if form.is_valid():
        told = form.cleaned_data
        try:
            holding_seats.offer(
                chart,
                enquiry,
                track_id=UUID(told["track"]),
                starts_on=told["starts_on"],
                until=told["until"],
                seen=told["seen"],
                key=told["key"],
                at=at,
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("The seat is held. Next: what has to be done before the first day."))
            return redirect("intake:enquiry", enquiry_id)
    return _seat_page(request, chart, enquiry, form, offered, at=at, status=422)


@for_roles(Role.INTAKE)
@require_POST
def give_back(request: Request, enquiry_id: UUID) -> HttpResponse:
    """The offer wasn't taken: back on the list, in the old place."""
    chart, enquiry, at = open_enquiry(request, enquiry_id)
    seen, key = request.POST.get("seen", "")[:20], request.POST.get("key", "")[:80]
    try:
        holding_seats.give_back(chart, enquiry, seen=seen, key=key, at=at)
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("The seat is free again. The person keeps their place on the list."))
    return redirect("intake:enquiry", enquiry_id)


@for_roles(Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def grounds(request: Request, enquiry_id: UUID) -> HttpResponse:
    """What a rule of priority may go by for this person."""
    chart, enquiry, at = open_enquiry(request, enquiry_id)
    known = priorities.list_grounds()
    if request.method == "POST":
        form = GroundsForm(request.POST, grounds=known)
        if form.is_valid():
            told = form.cleaned_data
            priorities.tell(chart, enquiry, grounds=told["grounds"], key=told["key"], at=at)
            messages.success(request, _("It is written down."))
            return redirect("intake:waiting")
    else:
        now = priorities.grounds_of([enquiry]).get(enquiry.pk, set())
        form = GroundsForm(grounds=known, initial={"grounds": sorted(now)})
    context = {"form": form, "person": chart.person, "enquiry": enquiry, "rules": priorities.list_rules()}
    return render(request, "intake/grounds.html", context, status=422 if form.errors else 200)


def _seat_page(
    request: Request,
    chart: Chart,
    enquiry: Any,
    form: OfferForm,
    offered: list[Any],
    *,
    at: datetime,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "person": chart.person,
        "enquiry": enquiry,
        "offered": offered,
        "held": holding_seats.find_held(chart.person, at=at),
    }
    return render(request, "intake/seat.html", context, status=status)
