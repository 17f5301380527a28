"""Case management at the desk: the needs of one person, and those one owns oneself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.actions import charts, meeting_needs, reviewing
from stepwell.actions.charts import Chart
from stepwell.actions.meeting_needs import MOST_WORDS, Outcome
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.clinician import heads
from stepwell.interfaces.shared import needing
from stepwell.interfaces.shared.days import DayField
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock

THEMSELVES = "self"
"""Stands for the person among those who can own a need."""


class Owner(Protocol):
    """A colleague who can own a need."""

    pk: UUID

    @property
    def full_name(self) -> str: ...


class OwnedForm(forms.Form):
    """Whose a need is, and until when."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    owner = forms.ChoiceField(label=_("Who does it"))
    due_on = DayField(label=_("Until"))

    def __init__(self, *args: Any, owners: Sequence[Owner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = owners
        who = [(str(one.pk), one.full_name) for one in owners]
        self.fields["owner"].choices = [*who, (THEMSELVES, gettext("The person themselves"))]  # type: ignore[attr-defined]  # a ChoiceField

    def told(self) -> dict[str, Any]:
        """What the actions take."""
        owner = self.cleaned_data["owner"]
        is_own = owner == THEMSELVES
        return {
            "owner_id": None if is_own else UUID(owner),
            "is_own": is_own,
            "due_on": self.cleaned_data["due_on"],
            "key": self.cleaned_data["key"],
        }


@dataclass(frozen=True)
class Wrong:
    """What was typed about one need, and what is wrong with it."""

    need_id: UUID
    form: OwnedForm
    problem: str
    words: str


class NewForm(OwnedForm):
    """A need."""

    kind = forms.TypedChoiceField(
        label=_("What it is about"), coerce=needing.kind_of, choices=list(needing.KINDS.items())
    )
    words = forms.CharField(
        label=_("What is needed"), max_length=2 * MOST_WORDS, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("kind", "words", "owner", "due_on", "key")


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request: Request, person_id: UUID) -> HttpResponse:
    """The list of one person, and a form to add to it."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="needs", at=at)
    owners = meeting_needs.owners_for(chart)
    if request.method != "POST":
        return _show(request, chart, _first_form(chart, owners))
    form = NewForm(request.POST, owners=owners)
    if form.is_valid():
        kept = {"kind": form.cleaned_data["kind"], "words": form.cleaned_data["words"]}
        try:
            meeting_needs.add(chart, **kept, **form.told(), at=at)
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, gettext("Added."))
            return redirect("clinician:needs_of", person_id)
    return _show(request, chart, form, status=422)


@for_roles(Role.COUNSELOR)
@require_POST
def change(request: Request, person_id: UUID, need_id: UUID) -> HttpResponse:
    """Close a need with its outcome; or hand it on to another owner, another day, with a note."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="needs", at=at)
    meeting_needs.find(chart, need_id)
    words = request.POST.get("note", "")
    owners = meeting_needs.owners_for(chart)
    form = OwnedForm(request.POST, owners=owners, auto_id=f"id_{need_id}_%s")
    problem = ""
    try:
        if "outcome" in request.POST:
            outcome = _outcome(request.POST["outcome"])
            key = request.POST.get("key", "")[:60]
            meeting_needs.close(chart, need_id, outcome=outcome, words=words, key=key, at=at)
        elif form.is_valid():
            meeting_needs.hand_on(chart, need_id, **form.told(), words=words, at=at)
        else:
            problem = _first_error(form)
    except Refusal as refusal:
        problem = said(refusal)
    if problem:
        wrong = Wrong(need_id, form, problem, words)
        return _show(request, chart, _first_form(chart, owners), wrong=wrong, status=422)
    messages.success(request, gettext("Written down."))
    return redirect("clinician:needs_of", person_id)


@for_roles(Role.COUNSELOR)
@require_safe
def mine(request: Request) -> HttpResponse:
    """The open needs that the reader owns, the longest due first."""
    at, by = clock.now(), request.signed_in
    zone = reviewing.zone_of(by)
    owed = [
        {"person": one.chart.person, **needing.one_shown(one.shown)}
        for one in meeting_needs.list_owed(by, at=at, zone=zone)
    ]
    with timezone.override(zone):
        return render(request, "clinician/needs.html", {"owed": owed})


def _outcome(code: str) -> Outcome:
    try:
        return Outcome(code)
    except ValueError:
        raise meeting_needs.CannotWrite(meeting_needs.HOW_IT_ENDED) from None


def _first_form(chart: Chart, owners: Sequence[Owner]) -> NewForm:
    episode = chart.find_episode()
    owner = episode.counselor_id if episode else None
    due_on = chart.at.astimezone(heads.zone_of(chart)).date() + meeting_needs.USUAL
    initial = {"key": fresh_key(), "owner": str(owner or ""), "due_on": due_on}
    return NewForm(initial=initial, owners=owners)


def _show(
    request: Request, chart: Chart, form: NewForm, *, wrong: Wrong | None = None, status: int = 200
) -> HttpResponse:
    found = needing.shown(meeting_needs.list_needs(chart, at=chart.at))
    for one in found["waiting"]:
        owner = str(one["owner"].pk) if one["owner"] else THEMSELVES
        initial = {"key": fresh_key(), "owner": owner, "due_on": one["due_on"]}
        one["form"] = OwnedForm(initial=initial, owners=form.owners, auto_id=f"id_{one['key']}_%s")
        one["close_key"] = fresh_key()
        if wrong and wrong.need_id == one["key"]:
            one |= {"form": wrong.form, "problem": wrong.problem, "typed": wrong.words}
    context = {**found, "form": form, "outcomes": list(needing.OUTCOMES.items()), "has_errors": bool(wrong)}
    return heads.show(request, chart, "needs", "clinician/person_needs.html", context, status=status)


def _first_error(form: OwnedForm) -> str:
    return str(next((problem for problems in form.errors.values() for problem in problems), ""))
