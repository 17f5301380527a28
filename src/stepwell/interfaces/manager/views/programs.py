"""One program: how often its plans are looked at, and how long the seat of who left is held."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stepwell.actions import graduation_asks, setting_up
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager.forms.setting_up import DaysForm
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, program_id: UUID) -> HttpResponse:
    """The numbers that a program may change while people are in it."""
    by = request.signed_in
    program = graduation_asks.get_program(by, program_id)
    data = request.POST if request.method == "POST" else None
    days = {"review_days": program.review_days, "seat_days": program.seat_days, "ask_days": program.ask_days}
    form = DaysForm(data, initial=days)
    if data is not None and form.is_valid():
        try:
            setting_up.change_days(by, program, **form.cleaned_data, at=clock.now())
        except Refusal as refusal:
            form.add_error("review_days", said(refusal))
        else:
            messages.success(request, _("It holds from now on."))
            return redirect("manager:setup")
    context = {"form": form, "program": program}
    return render(request, "manager/program.html", context, status=422 if form.errors else 200)
