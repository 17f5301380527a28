"""Reviews of one person's plan: when the next is due and why, the evidence it opens with, how it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from stepwell.actions import charts, levels_kept, plans_kept, review_times, reviewing_level
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.refusals import Refusal
from stepwell.domain.instruments import registry
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.domain.reviews.due import Trigger
from stepwell.domain.reviews.outcome import REASONS, Outcome
from stepwell.interfaces.clinician import heads
from stepwell.interfaces.clinician.review_forms import DecisionForm, PayerForm, TellForm
from stepwell.interfaces.clinician.words import CHANGE_TONES, CHANGES
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.plan_words import (
    LEVELS,
    OUTCOMES,
    STANDING_TONES,
    STANDINGS,
    TRIGGERS,
)
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock
from stepwell.kernel.sentences import Sentence


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def reviews(request: Request, person_id: UUID) -> HttpResponse:
    """When the plan is looked at again and why; begin a review, tell what happened, write a payer's rule."""
    chart = _open(request, person_id)
    if request.method != "POST":
        return _show(request, chart)
    if "tell" in request.POST:
        return _told(request, chart)
    if "payer" in request.POST:
        return _payer(request, chart)
    try:
        row = reviewing_level.open_review(chart, key=request.POST.get("key", "")[:80], at=chart.at)
    except Refusal as refusal:
        messages.error(request, said(refusal))
        return redirect("clinician:reviews", person_id)
    return redirect("clinician:review", person_id, row.pk)


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, person_id: UUID, review_id: UUID) -> HttpResponse:
    """The evidence, and how it ends."""
    chart = _open(request, person_id)
    form = None
    if request.method == "POST":
        form = DecisionForm(request.POST)
        if form.is_valid():
            key = form.cleaned_data["key"]
            try:
                reviewing_level.decide(chart, review_id, form.decision, key=key, at=chart.at)
            except Refusal as refusal:
                form.add_error(None, said(refusal))
            else:
                return _decided(request, person_id, review_id, form)
    return _show_one(request, chart, review_id, form)


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: Request, person_id: UUID, review_id: UUID) -> HttpResponse:
    """The second clinician agrees to a step, or it is taken back."""
    chart = _open(request, person_id)
    if request.method != "POST":
        return redirect("clinician:review", person_id, review_id)
    key = request.POST.get("key", "")[:80]
    act: Callable[..., None] = reviewing_level.agree
    words = gettext("Signed by two. The new level is written.")
    if "back" in request.POST:
        act, words = reviewing_level.take_back, gettext("Taken back. The review goes on.")
    try:
        act(chart, review_id, key=key, at=chart.at)
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, words)
    return redirect("clinician:review", person_id, review_id)


def _decided(request: Request, person_id: UUID, review_id: UUID, form: DecisionForm) -> HttpResponse:
    outcome = form.decision.outcome
    if outcome.needs_second:
        messages.success(request, gettext("Signed. A second clinician opens this page and agrees."))
        return redirect("clinician:review", person_id, review_id)
    messages.success(request, gettext("Signed."))
    return redirect("clinician:plan" if outcome is Outcome.CHANGE else "clinician:reviews", person_id)


def _open(request: Request, person_id: UUID) -> Chart:
    return charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="review", at=clock.now())


def _told(request: Request, chart: Chart) -> HttpResponse:
    form = TellForm(request.POST)
    if not form.is_valid():
        return _show(request, chart, tell_form=form, status=422)
    try:
        trigger = Trigger(form.cleaned_data["trigger"])
        reviewing_level.tell(chart, trigger, key=form.cleaned_data["key"], at=chart.at)
    except Refusal as refusal:
        form.add_error(None, said(refusal))
        return _show(request, chart, tell_form=form, status=422)
    messages.success(request, gettext("Written down."))
    return redirect("clinician:reviews", chart.person.pk)


def _payer(request: Request, chart: Chart) -> HttpResponse:
    form = PayerForm(request.POST)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("name", "days", "since", "key")}
        try:
            reviewing_level.tell_payer(chart, **told, at=chart.at)
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, gettext("Written down."))
            return redirect("clinician:reviews", chart.person.pk)
    return _show(request, chart, payer_form=form, status=422)


