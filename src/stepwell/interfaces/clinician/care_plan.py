"""The treatment plan of one person: the golden thread, its gaps, its parts, signatures and versions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.actions import charts, plan_choices, plan_evidence, planning_care, plans_kept
from stepwell.actions.charts import Chart
from stepwell.actions.plan_choices import Choices
from stepwell.actions.plans_kept import Kept, Plans
from stepwell.actions.refusals import Refusal
from stepwell.domain.plans.comparing import Pair, Turn, compare
from stepwell.domain.plans.nodes import BY_NAME, AnyNode, name_of
from stepwell.domain.plans.plan import Plan, hanging
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.clinician import heads
from stepwell.interfaces.clinician.plan_forms import PartForm, form_of, initial_of, words_of
from stepwell.interfaces.shared import plan_shown
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.numbers import number_told
from stepwell.interfaces.shared.plan_words import KINDS, MANY, TURNS
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock
from stepwell.kernel.identifiers import new_id


@for_roles(Role.COUNSELOR)
@require_safe
def plan(request: Request, person_id: UUID) -> HttpResponse:
    """The plan as it is written now: the picture, what it lacks, its parts, who signed."""
    chart = _open(request, person_id)
    return _show(request, chart)


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, person_id: UUID, kind: str) -> HttpResponse:
    """A new part of the plan."""
    chart = _open(request, person_id)
    if form_of(kind) is None:
        raise Http404
    return _part(request, chart, kind, None)


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: Request, person_id: UUID, part_key: str) -> HttpResponse:
    """Change a part of the plan, or take it out. What is taken out already is told, not missing."""
    chart = _open(request, person_id)
    latest = plans_kept.plans_of(chart).latest
    node = latest.plan.find(part_key) if latest else None
    if latest is None or node is None:
        return _taken_out(request, chart, part_key)
    if "remove" in request.POST:
        return _removed(request, chart, latest.plan, node)
    return _part(request, chart, name_of(node), node)


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: Request, person_id: UUID) -> HttpResponse:
    """The counselor signs the plan that was read; then the person can."""
    chart = _open(request, person_id)
    if request.method != "POST":
        return redirect("clinician:plan", person_id)
    number = number_told(request.POST.get("number", ""), otherwise=0)
    try:
        planning_care.sign(chart, number=number, key=request.POST.get("key", "")[:80], at=clock.now())
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, gettext("Signed. The person can read and sign it on their phone now."))
    return redirect("clinician:plan", person_id)


@for_roles(Role.COUNSELOR)
@require_safe
def versions(request: Request, person_id: UUID) -> HttpResponse:
    """Two versions side by side; without a choice the last two."""
    chart = _open(request, person_id)
    plans = plans_kept.plans_of(chart)
    listed = _versions(plans)
    if not listed:
        raise Http404
    after = _chosen(listed, request.GET.get("after", ""), listed[0])
    earlier = [each for each in listed if each.number < after.number]
    before = _chosen(listed, request.GET.get("before", ""), earlier[0] if earlier else after)
    choices = plan_choices.choices_of(chart, at=chart.at)
    context = {
        "versions": listed,
        "before": before,
        "after": after,
        "rows": [_compared(pair, choices) for pair in compare(before.plan, after.plan)],
    }
    return heads.show(request, chart, "plan", "clinician/plan_versions.html", context)


def _open(request: Request, person_id: UUID) -> Chart:
    at = clock.now()
    return charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="treatment_plan", at=at)


def _show(request: Request, chart: Chart) -> HttpResponse:
    plans = plans_kept.plans_of(chart)
    latest = plans.latest
    context: dict[str, Any] = {
        "kinds": [(kind, KINDS[kind]) for kind in BY_NAME],
        "plans": plans,
        "latest": latest,
        "is_open": _is_open(chart),
        "key": fresh_key(),
    }
    if latest is not None and latest.plan.nodes:
        choices = plan_choices.choices_of(chart, at=chart.at)
        with timezone.override(heads.zone_of(chart)):
            context |= _thread(chart, plans, latest, choices)
    return heads.show(request, chart, "plan", "clinician/plan.html", context)


def _thread(chart: Chart, plans: Plans, latest: Kept, choices: Choices) -> dict[str, Any]:
    evidence = plan_evidence.evidence_of(chart, plans, latest, at=chart.at)
    url = reverse("clinician:plan", args=[chart.person.pk])
    return {
        "picture": plan_shown.draw_thread(
            evidence, choices, url_of=lambda node: f"{url}#k-{node.key}", label=gettext("The golden thread")
        ),
        "nodes": plan_shown.shown_thread(evidence, choices),
        "gaps": [
            {"gap": gap, "words": said(gap.sentence), "node": latest.plan.find(gap.node)}
            for gap in evidence.gaps
        ],
    }


def _part(request: Request, chart: Chart, kind: str, node: AnyNode | None) -> HttpResponse:
    plans = plans_kept.plans_of(chart)
    now = plans.latest.plan if plans.latest else Plan()
    today = chart.at.astimezone(heads.zone_of(chart)).date()
    make = form_of(kind)
    assert make is not None  # asked before
    options: dict[str, Any] = {
        "plan": now,
        "choices": plan_choices.choices_of(chart, at=chart.at),
        "today": today,
    }
    if request.method != "POST":
        initial = {"seen": plans.number, "comes_from": request.GET.getlist("from")}
        initial |= initial_of(node) if node is not None else {}
        return _shown_part(request, chart, make(initial=_told(initial), **options), kind, node, now)
    form = make(request.POST, **options)
    if form.is_valid():
        written = form.node(_key_of(node), since_on=node.since_on if node and node.since_on else today)
        try:
            seen = form.cleaned_data["seen"] or 0
            planning_care.amend(chart, now.put(written), seen=seen, key=form.cleaned_data["key"], at=chart.at)
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, gettext("Saved. It is a draft until it is signed."))
            return redirect(f"{reverse('clinician:plan', args=[chart.person.pk])}#k-{written.key}")
    return _shown_part(request, chart, form, kind, node, now, status=422)


def _told(initial: dict[str, Any]) -> dict[str, Any]:
    """An empty choice leaves the form's own first choice standing."""
    return {name: value for name, value in initial.items() if value != []}


