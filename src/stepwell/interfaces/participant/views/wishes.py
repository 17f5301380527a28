"""How a person wants to be reached."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from stepwell.actions import checking_in, enrolling, signing_in, wishing
from stepwell.actions.charts import Chart
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant import forms
from stepwell.interfaces.participant.opening import own_chart, show
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: Request) -> HttpResponse:
    """Channel, hours and language of messages; stopping them is one tap."""
    at = clock.now()
    chart = own_chart(request, what="contact_wishes", at=at)
    if request.method != "POST":
        return _show_contact(request, chart, None)
    if "stop" in request.POST or "allow" in request.POST:
        return _stop_or_allow(request, chart, at=at)
    form = forms.ContactForm(request.POST)
    if not form.is_valid():
        return _show_contact(request, chart, form, status=422)
    _wish(request, chart, form.cleaned_data, at=at)
    messages.success(request, gettext("Saved."))
    return redirect("participant:contact")


def _wish(request: Request, chart: Chart, values: dict[str, Any], *, at: datetime) -> None:
    before = chart.contact_wishes
    enrolling.wish_contact(
        chart,
        email=values["email"],
        phone=before.phone if before else "",
        channel=values["channel"],
        safe_from=values["safe_from"],
        safe_until=values["safe_until"],
        zone=str(checking_in.zone_of(chart)),
        language=values["language"],
        at=at,
        key=values["key"],
    )
    if request.signed_in.account is not None:
        signing_in.choose_language(request.signed_in.account, language=values["language"])


def _stop_or_allow(request: Request, chart: Chart, *, at: datetime) -> HttpResponse:
    if "stop" in request.POST:
        wishing.stop_messages(chart, at=at)
        messages.success(request, gettext("Messages have stopped. You can turn them on again here."))
    else:
        wishing.allow_messages(chart, at=at)
        messages.success(request, gettext("Messages are on again."))
    return redirect("participant:contact")


def _show_contact(
    request: Request, chart: Chart, form: forms.ContactForm | None, status: int = 200
) -> HttpResponse:
    wishes = chart.contact_wishes
    fields = ("channel", "email", "safe_from", "safe_until", "language")
    initial = {name: getattr(wishes, name) for name in fields} if wishes else {"channel": "none"}
    context = {
        "form": form or forms.ContactForm(initial={**initial, "key": fresh_key()}),
        "stopped_at": wishes.stopped_at if wishes else None,
        "has_wishes": wishes is not None,
    }
    return show(request, chart, "participant/contact.html", context, status=status)