def _show(
    request: Request,
    chart: Chart,
    *,
    tell_form: TellForm | None = None,
    payer_form: PayerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    episode = chart.find_episode()
    due = review_times.due_of(chart, at=chart.at)
    today = chart.at.astimezone(heads.zone_of(chart)).date()
    context = {
        "due": due,
        "is_late": due is not None and due.due_on < today,
        "reasons": [(each, said(each.sentence)) for each in due.reasons] if due else [],
        "under_way": reviewing_level.find_open(chart),
        "reviews": [_listed(chart, row) for row in reviewing_level.list_reviews(chart)],
        "payers": reviewing_level.list_payers(chart),
        "segments": [(each, LEVELS.get(each.level, each.level)) for each in levels_kept.segments_of(episode)]
        if episode
        else [],
        "is_open": bool(episode and episode.is_open),
        "tell_form": tell_form or TellForm(),
        "payer_form": payer_form or PayerForm(initial={"since": today}),
        "form": tell_form or payer_form,
        "has_errors": status == 422,
        "key": fresh_key(),
    }
    return heads.show(request, chart, "reviews", "clinician/reviews.html", context, status=status)


def _show_one(request: Request, chart: Chart, review_id: UUID, form: DecisionForm | None) -> HttpResponse:
    row = reviewing_level.get_review(chart, review_id)
    decided = [each for each in row.decisions.all() if each.declined_at is None]
    waits = decided[0] if decided and row.closed_at is None else None
    context = {
        "review": row,
        "evidence": _evidence(chart, row.evidence),
        "asked": [_asked(each) for each in row.reasons],
        "decision": _decision(chart, decided[0]) if decided else None,
        "waits": waits,
        "is_mine": waits is not None and waits.decided_by == chart.by.account_id,
        "form": form or DecisionForm(initial={"outcome": row.evidence.get("suggested")}),
        "has_errors": form is not None,
        "key": fresh_key(),
    }
    return heads.show(
        request, chart, "reviews", "clinician/review.html", context, status=422 if form else 200
    )


def _listed(chart: Chart, row: Any) -> dict[str, Any]:
    decided = [each for each in row.decisions.all() if each.declined_at is None]
    return {"row": row, "decision": _decision(chart, decided[0]) if decided else None}


def _decision(chart: Chart, row: Any) -> dict[str, Any]:
    outcome = Outcome(row.outcome)
    words = REASONS[outcome].get(row.reason)
    return {
        "row": row,
        "outcome": OUTCOMES[row.outcome],
        "suggested": OUTCOMES.get(row.suggested, ""),
        "is_other": row.suggested not in {"", row.outcome},
        "reason": gettext(words) if words else row.reason,
        "words": reviewing_level.words_of(chart, row),
        "level": LEVELS.get(row.level, row.level),
        "hours": (row.weekly_minutes or 0) / 60,
        "signatures": sorted(row.signatures.all(), key=lambda each: each.signed_at),
    }


def _asked(told: list[str]) -> dict[str, Any]:
    """What asked for the review, as it was kept: who asks, which key, until which day."""
    kind, key, day = told
    return {
        "words": TRIGGERS.get("program" if kind == "program" else key, key),
        "on": date.fromisoformat(day),
    }


def _evidence(chart: Chart, kept: Mapping[str, Any]) -> dict[str, Any]:
    weeks = kept.get("weeks", [])
    return {
        **kept,
        "since": date.fromisoformat(kept["since"]),
        "until": date.fromisoformat(kept["until"]),
        "weeks": [{**week, "monday": date.fromisoformat(week["monday"])} for week in weeks],
        "measures": [_measure(one) for one in kept.get("measures", [])],
        "objectives": _objectives(chart, kept),
        "suggested_words": OUTCOMES.get(kept.get("suggested", ""), ""),
        "because_words": said(Sentence(kept["because"])) if kept.get("because") else "",
    }


def _measure(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **one,
        "title": registry.get(one["instrument"]).title,
        "first_on": date.fromisoformat(one["first_on"]),
        "last_on": date.fromisoformat(one["last_on"]),
        "words": CHANGES.get(one["change"], ""),
        "tone": CHANGE_TONES.get(one["change"], ""),
    }


def _objectives(chart: Chart, kept: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The words of the objectives, from the revision that the review looked at."""
    if kept.get("plan") is None:
        return []
    try:
        plan = plans_kept.get_kept(chart, kept["plan"]).plan
    except NotHere:  # of an earlier stay
        return []
    found = [(one, plan.find(one["key"])) for one in kept["objectives"]]
    return [
        {
            "words": node.words,
            "standing": STANDINGS[one["standing"]],
            "tone": STANDING_TONES[one["standing"]],
            "target_on": date.fromisoformat(one["target_on"]) if one["target_on"] else None,
        }
        for one, node in found
        if node is not None
    ]
