"""Things to sort out besides treatment: who does them, until when, and what came of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.actions import meeting_needs
from stepwell.actions.charts import Chart
from stepwell.actions.meeting_needs import MOST_WORDS, Outcome
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant.opening import own_chart, say_refusal, show
from stepwell.interfaces.shared import needing
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


class NeedForm(forms.Form):
    """Something the person needs."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    kind = forms.TypedChoiceField(
        label=_("What is it about"), coerce=needing.kind_of, choices=list(needing.KINDS.items())
    )
    words = forms.CharField(
        label=_("What do you need"),
        max_length=2 * MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a few words what you need.")},
    )
    is_own = forms.BooleanField(label=_("I do this myself. Just keep it on my list."), required=False)


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def needs(request: Request) -> HttpResponse:
    """The list, and a form to add to it."""
    at = clock.now()
    chart = own_chart(request, what="needs", at=at)
    if request.method != "POST":
        return _show(request, chart, NeedForm(initial={"key": fresh_key()}), at=at)
    form = NeedForm(request.POST)
    if form.is_valid():
        try:
            meeting_needs.add(chart, **form.cleaned_data, at=at)
        except Refusal as refusal:
            form.add_error("words", said(refusal))
        else:
            messages.success(request, gettext("It is on your list."))
            return redirect("participant:needs")
    return _show(request, chart, form, at=at, status=422)


@for_roles(Role.PARTICIPANT)
@require_POST
def done(request: Request, need_id: UUID) -> HttpResponse:
    """One of the person's own is done, or not needed any more."""
    at = clock.now()
    chart = own_chart(request, what="needs", at=at)
    is_done = request.POST.get("outcome") == Outcome.MET.value
    outcome = Outcome.MET if is_done else Outcome.NO_LONGER_NEEDED
    try:
        meeting_needs.close(chart, need_id, outcome=outcome, key=request.POST.get("key", "")[:60], at=at)
    except Refusal as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, gettext("Good. It stays on the list below, as done."))
    return redirect("participant:needs")


def _show(request: Request, chart: Chart, form: NeedForm, *, at: datetime, status: int = 200) -> HttpResponse:
    found = needing.shown(meeting_needs.list_needs(chart, at=at))
    context = {"form": form, "key": fresh_key(), **found}
    return show(request, chart, "participant/needs/needs.html", context, status=status)
