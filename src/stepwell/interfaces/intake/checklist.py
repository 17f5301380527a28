"""The checklist of admission as the program wants it: what is asked of everybody, and what waits for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stepwell.actions import admission_checklist
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.checklist import Act
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.intake.admission_forms import ACTS, ItemForm
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def checklist(request: Request) -> HttpResponse:
    """Every item with what it stops and its source; a manager changes one or adds one."""
    items = admission_checklist.list_items()
    names = [(one.key, _(one.title)) for one in items]
    form = ItemForm(request.POST if request.method == "POST" else None, items=names)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            admission_checklist.write_item(
                request.signed_in,
                key=told["item"],
                title=told["title"],
                stops=[Act[name] for name in told["stops"]],
                source=told["source"],
                is_left_out=told["is_left_out"],
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("It counts from now on, for everybody who is not admitted yet."))
            return redirect("intake:checklist")
    shown = [(one, [ACTS[act] for act in Act if act in one.stops]) for one in items]
    context = {"items": shown, "form": form}
    return render(request, "intake/checklist.html", context, status=422 if form.errors else 200)
