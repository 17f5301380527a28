"""The end of a program: what it asks for, what is missing, the act of graduating, and the signed summary."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stepwell.actions import charts, continuing_plans, goals_so_far, graduating, summarizing
from stepwell.actions.charts import Chart
from stepwell.actions.graduating import Sheet
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.judging import PLAN
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.clinician import heads
from stepwell.interfaces.clinician.ending_forms import (
    AnswerForm,
    ContinuingPlanForm,
    GraduateForm,
    SummaryForm,
)
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def graduation(request: Request, person_id: UUID) -> HttpResponse:
    """What the program asks for, each with its answer; what was sent is answered, written or done."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="graduation", at=at)
    if request.method != "POST":
        return _show(request, chart, at=at)
    done = request.POST.get("do", "")
    if done == "plan":
        return _write_plan(request, chart, at=at)
    if done == "graduate":
        return _graduate(request, chart, at=at)
    return _answer(request, chart, at=at)


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: Request, person_id: UUID) -> HttpResponse:
    """The facts as they are, what a clinician writes beside them, and what is signed already."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="summary", at=at)
    episode = graduating.find_stay(chart)
    form = SummaryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            summarizing.sign(chart, episode, words=form.cleaned_data, key=form.cleaned_data["key"], at=at)
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Signed. Nobody can change it now; what is missing can be added."))
            return redirect("clinician:summary", person_id)
    context = {
        "form": form,
        "facts": summarizing.gather(chart, episode, at=at),
        "signed": summarizing.list_signed(chart, episode),
        "headings": summarizing.HEADINGS,
        "may_sign": summarizing.may_sign(episode),
        "titles": _titles(chart, at=at),
    }
    status = 422 if form.errors else 200
    return heads.show(request, chart, "graduation", "clinician/person_summary.html", context, status=status)


def _answer(request: Request, chart: Chart, *, at: datetime) -> HttpResponse:
    episode = graduating.find_stay(chart)
    wanted = request.POST.get("criterion", "")
    sheet = graduating.look(chart, episode, on=episode.site.day_at(at))
    line = next((line for line in sheet.lines if line.key == wanted), None)
    if line is None:
        return _show(request, chart, problem=_("Choose what you want to answer."), at=at)
    form = AnswerForm(request.POST, line=line)
    if form.is_valid():
        told = form.cleaned_data
        try:
            graduating.write_answer(
                chart,
                episode,
                criterion=wanted,
                code=told["code"],
                on=told.get("on"),
                words=told["words"],
                key=told["key"],
                at=at,
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Written down."))
            return redirect("clinician:graduation", chart.person.pk)
    return _show(request, chart, answer=(wanted, form), at=at)


def _write_plan(request: Request, chart: Chart, *, at: datetime) -> HttpResponse:
    form = ContinuingPlanForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            continuing_plans.write(chart, graduating.find_stay(chart), words=told, key=told["key"], at=at)
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("The plan is written. The person sees it on their own page."))
            return redirect("clinician:graduation", chart.person.pk)
    return _show(request, chart, plan_form=form, at=at)


def _graduate(request: Request, chart: Chart, *, at: datetime) -> HttpResponse:
    form = GraduateForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            graduating.graduate(
                chart,
                graduating.find_stay(chart),
                on=told["on"],
                reason=told["reason"],
                wish=told["wish"],
                key=told["key"],
                at=at,
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Graduated. The next step is the first call of the year after."))
            return redirect("clinician:after", chart.person.pk)
    return _show(request, chart, graduate_form=form, at=at)


def _show(
    request: Request,
    chart: Chart,
    *,
    answer: tuple[str, AnswerForm] | None = None,
    plan_form: ContinuingPlanForm | None = None,
    graduate_form: GraduateForm | None = None,
    problem: str = "",
    at: datetime,
) -> HttpResponse:
    episode = chart.find_episode()
    if episode is None:
        return heads.show(request, chart, "graduation", "clinician/person_graduation.html", {})
    today = episode.site.day_at(at)
    sheet = graduating.look(chart, episode, on=today)
    plan = continuing_plans.read(chart, episode)
    wrong: forms.Form | None = plan_form or graduate_form or (answer[1] if answer else None)
    context = {
        "sheet": sheet,
        "lines": _lines(sheet, answer),
        "goals": goals_so_far.goals_so_far(chart),
        "plan": plan,
        "headings": continuing_plans.HEADINGS,
        "plan_form": plan_form or ContinuingPlanForm(initial=dict(plan.words) if plan else None),
        "graduate_form": graduate_form or GraduateForm(initial={"on": today}),
        "reasons": graduating.REASONS,
        "wish": _wish(chart, sheet),
        "problem": problem,
        "form": wrong,
        "has_errors": bool(problem) or wrong is not None,
    }
    status = 422 if context["has_errors"] else 200
    return heads.show(
        request, chart, "graduation", "clinician/person_graduation.html", context, status=status
    )


def _lines(sheet: Sheet, answer: tuple[str, AnswerForm] | None) -> list[dict[str, Any]]:
    may = sheet.may_graduate
    return [
        {
            "line": line,
            "form": (answer[1] if answer and answer[0] == line.key else AnswerForm(line=line))
            if may and line.key != PLAN
            else None,
            "is_wrong": bool(answer and answer[0] == line.key),
        }
        for line in sheet.lines
    ]


def _wish(chart: Chart, sheet: Sheet) -> str:
    return graduating.wish_of(chart, sheet.graduation) if sheet.graduation else ""


def _titles(chart: Chart, *, at: datetime) -> dict[str, Any]:
    """What each criterion of the stay is called, by its key."""
    episode = graduating.find_stay(chart)
    sheet = graduating.look(chart, episode, on=episode.site.day_at(at))
    return {line.key: line.asked.title for line in sheet.lines}
