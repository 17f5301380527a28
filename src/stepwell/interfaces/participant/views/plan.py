"""The person's own plan on their phone: what they want, the steps to it, what is done; read, sign, ask."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from stepwell.actions import (
    levels_kept,
    plan_choices,
    plan_evidence,
    planning_care,
    plans_kept,
    review_times,
    reviewing_level,
    weeks,
)
from stepwell.actions.charts import Chart
from stepwell.actions.plans_kept import Kept, Plans
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.domain.reviews.due import Trigger
from stepwell.interfaces.participant.opening import own_chart, say_refusal, show
from stepwell.interfaces.shared import plan_shown
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.numbers import number_told
from stepwell.interfaces.shared.plan_words import LEVELS, OWN
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.PARTICIPANT)
@require_safe
def plan(request: Request) -> HttpResponse:
    """The plan that waits for a signature, or the one in force; drafts are not shown."""
    at = clock.now()
    chart = own_chart(request, what="treatment_plan", at=at)
    plans = plans_kept.plans_of(chart)
    offered = plans.offered
    episode = chart.find_episode()
    is_open = bool(episode and episode.is_open)
    due = review_times.due_of(chart, at=at)
    segments = levels_kept.segments_of(episode) if episode and is_open else ()
    context: dict[str, Any] = {
        "offered": offered,
        "is_to_sign": is_open and offered is not None and not offered.is_signed_by_both,
        "in_force": plans.in_force,
        "is_open": is_open,
        "review_due_on": due.due_on if due else None,
        "level": LEVELS.get(segments[-1].level, "") if segments else "",
        "weekly_minutes": segments[-1].weekly_minutes if segments else 0,
        "key": fresh_key(),
    }
    if offered is not None:
        with timezone.override(weeks.zone_of(chart)):
            context["nodes"] = _nodes(chart, plans, offered)
    return show(request, chart, "participant/plan.html", context)


@for_roles(Role.PARTICIPANT)
@require_POST
def sign(request: Request) -> HttpResponse:
    """The person signs what they read."""
    at = clock.now()
    chart = own_chart(request, what="treatment_plan", at=at)
    told = number_told(request.POST.get("number", ""), otherwise=0)
    try:
        planning_care.sign(chart, number=told, key=request.POST.get("key", "")[:80], at=at)
    except Refusal as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, gettext("Signed. This is your plan now."))
    return redirect("participant:plan")


@for_roles(Role.PARTICIPANT)
@require_POST
def ask_review(request: Request) -> HttpResponse:
    """The person wants to look at the plan again."""
    at = clock.now()
    chart = own_chart(request, what="treatment_plan", at=at)
    try:
        reviewing_level.tell(chart, Trigger.REQUEST, key=request.POST.get("key", "")[:80], at=at)
    except Refusal as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, gettext("Asked. Your counselor looks at it with you within 3 days."))
    return redirect("participant:plan")


def _nodes(chart: Chart, plans: Plans, kept: Kept) -> list[plan_shown.Shown]:
    choices = plan_choices.choices_of(chart, at=chart.at)
    evidence = plan_evidence.evidence_of(chart, plans, kept, at=chart.at)
    return plan_shown.shown_thread(evidence, choices, names=OWN)
