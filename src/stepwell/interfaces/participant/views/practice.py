"""The practice of tonight, tools to use by oneself, and each entry of them: one screen a step."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.actions import filling_tools, practicing, reading_entries, weeks
from stepwell.actions.charts import Chart
from stepwell.actions.filling_tools import ChangedMeanwhile, NotAnAnswer
from stepwell.actions.reading_entries import Filled
from stepwell.actions.refusals import Refusal
from stepwell.domain.practice import files as tools
from stepwell.domain.practice.tool import Answers, Tool
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant.opening import own_chart, say_refusal, show, wants_json
from stepwell.interfaces.participant.sent_late import filled_at
from stepwell.interfaces.shared import filling
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.numbers import number_told
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock

LATEST = 20
"""How many of one's own entries the list of tools shows."""


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def tonight(request: Request) -> HttpResponse:
    """What goes with the group of today, and how long it takes; a POST begins it."""
    at = clock.now()
    chart = own_chart(request, what="practice", at=at)
    if request.method == "POST":
        entry = practicing.begin_tonight(chart, key=request.POST.get("key", "")[:80], at=at)
        return redirect("participant:entry", entry.pk)
    found = practicing.find_tonight(chart, at=at)
    context = {
        "tonight": found,
        "today": at.astimezone(weeks.zone_of(chart)).date(),
        "title": filling.here(found.tool.title) if found else "",
        "lead": filling.here(found.tool.lead) if found else "",
        "goal": practicing.goal_of(chart) if found else "",
        "done": practicing.count_done(chart),
        "key": fresh_key(),
    }
    return show(request, chart, "participant/practice/tonight.html", context)


@for_roles(Role.PARTICIPANT)
@require_safe
def home(request: Request) -> HttpResponse:
    """The tools, what was filled in lately, and the own plans."""
    at = clock.now()
    chart = own_chart(request, what="practice", at=at)
    entries = reading_entries.list_entries(chart, at_most=LATEST)
    context = {
        "tools": [_named(one) for one in tools.shipped().values() if one.kind == "tool"],
        "plans": [_named(one) for one in tools.shipped().values() if one.kind == "plan"],
        "entries": [{"one": each, "title": filling.here(each.tool.title)} for each in entries],
        "key": fresh_key(),
    }
    return show(request, chart, "participant/practice/home.html", context)


@for_roles(Role.PARTICIPANT)
@require_POST
def begin(request: Request, tool: str) -> HttpResponse:
    """A new entry of a tool, or the own plan to go on with."""
    at = clock.now()
    chart = own_chart(request, what="practice", at=at)
    entry = filling_tools.begin(chart, tool, key=request.POST.get("key", "")[:80], at=at)
    return redirect(_step(entry.pk, 1))


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: Request, entry_id: UUID) -> HttpResponse:
    """One screen a step, then a look at all of it. A POST saves what stands on the screen.

    A phone that saves as the person types asks for JSON and gets 204.
    """
    at = clock.now()
    chart = own_chart(request, what="practice", at=at)
    filled = reading_entries.find_one(chart, entry_id)
    step = _step_of(request, filled)
    if request.method != "POST":
        return _show_step(request, chart, filled, step)
    sent = filling.told(filled.tool, request.POST)
    try:
        filling_tools.save_draft(chart, entry_id, sent, filled_at=filled_at(request, at=at), at=at)
    except NotAnAnswer as refusal:
        problems = {refusal.field_id: said(refusal)}
        if wants_json(request):
            return JsonResponse({"saved": False, "errors": problems}, status=422)
        return _show_step(request, chart, filled, step, typed=sent, problems=problems)
    if wants_json(request):
        return HttpResponse(status=204)
    go = request.POST.get("go", "next")
    if go == "later":
        messages.success(request, gettext("Saved. You can go on any time."))
        return redirect("participant:tools")
    return redirect(_step(entry_id, step - 1 if go == "back" else step + 1))


