"""One person on the way: how to reach them, what they said, the screening, and how the way may end."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.actions import (
    booking_screenings,
    enquiring,
    holding_seats,
    intake_board,
    moving_enquiries,
    referring,
)
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.episodes.screening_times import PROMISED_MINUTES
from stepwell.domain.privacy.access import Part, Role
from stepwell.interfaces.intake.forms import EndForm, ReferForm, ReturnForm
from stepwell.interfaces.intake.words import DONE_BY_WORD
from stepwell.interfaces.shared import free_times
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock

HAS_LEVEL = frozenset({State.WAITING.value, State.PENDING.value, State.ADMITTED.value})
"""States in which a seat and the admission are what is next, or were."""


@for_roles(Role.INTAKE)
@require_safe
def show(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Everything intake needs for the next call."""
    chart, enquiry = _open(request, enquiry_id)
    return _shown(request, chart, enquiry)


@for_roles(Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def times(request: Request, enquiry_id: UUID) -> HttpResponse:
    """The next free times; one that was taken meanwhile is told, and others are shown."""
    chart, enquiry = _open(request, enquiry_id)
    at = clock.now()
    manner = free_times.manner_of(request)
    problem = ""
    if request.method == "POST":
        problem = free_times.book(lambda: chart, enquiry, manner, request, at=at)
        if not problem:
            messages.success(request, _("The time is booked."))
            return redirect("intake:enquiry", enquiry_id)
    shown = free_times.shown(enquiry, manner, problem=problem, most=16, at=at)
    return render(
        request, "intake/times.html", {"person": chart.person, **shown}, status=422 if problem else 200
    )


@for_roles(Role.INTAKE)
@require_http_methods(["POST"])
def end(request: Request, enquiry_id: UUID) -> HttpResponse:
    """The way ends before a first day, with its reason."""
    chart, enquiry = _open(request, enquiry_id)
    form = EndForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            moving_enquiries.end(
                chart,
                enquiry,
                to=State(told["to"]),
                reason=told["reason"],
                seen=told["seen"],
                key=told["key"],
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("It is in the list of those who ended."))
            return redirect("intake:board")
    return _shown(request, chart, enquiry, end_form=form)


@for_roles(Role.INTAKE)
@require_http_methods(["POST"])
def refer(request: Request, enquiry_id: UUID) -> HttpResponse:
    """A warm referral, with a date to come back."""
    chart, enquiry = _open(request, enquiry_id)
    at = clock.now()
    form = _refer_form(enquiry, at, request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = referring.refer_warmly(
                chart, enquiry, form.asked(), seen=told["seen"], key=told["key"], at=at
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("The referral is written down."))
            if made is not None and told["wants_seat"] and made.seat_held_until is None:
                messages.warning(request, _("No seat can be held until then. Tell the person."))
            return redirect("intake:enquiry", enquiry_id)
    return _shown(request, chart, enquiry, refer_form=form)


@for_roles(Role.INTAKE)
@require_http_methods(["POST"])
def comes_back(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Another date to come back from a referral."""
    chart, enquiry = _open(request, enquiry_id)
    form = ReturnForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            referring.agree_return(
                chart, enquiry, returns_on=told["returns_on"], key=told["key"], at=clock.now()
            )
        except Refusal as refusal:
            form.add_error("returns_on", said(refusal))
        else:
            messages.success(request, _("The date is agreed."))
            return redirect("intake:enquiry", enquiry_id)
    return _shown(request, chart, enquiry, return_form=form)


@for_roles(Role.INTAKE)
@require_http_methods(["POST"])
def again(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Somebody whose way had ended asks again."""
    chart, enquiry = _open(request, enquiry_id)
    try:
        new = enquiring.ask_again(chart, enquiry, key=request.POST.get("key", "")[:80], at=clock.now())
    except Refusal as refusal:
        messages.error(request, said(refusal))
        return redirect("intake:enquiry", enquiry_id)
    messages.success(request, _("It is written down. Offer a time for the screening now."))
    return redirect("intake:times", new.pk)


def _open(request: Request, enquiry_id: UUID) -> tuple[Chart, Any]:
    enquiry = intake_board.get_enquiry(request.signed_in, enquiry_id)
    return enquiring.open_chart(request.signed_in, enquiry, at=clock.now()), enquiry


def _shown(
    request: Request,
    chart: Chart,
    enquiry: Any,
    *,
    end_form: EndForm | None = None,
    refer_form: ReferForm | None = None,
    return_form: ReturnForm | None = None,
) -> HttpResponse:
    at = clock.now()
    told = enquiring.told_of(chart, enquiry)
    wishes = chart.contact_wishes
    asked_with = {"seen": enquiry.state}
    states = intake_board.history_of(chart, enquiry)
    context = {
        "chart": chart,
        "person": chart.person,
        "enquiry": enquiry,
        "card": intake_board.card_of(chart, enquiry, at=at),
        "told": told,
        "wishes": wishes,
        "phone": told.asker_phone if enquiry.calls_asker else (wishes.phone if wishes else ""),
        "states": [(row, chart.read(bytes(row.words or b""), of=Part.ENQUIRY)) for row in states],
        "tries": intake_board.tries_of(chart, enquiry),
        "held": holding_seats.find_held(chart.person, at=at),
        "may_start": enquiry.state in HAS_LEVEL,
        "steps": intake_board.steps_of(chart, enquiry),
        "zone": ZoneInfo(enquiry.site.zone),
        "promised": PROMISED_MINUTES,
        "may_be_done": DONE_BY_WORD,
        "may_book": booking_screenings.may_book(enquiry),
        "end_form": end_form or EndForm(initial=asked_with),
        "refer_form": refer_form or _refer_form(enquiry, at),
        "return_form": return_form or ReturnForm(),
        "away": referring.find_away(chart, enquiry),
        "decided": (decided := moving_enquiries.find_decided(enquiry)),
        "is_to_refer": "refer" in request.GET or (decided is not None and not decided.is_given_here),
        "form": end_form or refer_form or return_form,
    }
    status = 422 if context["form"] is not None else 200
    return render(request, "intake/enquiry.html", context, status=status)


def _refer_form(enquiry: Any, at: datetime, posted: Any = None) -> ReferForm:
    levels, decided = referring.list_levels(enquiry)
    initial = {"seen": enquiry.state, "level": decided, "reason": "needs_more" if decided else ""}
    return ReferForm(posted, initial=initial, today=enquiry.site.day_at(at), levels=levels)
