"""A clinician is asked, decides, signs, and adds to what is signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stepwell.actions import assessing, deciding_levels, reviewing
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.intake.screening import SCREENERS, opened, shown
from stepwell.interfaces.intake.screening_forms import AmendForm, AskForm, SignForm
from stepwell.interfaces.shared.keys import Keyed
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.COUNSELOR)
@require_safe
def asked(request: Request) -> HttpResponse:
    """Everybody whose level of care this clinician is asked to decide on."""
    by, at = request.signed_in, clock.now()
    waiting = deciding_levels.list_asked_of(by, at=at)
    today = at.astimezone(reviewing.zone_of(by)).date()
    return render(request, "intake/decisions.html", {"waiting": waiting, "today": today})


@for_roles(*SCREENERS)
@require_POST
def ask(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Ask a clinician of the site to decide."""
    chart, enquiry = opened(request, enquiry_id)
    assessment = assessing.find_current(chart, enquiry)
    if assessment is None:
        return redirect("intake:screening", enquiry_id)
    form = AskForm(request.POST, clinicians=deciding_levels.list_clinicians(enquiry.site))

    def go(told: dict[str, Any], at: datetime) -> None:
        told["clinician"] = UUID(told["clinician"])
        deciding_levels.ask(chart, assessment, **told, at=at)

    if _done(request, form, go, _("The clinician finds it under Decisions.")):
        # Who handed it on may not reach this person any more.
        is_mine = chart.by.role is Role.INTAKE
        return redirect("intake:enquiry", enquiry_id) if is_mine else redirect("intake:decisions")
    return shown(request, chart, enquiry, ask_form=form)


@for_roles(*SCREENERS)
@require_POST
def sign(request: Request, enquiry_id: UUID) -> HttpResponse:
    """The level is decided on and signed for."""
    chart, enquiry = opened(request, enquiry_id)
    assessment = assessing.find_current(chart, enquiry)
    if assessment is None:
        return redirect("intake:screening", enquiry_id)
    form = SignForm(request.POST, sheet=assessing.sheet_of(chart, assessment))

    def go(told: dict[str, Any], at: datetime) -> None:
        deciding_levels.sign(chart, assessment, **told, at=at)

    if _done(request, form, go, _("Signed.")):
        return redirect("intake:screening", enquiry_id)
    return shown(request, chart, enquiry, sign_form=form)


@for_roles(*SCREENERS)
@require_POST
def amend(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Something is added to the decision; it stays as it was signed."""
    chart, enquiry = opened(request, enquiry_id)
    assessment = assessing.find_current(chart, enquiry)
    signed = deciding_levels.find_signed(chart, assessment) if assessment is not None else None
    if signed is None:
        return redirect("intake:screening", enquiry_id)
    form = AmendForm(request.POST)

    def go(told: dict[str, Any], at: datetime) -> None:
        deciding_levels.amend(chart, signed.row, **told, at=at)

    if _done(request, form, go, _("Added.")):
        return redirect("intake:screening", enquiry_id)
    return shown(request, chart, enquiry, amend_form=form)


def _done(request: Request, form: Keyed, go: Callable[[dict[str, Any], datetime], None], words: str) -> bool:
    """Whether it was written; what is wrong is told at the form."""
    if not form.is_valid():
        return False
    try:
        go(dict(form.cleaned_data), clock.now())
    except Refusal as refusal:
        form.add_error(None, said(refusal))
        return False
    messages.success(request, words)
    return True