@for_roles(Role.PARTICIPANT)
@require_POST
def keep(request: Request, entry_id: UUID) -> HttpResponse:
    """It is done: kept as it stands, and seen by whom the person says."""
    at = clock.now()
    chart = own_chart(request, what="practice", at=at)
    filled = reading_entries.find_one(chart, entry_id)
    try:
        filling_tools.keep(
            chart,
            entry_id,
            seen_version=number_told(request.POST.get("version", ""), otherwise=0),
            shared=filling_tools.sharing_of(request.POST["shared"]) if "shared" in request.POST else None,
            key=request.POST.get("key", "")[:80],
            at=at,
        )
    except ChangedMeanwhile as refusal:
        again = reading_entries.find_one(chart, entry_id)
        theirs = reading_entries.read_latest(chart, again)
        return _show_review(request, chart, again, problem=said(refusal), theirs=theirs)
    except Refusal as refusal:
        return _show_review(request, chart, filled, problem=said(refusal))
    if filled.is_plan:
        messages.success(request, gettext("Saved. This is your plan now."))
        return redirect("participant:own_plan", filled.tool.id)
    messages.success(request, gettext("Saved. Good that you took the time."))
    return redirect("participant:entry", entry_id)


@for_roles(Role.PARTICIPANT)
@require_POST
def share(request: Request, entry_id: UUID) -> HttpResponse:
    """Who sees an entry from now on."""
    at = clock.now()
    chart = own_chart(request, what="practice", at=at)
    wanted = filling_tools.sharing_of(request.POST.get("shared", ""))
    try:
        filling_tools.share(chart, entry_id, wanted, key=request.POST.get("key", "")[:80], at=at)
    except Refusal as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, gettext("Saved. It counts from now on."))
    return redirect("participant:entry", entry_id)


def _step_of(request: Request, filled: Filled) -> int:
    """The step asked for; without one 0, which reads what is kept, or 1 where nothing is."""
    last = len(filled.tool.screens) + 1
    is_kept = filled.entry.version > 0 and filled.draft_saved_at is None
    wanted = number_told(request.GET.get("step", ""), otherwise=0 if is_kept else 1)
    return min(wanted, last)


def _show_step(
    request: Request,
    chart: Chart,
    filled: Filled,
    step: int,
    *,
    typed: dict[str, Any] | None = None,
    problems: dict[str, str] | None = None,
) -> HttpResponse:
    if step == 0:
        return _show_kept(request, chart, filled)
    if step > len(filled.tool.screens):
        return _show_review(request, chart, filled)
    answers = {**filled.answers, **{key: _as_typed(each) for key, each in (typed or {}).items()}}
    context = {
        **_head(filled),
        "step": step,
        "of": len(filled.tool.screens),
        "screen": filling.screen_shown(filled.tool.screens[step - 1], answers, problems or {}),
        "problems": problems,
        "address": _step(filled.entry.pk, step),
    }
    return show(request, chart, "participant/practice/step.html", context, status=422 if problems else 200)


def _show_review(
    request: Request,
    chart: Chart,
    filled: Filled,
    *,
    problem: str = "",
    theirs: Answers | None = None,
) -> HttpResponse:
    context = {
        **_head(filled),
        "answered": filling.answers_shown(filled.tool, filled.answers),
        "problem": problem,
        # Who has been shown what was saved meanwhile may save on top of it.
        "version": filled.seen_version if theirs is None else filled.entry.version,
        "theirs": filling.answers_shown(filled.tool, theirs or {}),
        "change": _step(filled.entry.pk, 1),
    }
    return show(request, chart, "participant/practice/review.html", context, status=422 if problem else 200)


def _show_kept(request: Request, chart: Chart, filled: Filled) -> HttpResponse:
    context = {**_head(filled), "answered": filling.answers_shown(filled.tool, filled.answers)}
    context["change"] = _step(filled.entry.pk, 1)
    return show(request, chart, "participant/practice/kept.html", context)


def _head(filled: Filled) -> dict[str, Any]:
    return {"entry": filled.entry, "filled": filled, "key": fresh_key(), **_named(filled.tool)}


def _named(tool: Tool) -> dict[str, Any]:
    lead, title = filling.here(tool.lead), filling.here(tool.title)
    return {"id": tool.id, "title": title, "lead": lead, "minutes": tool.minutes}


def _as_typed(values: list[str]) -> str | list[str]:
    return values if len(values) > 1 else "".join(values)


def _step(entry_id: UUID, step: int) -> str:
    return f"{reverse('participant:entry', args=[entry_id])}?step={max(step, 1)}"
