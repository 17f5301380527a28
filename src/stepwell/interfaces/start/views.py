"""Asking for help: one question a page, in plain words, left at any moment, and checked before it is sent."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.actions import begun_enquiries, enquiring
from stepwell.actions.refusals import Refusal
from stepwell.interfaces.shared.asking import QUESTIONS, Question, asked_from
from stepwell.interfaces.shared.requests import for_anyone
from stepwell.interfaces.shared.words import said
from stepwell.interfaces.start import coming_back
from stepwell.interfaces.start.answers import Visit, keep
from stepwell.interfaces.start.program import BEGINNINGS, SENDINGS, at_program, may_go_on, too_many
from stepwell.kernel import clock


@for_anyone
@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    """The way to the program of this place; where there are several, their names."""
    found = enquiring.list_open_organizations()
    if len(found) == 1:
        return redirect("start:first", found[0].pk)
    return render(request, "start/programs.html", {"programs": found})


@at_program
@require_safe
def first(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What this is, what happens next, and that one may stop at any moment."""
    if visit.is_sent:
        return redirect("start:done", visit.program)
    return render(request, "start/first.html", {"visit": visit, "go_on": _where_next(visit)})


@at_program
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, visit: Visit, question: str) -> HttpResponse:
    """One question. What was typed is kept, also when it isn't a whole answer yet."""
    found = next((each for each in QUESTIONS if each.slug == question), None)
    if found is None:
        raise Http404
    if visit.is_sent:
        return redirect("start:done", visit.program)
    if found not in visit.questions:
        return redirect(_where_next(visit))
    if request.method != "POST":
        return _shown(request, visit, found)
    if not visit.secret and not may_go_on(request, "begin", BEGINNINGS):
        return too_many(request, visit)
    kept = keep(request, visit, found, request.POST, at=clock.now())
    if "keep" in request.POST:
        return coming_back.told(request, kept)
    if not kept.is_answered(found):
        return _shown(request, kept, found, status=422)
    return redirect(_where_next(kept))


@at_program
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every answer once more, each with a way to change it; then it is sent."""
    if visit.is_sent:
        return redirect("start:done", visit.program)
    if visit.next_open() is not None:
        return redirect(_where_next(visit))
    problem = ""
    if request.method == "POST":
        if not may_go_on(request, "send", SENDINGS):
            return too_many(request, visit)
        try:
            begun_enquiries.send(visit.secret, asked_from(visit.told()), site=visit.site(), at=clock.now())
        except Refusal as refusal:
            problem = said(refusal)
        else:
            return redirect("start:times", visit.program)
    context = {"visit": visit, "lines": _lines(visit), "problem": problem}
    return render(request, "start/check.html", context, status=422 if problem else 200)


def _where_next(visit: Visit) -> str:
    following = visit.next_open()
    if following is None:
        return reverse("start:check", args=[visit.program])
    return reverse("start:ask", args=[visit.program, following.slug])


def _shown(request: HttpRequest, visit: Visit, question: Question, *, status: int = 200) -> HttpResponse:
    kept: dict[str, Any] | None = visit.answers.get(question.slug)
    is_wrong = status != 200
    initial = kept if kept is not None else {"language": (get_language() or "en")[:2]}
    form = visit.form(question, kept or {}) if is_wrong else visit.form(question, initial=initial)
    questions = visit.questions
    place = questions.index(question)
    before = questions[place - 1] if place else None
    context = {
        "visit": visit,
        "question": question,
        "title": question.titled(is_self=visit.is_self),
        "form": form,
        "back": reverse("start:ask", args=[visit.program, before.slug]) if before else "",
        "number": place + 1,
        "of": len(questions),
    }
    return render(request, "start/ask.html", context, status=status)


def _lines(visit: Visit) -> list[dict[str, Any]]:
    """Each answer in words, with the page that changes it."""
    lines = []
    for question in visit.questions:
        form = visit.form(question, visit.answers[question.slug])
        form.is_valid()
        lines.append(
            {
                "question": question,
                "title": question.titled(is_self=visit.is_self),
                "fields": [(field.label, _in_words(form, field.name)) for field in form],
            }
        )
    return lines


def _in_words(form: Any, name: str) -> Any:
    value = form.cleaned_data.get(name)
    choices = dict(getattr(form.fields[name], "choices", ()))
    return choices.get(value, value)
