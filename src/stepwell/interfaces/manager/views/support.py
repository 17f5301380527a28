"""The program's own list of support groups."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.actions import support_groups, viewing_weeks
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager.forms.aftercare import SupportGroupForm
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: Request) -> HttpResponse:
    """What participants see, and a form for one more."""
    by = request.signed_in
    data = request.POST if request.method == "POST" else None
    form = SupportGroupForm(data, sites=viewing_weeks.sites_of(by))
    if data is not None and form.is_valid():
        told = form.cleaned_data
        try:
            support_groups.add(by, told["site"], form.told(), key=told["key"], at=clock.now())
        except Refusal as refusal:
            form.add_error("where", said(refusal))
        else:
            messages.success(request, _("The group is on the list."))
            return redirect("manager:support")
    context = {"form": form, "groups": support_groups.list_groups(by)}
    return render(request, "manager/support.html", context, status=422 if form.errors else 200)


@for_roles(Role.MANAGER)
@require_POST
def retire(request: Request, row_id: UUID) -> HttpResponse:
    """The group is on the list no more."""
    support_groups.retire(request.signed_in, row_id, at=clock.now())
    messages.success(request, _("The group is on the list no more."))
    return redirect("manager:support")
