"""One service: how its sessions are held in the next timetable."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling import shaping
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager.forms.closing import ShapeForm
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, service_id: UUID) -> HttpResponse:
    """Minutes, open to all, for one gender. Groups that run stay as they are."""
    by = request.signed_in
    service = shaping.find_service(by, service_id)
    data = request.POST if request.method == "POST" else None
    form = ShapeForm(data, initial=asdict(shaping.shape_of(by, service)))
    if data is not None and form.is_valid():
        try:
            shaping.shape_service(by, service, form.shape(), key=form.cleaned_data["key"], at=clock.now())
        except Refusal as refusal:
            form.add_error("minutes", said(refusal))
        else:
            messages.success(request, _("It holds from the next timetable on."))
            return redirect("manager:setup")
    context = {"form": form, "service": service}
    return render(request, "manager/service.html", context, status=422 if form.errors else 200)
