"""What suits the person: wishes for their week, told as a whole."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant.opening import own_chart, show
from stepwell.interfaces.shared import suiting
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def suits(request: Request) -> HttpResponse:
    """Hours, in person or by video, how much in a day, family, group: all of it saved, or none."""
    at = clock.now()
    chart = own_chart(request, what="coming_wishes", at=at)
    data = request.POST if request.method == "POST" else None
    form = suiting.form_of(chart, data, own=True)
    if data is not None and form.is_valid():
        try:
            form.save(chart, at=at)
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, gettext("Saved. The next plan looks at it."))
            return redirect("participant:week")
    context = {"form": form, "parts": suiting.PARTS}
    return show(request, chart, "participant/suits.html", context, status=422 if form.errors else 200)