def _key_of(node: AnyNode | None) -> str:
    return node.key if node is not None else new_id().hex[-12:]


def _shown_part(
    request: Request,
    chart: Chart,
    form: PartForm,
    kind: str,
    node: AnyNode | None,
    now: Plan,
    *,
    status: int = 200,
) -> HttpResponse:
    goes_too = [now.find(key) for key in hanging(now, node.key)] if node is not None else []
    context = {
        "form": form,
        "has_errors": bool(form.errors),
        "kind": KINDS[kind],
        "node": node,
        "number": form["seen"].value(),
        "goes_too": words_of(each for each in goes_too if each is not None),
        "key": fresh_key(),
    }
    return heads.show(request, chart, "plan", "clinician/plan_part.html", context, status=status)


def _removed(request: Request, chart: Chart, now: Plan, node: AnyNode) -> HttpResponse:
    seen = number_told(request.POST.get("seen", ""), otherwise=0)
    key = request.POST.get("key", "")[:80]
    try:
        planning_care.amend(chart, now.without(node.key), seen=seen, key=key, at=chart.at)
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, gettext("Taken out. Earlier versions keep it."))
    return redirect("clinician:plan", chart.person.pk)


def _taken_out(request: Request, chart: Chart, part_key: str) -> HttpResponse:
    """A second click finds it done; who was still writing gets their words back and is told."""
    node = plans_kept.find_taken_out(chart, part_key)
    if node is None:
        raise Http404
    if request.method == "POST" and "remove" not in request.POST:
        return _part(request, chart, name_of(node), node)
    messages.info(request, gettext("This part is taken out already. Earlier versions keep it."))
    return redirect("clinician:plan", chart.person.pk)


def _versions(plans: Plans) -> list[Kept]:
    """The draft, where there is one, and every signed version, the latest first."""
    draft = [plans.latest] if plans.latest is not None and not plans.latest.signatures else []
    return [*draft, *plans.signed]


def _chosen(listed: list[Kept], number: str, otherwise: Kept) -> Kept:
    return next((each for each in listed if str(each.number) == number), otherwise)


def _compared(pair: Pair, choices: Choices) -> dict[str, Any]:
    words, tone = TURNS[pair.turn.value]
    kind = name_of(pair.node)
    return {
        "kind": KINDS[kind],
        "many": MANY[kind],
        "turn": words,
        "tone": tone,
        "is_gone": pair.turn is Turn.TAKEN_OUT,
        "before": _side(pair.before, choices),
        "after": _side(pair.after, choices),
    }


def _side(node: AnyNode | None, choices: Choices) -> dict[str, Any] | None:
    if node is None:
        return None
    standing = plan_shown.standing_of(node)
    notes = [*plan_shown.notes_of(node, choices), *([standing] if standing else [])]
    return {"words": node.words, "notes": notes}


def _is_open(chart: Chart) -> bool:
    episode = chart.find_episode()
    return episode is not None and episode.is_open
