"""What a participant asks the program not to tell, and what it answered."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from stepwell.actions import asking_restrictions
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant.opening import own_chart, show
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


class AskForm(forms.Form):
    """What is not to be told, and to whom, in the person's own words."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What should we not tell, and to whom"),
        max_length=2 * asking_restrictions.MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what is not to be told, and to whom.")},
    )
    is_paid_by_person = forms.BooleanField(
        label=_("I paid for this care in full myself, and my health plan is not to know."), required=False
    )


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def not_told(request: Request) -> HttpResponse:
    """Everything asked so far with its answer, and a form to ask."""
    at = clock.now()
    chart = own_chart(request, what="restriction", at=at)
    form, status = AskForm(initial={"key": fresh_key()}), 200
    if request.method == "POST":
        form, status = AskForm(request.POST), 422
        if form.is_valid():
            try:
                asking_restrictions.ask(chart, **form.cleaned_data, at=at)
            except Refusal as refusal:
                form.add_error("words", said(refusal))
            else:
                messages.success(request, gettext("Asked. You find the answer on this page."))
                return redirect("participant:not_told")
    context = {"form": form, "asked": asking_restrictions.list_asked(chart)}
    return show(request, chart, "participant/sharing/not_told.html", context, status=status)
