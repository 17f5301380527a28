"""The check-in is sent here: by a page, or later by the phone that kept it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from stepwell.actions import checking_in
from stepwell.actions.charts import Chart
from stepwell.actions.checking_in import NotACheckIn
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant import forms
from stepwell.interfaces.participant.opening import own_chart, wants_json
from stepwell.interfaces.participant.views.today import show_today
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.PARTICIPANT)
@require_POST
def check_in(request: Request) -> HttpResponse:
    """Save it once, however often it is sent."""
    at = clock.now()
    chart = own_chart(request, what="check_in", at=at)
    form = forms.CheckInForm(request.POST, days=checking_in.days_open(chart, at=at))
    saved = form.is_valid() and _save(request, chart, form, at=at)
    if wants_json(request):
        if saved:
            return JsonResponse({"saved": True})
        return JsonResponse({"saved": False, "errors": form.errors}, status=422)
    if saved:
        return redirect("/me/#check-in")
    return show_today(request, chart, at=at, form=form, status=422)


def _save(request: Request, chart: Chart, form: forms.CheckInForm, *, at: datetime) -> bool:
    values = form.cleaned_data
    key = request.headers.get("Idempotency-Key") or values["idempotency_key"] or values["key"]
    try:
        result = checking_in.check_in(
            chart,
            on=values["on"],
            mood=values["mood"],
            craving=values["craving"],
            sleep_hours=values["sleep_hours"],
            use=values["use"],
            words=values["words"],
            key=key,
            at=at,
            filled_at=values["filled_at"],
        )
    except NotACheckIn as refusal:
        form.add_error(refusal.field, said(refusal))
        return False
    if not wants_json(request):
        messages.success(request, _thanks(chart, counts=result.counts))
    return True


def _thanks(chart: Chart, *, counts: bool) -> str:
    episode = chart.find_episode()
    if counts and not (episode and episode.is_open):
        return gettext("Saved.")
    if counts:
        return gettext("Saved. Your counselor reads it before your next session.")
    return gettext("Saved. A newer one for that day was already here, so that one counts.")
