"""A card is moved, by drag or by its buttons, and what was done with somebody is written down.

Each is a writing of its own that leads back to where it came from; a refusal is told in words there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stepwell.actions import booking_screenings, enquiring, intake_board, moving_enquiries, stepping
from stepwell.actions.charts import Chart
from stepwell.actions.intake_board import Column
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.intake.words import DONE_BY_WORD
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock

_STATES = {Column.WAITING: State.WAITING, Column.TO_ADMIT: State.PENDING, Column.NEW: State.ENQUIRY}


@for_roles(Role.INTAKE)
@require_POST
def move(request: Request, enquiry_id: UUID) -> HttpResponse:
    """To another column. Where more has to be told, its page opens; where it can't be, it says why."""
    enquiry = intake_board.get_enquiry(request.signed_in, enquiry_id)
    try:
        to = Column(request.POST.get("to", ""))
    except ValueError:
        return _back(request, enquiry_id)
    if to is intake_board.column_of(enquiry):
        return _back(request, enquiry_id)
    if to is Column.BOOKED:
        return redirect("intake:times", enquiry_id)
    if to is Column.TO_ADMIT:
        return redirect("intake:seat", enquiry_id)

    def go(chart: Chart, key: str, at: datetime) -> None:
        if to is Column.SCREENED:
            booking_screenings.hold(chart, enquiry, key=key, at=at)
        else:
            seen = request.POST.get("seen", "")[:20]
            moving_enquiries.advance(chart, enquiry, to=_STATES[to], seen=seen, key=key, at=at)

    return _done(request, enquiry_id, go, _("Moved."))


@for_roles(Role.INTAKE)
@require_POST
def tried(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Somebody tried to reach whoever may be called."""
    enquiry = intake_board.get_enquiry(request.signed_in, enquiry_id)
    was_reached = request.POST.get("reached") == "1"

    def go(chart: Chart, key: str, at: datetime) -> None:
        moving_enquiries.note_try(chart, enquiry, was_reached=was_reached, key=key, at=at)

    return _done(request, enquiry_id, go, _("The call is written down."))


@for_roles(Role.INTAKE)
@require_POST
def missed(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Nobody was reached at the time of the screening."""
    enquiry = intake_board.get_enquiry(request.signed_in, enquiry_id)

    def go(chart: Chart, key: str, at: datetime) -> None:
        booking_screenings.miss(chart, enquiry, key=key, at=at)

    return _done(request, enquiry_id, go, _("Offer another time."))


@for_roles(Role.INTAKE)
@require_POST
def done(request: Request, enquiry_id: UUID) -> HttpResponse:
    """The open step was done."""
    enquiry = intake_board.get_enquiry(request.signed_in, enquiry_id)
    step = request.POST.get("step", "")[:40]
    if step not in DONE_BY_WORD:
        return _back(request, enquiry_id)

    def go(chart: Chart, key: str, at: datetime) -> None:
        stepping.finish_step(chart, enquiry, step=step, key=key, at=at)

    return _done(request, enquiry_id, go, _("Done. The next step is open."))


def _done(
    request: Request, enquiry_id: UUID, go: Callable[[Chart, str, datetime], None], words: str
) -> HttpResponse:
    at = clock.now()
    enquiry = intake_board.get_enquiry(request.signed_in, enquiry_id)
    chart = enquiring.open_chart(request.signed_in, enquiry, at=at)
    try:
        go(chart, request.POST.get("key", "")[:80], at)
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, words)
    return _back(request, enquiry_id)


def _back(request: Request, enquiry_id: UUID) -> HttpResponseRedirect:
    """To the board when it was asked from there, else to the page of this person."""
    if request.POST.get("from") == "board":
        return redirect("intake:board")
    return redirect("intake:enquiry", enquiry_id)
