"""The person's own plans for hard times, and the page for a hard moment."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.actions import hard_moments, reading_entries
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.practice.answers import lines_of
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant.opening import own_chart, say_refusal, show
from stepwell.interfaces.shared import filling
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock

TOLD = {
    "used": _("I used. I opened my plan and would like to talk about it."),
    "about": _("It is a hard moment. I opened my plan and would like to talk about it."),
}
"""What the counselor reads, in the person's name, where that was agreed."""


@for_roles(Role.PARTICIPANT)
@require_safe
def plan(request: Request, tool: str) -> HttpResponse:
    """One plan as it stands, to read, print and change; and what was kept before."""
    at = clock.now()
    chart = own_chart(request, what="own_plan", at=at)
    found, filled, versions = reading_entries.find_plan(chart, tool)
    kept = reading_entries.read_version(chart, versions[0]) if versions else {}
    context = {
        "id": found.id,
        "title": filling.here(found.title),
        "lead": filling.here(found.lead),
        "answered": filling.answers_shown(found, kept),
        "latest": versions[0] if versions else None,
        "earlier": [
            {"row": row, "answered": filling.answers_shown(found, reading_entries.read_version(chart, row))}
            for row in versions[1:]
        ],
        "is_drafted": filled is not None and filled.draft_saved_at is not None,
        "person": chart.person,
        "key": fresh_key(),
    }
    return show(request, chart, "participant/practice/plan.html", context)


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def now(request: Request) -> HttpResponse:
    """Contacts for a crisis first, then one's own people and plan. A POST comes from who agreed to tell."""
    at = clock.now()
    chart = own_chart(request, what="hard_moment", at=at)
    if request.method == "POST":
        return _tell(request, chart)
    found = hard_moments.find(chart)
    episode = chart.find_episode()
    well = found.plans.get("staying-well")
    answers = well.answers if well else {}
    context: dict[str, Any] = {
        "contacts": chart.person.organization.crisis_contacts,
        "site": episode.site if episode else None,
        "counselor": episode.counselor if episode else None,
        "people": [filling.called(line) for line in found.people],
        "about_to": lines_of(answers.get("about-to")) or lines_of(answers.get("coping")),
        "after_use": lines_of(answers.get("after-use")),
        "naloxone": lines_of(answers.get("naloxone")),
        "reasons": lines_of(answers.get("reasons")),
        "plans": [{"id": one.tool.id, "title": filling.here(one.tool.title)} for one in found.plans.values()],
        "hears": found.hears.value,
        "key": fresh_key(),
    }
    return show(request, chart, "participant/practice/now.html", context)


@for_roles(Role.PARTICIPANT)
@require_POST
def hears(request: Request) -> HttpResponse:
    """Who hears of a hard moment from now on."""
    at = clock.now()
    chart = own_chart(request, what="hearing_rule", at=at)
    who = hard_moments.hearing_of(request.POST.get("who", ""))
    hard_moments.agree(chart, who, key=request.POST.get("key", "")[:80], at=at)
    messages.success(request, gettext("Saved. You can change it any time."))
    return redirect("participant:now")


def _tell(request: Request, chart: Chart) -> HttpResponse:
    words = str(TOLD.get(request.POST.get("what", ""), TOLD["about"]))
    try:
        hard_moments.tell(chart, words, key=request.POST.get("key", "")[:80], at=chart.at)
    except Refusal as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, gettext("Your counselor was told. Nobody watches messages live."))
    return redirect("participant:now")
