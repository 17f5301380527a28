"""The notes in somebody's record: signed texts with amendments, calls, and one's own counseling notes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import make_aware
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.actions import (
    amending_notes,
    charts,
    counseling_notes,
    notes_due,
    notes_kept,
    noting_calls,
    plans_kept,
    reviewing,
    room,
    signing_notes,
)
from stepwell.actions.charts import Chart
from stepwell.actions.notes_kept import Kept, Signed
from stepwell.actions.refusals import Refusal
from stepwell.domain.notes.signed import HAPPENS_ANY_TIME, Kind, Why
from stepwell.domain.notes.written import MOST, Participation, Written
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.clinician import heads
from stepwell.interfaces.clinician.room_lines import PARTICIPATIONS, STANDINGS
from stepwell.interfaces.clinician.words import Words
from stepwell.interfaces.shared.days import DayField
from stepwell.interfaces.shared.keys import Keyed, fresh_key
from stepwell.interfaces.shared.numbers import number_told
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import ATTENDANCE, said
from stepwell.kernel import clock

KINDS: dict[Kind, Words] = {
    Kind.GROUP: _("Group"),
    Kind.INDIVIDUAL: _("Individual session"),
    Kind.FAMILY: _("Family session"),
    Kind.CRISIS: _("Crisis talk"),
    Kind.PHONE: _("Phone call"),
}


class CallForm(Keyed):
    """A phone call or a crisis talk."""

    kind = forms.ChoiceField(
        label=_("What it was"), choices=[(one.value, KINDS[one]) for one in HAPPENS_ANY_TIME]
    )
    on = DayField(label=_("Day"))
    began = forms.TimeField(
        label=_("Began at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=720)
    did = forms.CharField(
        label=_("What you did"), max_length=4 * MOST, widget=forms.Textarea(attrs={"rows": 2})
    )
    line = forms.CharField(
        label=_("How they answered to it"), max_length=4 * MOST, widget=forms.Textarea(attrs={"rows": 3})
    )
    goals = forms.MultipleChoiceField(
        label=_("Goals of the plan it touched"), required=False, widget=forms.CheckboxSelectMultiple
    )


class AmendForm(Keyed):
    """What is right instead, and why."""

    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    participation = forms.ChoiceField(label=_("Took part"), required=False)
    line = forms.CharField(
        label=_("The line as it should read"), max_length=4 * MOST, widget=forms.Textarea(attrs={"rows": 4})
    )
    reason = forms.CharField(label=_("Why it is amended"), max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [(code.value, words) for code, words, _key in PARTICIPATIONS]
        self.fields["participation"].choices = [("", gettext("not said")), *told]  # type: ignore[attr-defined]  # a ChoiceField


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request: Request, person_id: UUID) -> HttpResponse:
    """Every note of one person, and a form to write down a call."""
    chart = _open(request, person_id)
    if request.method != "POST":
        local = chart.at.astimezone(heads.zone_of(chart))
        first = {"kind": Kind.PHONE.value, "on": local.date(), "began": local.time(), "key": fresh_key()}
        return _show_all(request, chart, _with_goals(CallForm(initial=first), chart))
    form = _with_goals(CallForm(request.POST), chart)
    if form.is_valid():
        told = form.cleaned_data
        zone = heads.zone_of(chart)
        try:
            noting_calls.write_down(
                chart,
                kind=Kind(told["kind"]),
                starts_at=make_aware(datetime.combine(told["on"], told["began"]), zone),
                minutes=told["minutes"],
                told=Written(goals=tuple(told.get("goals", ())), line=told["line"], did=told["did"]),
                at=chart.at,
                key=told["key"],
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, gettext("Written down and signed."))
            return redirect("clinician:notes", person_id)
    return _show_all(request, chart, form, status=422)


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, person_id: UUID, note_id: UUID) -> HttpResponse:
    """One note with everything that was signed of it, and a form to amend it."""
    chart = _open(request, person_id)
    kept = notes_kept.get(chart, note_id)
    if request.method != "POST":
        return _show_one(request, chart, kept, _amend_form(kept))
    form = AmendForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            amending_notes.amend(
                chart,
                note_id,
                line=told["line"],
                participation=Participation(told["participation"]),
                reason=told["reason"],
                after=told["after"],
                at=chart.at,
                key=told["key"],
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, gettext("The amendment stands beside the note."))
            return redirect("clinician:note", person_id, note_id)
    return _show_one(request, chart, kept, form, status=422)


@for_roles(Role.COUNSELOR)
@require_POST
def cosign(request: Request, person_id: UUID, note_id: UUID) -> HttpResponse:
    """The supervisor's signature under the text that was read."""
    chart = _open(request, person_id)
    read, key = request.POST.get("hash", "")[:64], request.POST.get("key", "")[:80]
    try:
        signing_notes.cosign(chart, note_id, hash_read=read, at=chart.at, key=key)
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, gettext("Co-signed."))
    return redirect("clinician:note", person_id, note_id)


