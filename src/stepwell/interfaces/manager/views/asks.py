"""What each program asks for before somebody graduates."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.actions import graduation_asks
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager.forms.aftercare import AsksForm
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.MANAGER)
@require_safe
def listed(request: Request) -> HttpResponse:
    """Every program with what it asks for."""
    return render(
        request, "manager/asks.html", {"programs": graduation_asks.list_programs(request.signed_in)}
    )


@for_roles(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, program_id: UUID) -> HttpResponse:
    """Choose from the usual list, and add what the program asks for in its own words."""
    by = request.signed_in
    program = graduation_asks.get_program(by, program_id)
    data = request.POST if request.method == "POST" else None
    form = AsksForm(data, asked=graduation_asks.asked_by(program))
    if data is not None and form.is_valid():
        told = form.cleaned_data
        try:
            graduation_asks.ask_for(
                by,
                program,
                keys=told["keys"],
                own=told["own"],
                language=(get_language() or "en")[:2],
                key=told["key"],
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error("keys", said(refusal))
        else:
            messages.success(request, _("It holds for everybody who graduates from now on."))
            return redirect("manager:asks")
    context = {"form": form, "program": program}
    return render(request, "manager/asks_change.html", context, status=422 if form.errors else 200)
