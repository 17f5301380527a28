"""A questionnaire that was answered by phone, or on paper, written down at the desk."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stepwell.actions import charts, measuring
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.instruments import registry
from stepwell.domain.instruments.instrument import Instrument
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.clinician import heads
from stepwell.interfaces.shared.keys import Keyed
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock

_INTERVIEW = "interview"


class AskForm(Keyed):
    """The questions in their published words. What is not answered stays blank."""

    def __init__(self, instrument: Instrument, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._instrument = instrument
        for item in (*instrument.items, *instrument.unscored):
            choices = [(str(option.value), option.text) for option in instrument.options_of(item)]
            self.fields[item.key] = forms.TypedChoiceField(
                label=item.text,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if all(told.get(item.key) is None for item in self._instrument.items) and not self.errors:
            raise forms.ValidationError(_("Nothing is answered yet. Choose at least one answer."))
        return told


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, person_id: UUID, instrument: str) -> HttpResponse:
    """The questions to read aloud, and the answers, kept as an interview."""
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="questions", at=clock.now())
    questionnaire = registry.INSTRUMENTS.get(instrument)
    if questionnaire is None:
        raise Http404
    form = AskForm(questionnaire, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _keep(request, chart, questionnaire, form):
        return redirect(f"{reverse('clinician:person', args=[person_id])}?tab=measures")
    context = {"form": form, "instrument": questionnaire}
    status = 422 if form.errors else 200
    return heads.show(request, chart, "measures", "clinician/person_asked.html", context, status=status)


def _keep(request: Request, chart: Chart, questionnaire: Instrument, form: AskForm) -> bool:
    told = form.cleaned_data
    try:
        kept = measuring.answer(
            chart,
            instrument=questionnaire.key,
            answers=[told[item.key] for item in questionnaire.items],
            difficulty=next((told[item.key] for item in questionnaire.unscored), None),
            mode=_INTERVIEW,
            key=told["key"],
            at=chart.at,
        )
    except Refusal as refusal:
        form.add_error(None, said(refusal))
        return False
    if kept.asks_about_safety:
        messages.warning(request, _("Saved. Question nine asks for a talk today; the task is on the list."))
    else:
        messages.success(request, _("The answers are written down."))
    return True
