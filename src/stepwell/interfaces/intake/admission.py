"""Admission of one person: the checklist, what is written down for it, and the admission itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stepwell.actions import (
    admission_checklist,
    admission_papers,
    admitting_enquiries,
    told_at_admission,
)
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.actions.told_at_admission import Kind, Unit
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.intake import admission_forms as forms
from stepwell.interfaces.intake.admission_page import shown
from stepwell.interfaces.intake.opened import open_enquiry
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said

FORMS: dict[Kind, type[forms.Own]] = {
    Kind.CONTACT: forms.ContactForm,
    Kind.MEDICATION: forms.MedicationForm,
    Kind.SAFETY_PLAN: forms.SafetyPlanForm,
}


@for_roles(Role.INTAKE)
@require_safe
def show(request: Request, enquiry_id: UUID) -> HttpResponse:
    """What is done, what is missing, and what that stops."""
    chart, enquiry, at = open_enquiry(request, enquiry_id)
    return shown(request, chart, enquiry, at=at)


@for_roles(Role.INTAKE)
@require_POST
def papers(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Give the papers: from now on the person finds them on their phone."""

    def go(chart: Chart, enquiry: Any, key: str, at: datetime) -> None:
        language = get_language() or "en"
        admission_papers.give_papers(chart, language=language, say=_, key=key, at=at)

    return _done(request, enquiry_id, go, _("The papers are given. The person finds them on their phone."))


@for_roles(Role.INTAKE)
@require_POST
def by_hand(request: Request, enquiry_id: UUID) -> HttpResponse:
    """The person signed on paper; the sheet is in the file."""
    kind = request.POST.get("kind", "")[:30]

    def go(chart: Chart, enquiry: Any, key: str, at: datetime) -> None:
        admission_papers.sign_by_hand(chart, kind, key=key, at=at)

    return _done(request, enquiry_id, go, _("It is written down as signed by hand."))


@for_roles(Role.INTAKE)
@require_POST
def tick(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Something is done or so, or isn't after all."""
    what, is_so = request.POST.get("what", "")[:40], request.POST.get("is_so") == "1"

    def go(chart: Chart, enquiry: Any, key: str, at: datetime) -> None:
        admission_checklist.tick(chart, enquiry, what, is_so=is_so, key=key, at=at)

    return _done(request, enquiry_id, go, _("It is written down."))


@for_roles(Role.INTAKE)
@require_POST
def tell(request: Request, enquiry_id: UUID, kind: str) -> HttpResponse:
    """A contact, a medicine, or a safety plan."""
    chart, enquiry, at = open_enquiry(request, enquiry_id)
    if kind not in {each.value for each in Kind}:
        raise Http404
    form = FORMS[Kind(kind)](request.POST)

    def go() -> None:
        told_at_admission.tell(chart, Kind(kind), form.told(), key=form.cleaned_data["key"], at=at)

    return _kept(request, chart, enquiry, form, kind, go, at=at)


@for_roles(Role.INTAKE)
@require_POST
def take_back(request: Request, enquiry_id: UUID, told_id: UUID) -> HttpResponse:
    """It is so no longer, or was a mistake."""

    def go(chart: Chart, enquiry: Any, key: str, at: datetime) -> None:
        told_at_admission.take_back(chart, told_id, at=at)

    return _done(request, enquiry_id, go, _("Taken back. It stays in the record as it was."))


@for_roles(Role.INTAKE)
@require_POST
def cover(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Who pays from a day on."""
    chart, enquiry, at = open_enquiry(request, enquiry_id)
    form = forms.CoverageForm(request.POST)

    def go() -> None:
        told = form.cleaned_data
        told_at_admission.cover(
            chart,
            is_self_pay=told["who"] == "self",
            needs_authorization=told["who"] == "plan",
            payer=told["payer"],
            number=told["number"],
            from_on=told["from_on"],
            key=told["key"],
            at=at,
        )

    return _kept(request, chart, enquiry, form, "coverage", go, at=at)


@for_roles(Role.INTAKE)
@require_POST
def authorize(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Units and days that the payer agreed to."""
    chart, enquiry, at = open_enquiry(request, enquiry_id)
    form = forms.AuthorizationForm(request.POST)

    def go() -> None:
        told = form.cleaned_data
        told_at_admission.authorize(
            chart,
            number=told["number"],
            units=told["units"],
            unit=Unit(told["unit"]),
            from_on=told["from_on"],
            until_on=told["until_on"],
            key=told["key"],
            at=at,
        )

    return _kept(request, chart, enquiry, form, "authorization", go, at=at)


@for_roles(Role.INTAKE)
@require_POST
def invite(request: Request, enquiry_id: UUID) -> HttpResponse:
    """A link to the person's own account, shown once."""
    chart, enquiry, at = open_enquiry(request, enquiry_id)
    form = forms.InviteForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            path = admitting_enquiries.invite(chart, email=told["email"], language=told["language"], at=at)
        except Refusal as refusal:
            form.add_error("email", said(refusal))
        else:
            return shown(request, chart, enquiry, at=at, link=request.build_absolute_uri(path))
    return shown(request, chart, enquiry, at=at, status=422, bound={"invite": form})


@for_roles(Role.INTAKE)
@require_POST
def admit(request: Request, enquiry_id: UUID) -> HttpResponse:
    """The enquiry becomes a stay, when nothing that is missing stops it."""
    chart, enquiry, at = open_enquiry(request, enquiry_id)
    form = forms.AdmitForm(request.POST, counselors=admitting_enquiries.list_counselors(chart, enquiry))

    def go() -> None:
        told = form.cleaned_data
        begun = admitting_enquiries.admit(
            chart,
            enquiry,
            starts_on=told["starts_on"],
            counselor_id=UUID(told["counselor"]),
            seen=told["seen"],
            key=told["key"],
            at=at,
        )
        for refusal in begun.refused:
            messages.warning(request, said(refusal))

    return _kept(
        request, chart, enquiry, form, "admit", go, at=at, words=_("Admitted. The counselor has them now.")
    )


def _done(
    request: Request, enquiry_id: UUID, go: Callable[[Chart, Any, str, datetime], None], words: str
) -> HttpResponse:
    """A writing without fields of its own: done, or refused in words, and back to the page."""
    chart, enquiry, at = open_enquiry(request, enquiry_id)
    try:
        go(chart, enquiry, request.POST.get("key", "")[:80], at)
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, words)
    return redirect("intake:admission", enquiry_id)


def _kept(
    request: Request,
    chart: Chart,
    enquiry: Any,
    form: forms.Own,
    name: str,
    go: Callable[[], None],
    *,
    at: datetime,
    words: str = "",
) -> HttpResponse:
    """A form that is kept, or shown again with what is wrong."""
    if form.is_valid():
        try:
            go()
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, words or _("It is written down."))
            return redirect("intake:admission", enquiry.pk)
    return shown(request, chart, enquiry, at=at, status=422, bound={name: form})
