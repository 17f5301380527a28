"""One colleague: what they may lead, when they work, and a new link before the first sign-in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.actions import arranging, inviting, setting_up
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager.forms.colleagues import ColleagueForm, HoursForms, hours_of, lines_of
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, staff_id: UUID) -> HttpResponse:
    """Services and weekly hours, written over as a whole."""
    by, at = request.signed_in, clock.now()
    staff = setting_up.find_colleague(by, staff_id)
    arranged = arranging.arranged(by, at=at)
    data = request.POST if request.method == "POST" else None
    leads = [str(one.service_id) for one in staff.may_lead.all()]
    form = ColleagueForm(data, arranged=arranged, initial={"services": leads})
    lines = HoursForms(
        data,
        prefix="hours",
        initial=lines_of(staff, arranged.sites),
        form_kwargs={"sites": arranged.sites},
    )
    if data is not None and form.is_valid() and lines.is_valid():
        told = form.cleaned_data
        setting_up.change_colleague(
            by, staff, services=told["services"], hours=hours_of(lines), key=told["key"], at=at
        )
        messages.success(request, _("Services and hours are written down."))
        return redirect("manager:setup")
    has_errors = bool(form.errors) or (lines.is_bound and not lines.is_valid())
    context = {
        "staff": staff,
        "form": form,
        "lines": lines,
        "has_errors": has_errors,
        "may_invite": inviting.is_new(staff),
    }
    return render(request, "manager/colleague.html", context, status=422 if has_errors else 200)


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
