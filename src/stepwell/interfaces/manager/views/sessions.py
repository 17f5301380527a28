"""One session: what calling it off would touch, and calling it off."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from stepwell.actions import calling_off
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.keys import Keyed
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock

REASONS = [
    ("", "–"),
    ("leader_away", gettext_lazy("The leader is away")),
    ("room", gettext_lazy("The room can't be used")),
    ("weather", gettext_lazy("Weather or travel")),
    ("too_few", gettext_lazy("Too few people")),
    ("person_asked", gettext_lazy("The person asked for it")),
    ("other", gettext_lazy("Other")),
]


class CallOffForm(Keyed):
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=REASONS)


@for_roles(Role.MANAGER, Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, session_id: UUID) -> HttpResponse:
    """The session with everybody expected; POST calls it off."""
    by, at = request.signed_in, clock.now()
    session = calling_off.find_session(by, session_id)
    form = CallOffForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            calling_off.call_off(by, session, reason=told["reason"], key=told["key"], at=at)
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("The session is cancelled. Nobody is expected at it any more."))
            return redirect("manager:session", session_id)
    touched = calling_off.list_touched(by, session, at=at)
    context = {
        "session": session,
        "touched": touched,
        "below": sum(one.falls_below for one in touched),
        "sees_hours": by.role is Role.MANAGER,
        "may_call_off": calling_off.may_call_off(session, at=at),
        "form": form,
    }
    return render(request, "manager/session.html", context, status=422 if form.errors else 200)
