"""What somebody practices, as far as they share it, and the plans that are made together at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.actions import charts, filling_tools, reading_entries
from stepwell.actions.charts import Chart
from stepwell.actions.filling_tools import ChangedMeanwhile, NotAnAnswer
from stepwell.actions.refusals import Refusal
from stepwell.domain.practice import files as tools
from stepwell.domain.practice.tool import Answer
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.clinician import heads
from stepwell.interfaces.shared import filling
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.numbers import number_told
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock

AT_MOST = 20
"""How many shared entries the page shows."""


@for_roles(Role.COUNSELOR)
@require_safe
def shared(request: Request, person_id: UUID) -> HttpResponse:
    """The own plans as they stand, and the practices and tools that the person shares."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="practice", at=at)
    plans = {one.tool.id: one for one in reading_entries.list_plans(chart) if one.entry.version}
    entries = reading_entries.list_entries(chart, at_most=AT_MOST)
    context = {
        "plans": [
            {
                "id": tool.id,
                "title": filling.here(tool.title),
                "kept": plans.get(tool.id),
                "answered": filling.answers_shown(tool, plans[tool.id].answers) if tool.id in plans else [],
            }
            for tool in tools.shipped().values()
            if tool.kind == "plan"
        ],
        "entries": [
            {
                "one": each,
                "title": filling.here(each.tool.title),
                "answered": filling.answers_shown(each.tool, each.answers),
            }
            for each in entries
        ],
    }
    return heads.show(request, chart, "practice", "clinician/person_practice.html", context)


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def own_plan(request: Request, person_id: UUID, tool: str) -> HttpResponse:
    """A plan on one page, to write together. Each saving is a version; those before stay."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="own_plan", at=at)
    found, filled, _versions = reading_entries.find_plan(chart, tool)
    if request.method != "POST":
        answers = filled.answers if filled else {}
        return _show(request, chart, tool, answers, version=filled.entry.version if filled else 0)
    sent = filling.told(found, request.POST)
    version = number_told(request.POST.get("version", ""), otherwise=0)
    typed = {key: list(values) if len(values) > 1 else "".join(values) for key, values in sent.items()}
    try:
        filling_tools.keep_whole(
            chart, tool, sent, seen_version=version, key=request.POST.get("key", "")[:60], at=at
        )
    except NotAnAnswer as refusal:
        problems = {refusal.field_id: said(refusal)}
        return _show(request, chart, tool, typed, version=version, problems=problems)
    except ChangedMeanwhile as refusal:
        now = filled.entry.version if filled else 0
        return _show(request, chart, tool, typed, version=now, problem=said(refusal), is_behind=True)
    except Refusal as refusal:
        return _show(request, chart, tool, typed, version=version, problem=said(refusal))
    messages.success(request, gettext("Saved. It is on their phone now."))
    return redirect("clinician:practice", person_id)


def _show(
    request: Request,
    chart: Chart,
    tool_id: str,
    answers: Mapping[str, Answer],
    *,
    version: int,
    problems: Mapping[str, str] | None = None,
    problem: str = "",
    is_behind: bool = False,
) -> HttpResponse:
    """The form with these answers; where somebody else saved meanwhile, beside what they wrote."""
    tool, filled, versions = reading_entries.find_plan(chart, tool_id)
    kept = filled.answers if filled and is_behind else {}
    earlier: list[dict[str, Any]] = [
        {"row": row, "answered": filling.answers_shown(tool, reading_entries.read_version(chart, row))}
        for row in versions
    ]
    context = {
        "id": tool.id,
        "title": filling.here(tool.title),
        "lead": filling.here(tool.lead),
        "screens": filling.screens_shown(tool, answers, problems or {}),
        "problems": problems,
        "problem": problem,
        "theirs": filling.answers_shown(tool, kept),
        "earlier": earlier,
        "version": version,
        "key": fresh_key(),
    }
    status = 422 if problem or problems else 200
    return heads.show(request, chart, "practice", "clinician/own_plan.html", context, status=status)