@for_roles(Role.COUNSELOR)
@require_safe
def due(request: Request) -> HttpResponse:
    """The reader's sessions with a note still to sign, and the notes that wait for their co-signature."""
    at, by = clock.now(), request.signed_in
    found = [
        {"person": chart.person, **_listed(kept)} for chart, kept in signing_notes.waiting_for(by, at=at)
    ]
    unsigned = notes_due.list_unsigned(by, at=at)
    with timezone.override(reviewing.zone_of(by)):
        return render(request, "clinician/notes_due.html", {"waiting": found, "unsigned": unsigned})


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: Request, person_id: UUID) -> HttpResponse:
    """The reader's own counseling notes on a person. Nobody else finds them."""
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="record", at=clock.now())
    problem, text, note_id = "", "", None
    if request.method == "POST":
        text = request.POST.get("text", "")
        note_id = _key(request.POST.get("note", ""))
        try:
            counseling_notes.keep(
                chart,
                text=text,
                note_id=note_id,
                version=number_told(request.POST.get("version", ""), otherwise=0),
                at=chart.at,
                key=request.POST.get("key", "")[:80],
            )
        except Refusal as refusal:
            problem = said(refusal)
        else:
            messages.success(request, gettext("Kept. Only you can read it."))
            return redirect("clinician:own_notes", person_id)
    found = [
        {"own": each, "key": fresh_key(), "typed": text if each.row.pk == note_id else each.text}
        for each in counseling_notes.list_own(chart)
    ]
    context = {
        "own_notes": found,
        "key": fresh_key(),
        "problem": problem,
        "problem_of": note_id,
        "typed": text if note_id is None else "",
        "has_errors": bool(problem),
    }
    status = 422 if problem else 200
    return heads.show(request, chart, "notes", "clinician/own_notes.html", context, status=status)


def _open(request: Request, person_id: UUID) -> Chart:
    return charts.open_for(
        request.signed_in, person_id, Purpose.TREATMENT, what="session_note", at=clock.now()
    )


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _with_goals(form: CallForm, chart: Chart) -> CallForm:
    episode = chart.find_episode()
    plan = plans_kept.in_force_of({episode.pk: chart}).get(episode.pk) if episode else None
    form.fields["goals"].choices = [(goal.key, goal.words) for goal in room.objectives(plan)]  # type: ignore[attr-defined]  # a MultipleChoiceField
    if not form.fields["goals"].choices:  # type: ignore[attr-defined]  # as above
        del form.fields["goals"]
    return form


def _amend_form(kept: Kept) -> AmendForm:
    last = kept.last
    first = {
        "after": last.row.number if last else 0,
        "participation": kept.written.participation.value,
        "line": kept.written.line,
        "key": fresh_key(),
    }
    return AmendForm(initial=first)


def _listed(kept: Kept) -> dict[str, Any]:
    """A note as a list shows it."""
    note = kept.note
    assert note is not None
    words, tone = STANDINGS[kept.standing(came=True)]
    return {
        "note": note,
        "kept": kept,
        "kind": KINDS[Kind(note.kind)],
        "standing": words,
        "tone": tone,
        "session": note.attendance.session_id if note.attendance else None,
    }


def _show_all(request: Request, chart: Chart, form: CallForm, *, status: int = 200) -> HttpResponse:
    context = {
        "listed": [_listed(kept) for kept in notes_kept.of_person(chart)],
        "form": form,
        "has_errors": form.is_bound,
    }
    return heads.show(request, chart, "notes", "clinician/person_notes.html", context, status=status)


def _show_one(
    request: Request, chart: Chart, kept: Kept, form: AmendForm, *, status: int = 200
) -> HttpResponse:
    staff = chart.by.staff
    waits_for = kept.note.waits_for if kept.note else None
    context = {
        **_listed(kept),
        "texts": [_shown_text(each) for each in kept.signed],
        "form": form,
        "last": kept.last,
        "waits_for": waits_for,
        "is_mine_to_cosign": bool(staff and waits_for and waits_for.pk == staff.pk),
        "key": fresh_key(),
        "has_errors": form.is_bound,
    }
    return heads.show(request, chart, "notes", "clinician/note.html", context, status=status)


def _shown_text(each: Signed) -> dict[str, Any]:
    text = each.text
    took_part = {code.value: words for code, words, _key in PARTICIPATIONS}
    return {
        "signed": each,
        "text": text,
        "took_part": took_part.get(text.participation, ""),
        "came": ATTENDANCE.get(text.came, text.came),
        "starts_at": datetime.fromisoformat(text.starts_at),
        "ends_at": datetime.fromisoformat(text.ends_at),
        "signed_at": datetime.fromisoformat(text.signed_at),
        "is_amendment": text.why is not Why.SIGNED,
        "is_correction": text.why is Why.ATTENDANCE,
    }
