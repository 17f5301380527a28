"""One questionnaire: asked, looked over, sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from stepwell.actions import measuring
from stepwell.actions.charts import Chart
from stepwell.actions.measuring import NotAnswers
from stepwell.domain.instruments import registry
from stepwell.domain.instruments.instrument import Instrument
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant.opening import own_chart, show, wants_json
from stepwell.interfaces.participant.sent_late import filled_at
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: Request, instrument: str) -> HttpResponse:
    """The questions; then the answers to look over; then they are kept."""
    at = clock.now()
    chart = own_chart(request, what="questions", at=at)
    form = registry.INSTRUMENTS.get(instrument)
    if form is None:
        raise Http404
    if request.method != "POST":
        return _show(request, chart, form, {}, step="questions")
    given = {name: _number(request.POST, name) for name in _names(form)}
    if "send" in request.POST:
        return _keep(request, chart, form, given, at=at)
    return _show(request, chart, form, given, step="questions" if "change" in request.POST else "review")


def _keep(
    request: Request, chart: Chart, form: Instrument, given: Mapping[str, int | None], *, at: datetime
) -> HttpResponse:
    answers = [given[item.key] for item in form.items]
    if not any(answer is not None for answer in answers):
        problem = gettext("Nothing is answered yet. Answer what you want to, or go back to Today.")
        return _show(request, chart, form, given, step="questions", problem=problem)
    try:
        result = measuring.answer(
            chart,
            instrument=form.key,
            answers=answers,
            difficulty=next((given[item.key] for item in form.unscored), None),
            language="en",
            key=request.POST.get("key", ""),
            at=at,
            filled_at=filled_at(request, at=at),
        )
    except NotAnswers as refusal:
        return _show(request, chart, form, given, step="questions", problem=said(refusal))
    if wants_json(request):
        return JsonResponse({"saved": True})
    if result.asks_about_safety:
        messages.success(
            request, gettext("Saved. Thank you for telling us. You don't have to be alone with it.")
        )
        return redirect("participant:help")
    messages.success(request, gettext("Saved. Thank you. You and your counselor can see it."))
    return redirect("participant:progress")


def _show(
    request: Request,
    chart: Chart,
    form: Instrument,
    given: Mapping[str, int | None],
    *,
    step: str,
    problem: str = "",
) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"saved": False, "problem": problem}, status=422)
    questions = [_question(form, item, given) for item in (*form.items, *form.unscored)]
    context = {
        "instrument": form,
        "questions": questions,
        "step": step,
        "problem": problem,
        "has_errors": bool(problem),
        "key": request.POST.get("key") or fresh_key(),
        "blanks": sum(1 for item in form.items if given.get(item.key) is None),
        "first_id": f"{questions[0]['key']}-0",
        "is_in_own_language": (get_language() or "en")[:2] in form.languages,
        "shows_help": _asks(form, given),
        "safety": {item.key for item in form.items if _asks(form, {item.key: _highest(form, item)})},
    }
    return show(request, chart, "participant/measure.html", context, status=422 if problem else 200)


def _asks(form: Instrument, given: Mapping[str, int | None]) -> bool:
    return registry.scoring(form.key).asks_about_safety([given.get(item.key) for item in form.items])


def _highest(form: Instrument, item: Any) -> int:
    return max(option.value for option in form.options_of(item))


def _question(form: Instrument, item: Any, given: Mapping[str, int | None]) -> dict[str, Any]:
    chosen = given.get(item.key)
    options = form.options_of(item)
    return {
        "key": item.key,
        "text": item.text,
        "options": options,
        "chosen": chosen,
        "answer": next((option.text for option in options if option.value == chosen), ""),
    }


def _names(form: Instrument) -> list[str]:
    return [item.key for item in (*form.items, *form.unscored)]


def _number(data: QueryDict, name: str) -> int | None:
    """An answer, or None for a blank. What is no number is kept as one no question offers."""
    text = data.get(name, "")
    if text == "":
        return None
    return int(text) if text.isdecimal() and len(text) < 4 else -1
