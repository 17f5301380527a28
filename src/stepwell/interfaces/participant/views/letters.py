"""Letters to print: a plain one for anybody, and one that says more, tried and signed for first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from stepwell.actions import writing_letters
from stepwell.actions.charts import Chart
from stepwell.actions.letters import Asked, Letter
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant.opening import own_chart, show
from stepwell.interfaces.participant.sharing_forms import LETTER_ITEMS, LetterForm, PlainLetterForm
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: Request) -> HttpResponse:
    """Choose a letter. The plain one is there at once; the other is tried first, and signed for."""
    at = clock.now()
    chart = own_chart(request, what="letter", at=at)
    if request.method != "POST":
        return _choose(request, chart, LetterForm(initial={"key": fresh_key()}))
    if "plain" in request.POST:
        return _plain(request, chart, at=at)
    form = LetterForm(request.POST)
    if not form.is_valid() or "change" in request.POST:
        return _choose(request, chart, form, status=200 if form.is_valid() else 422)
    told = form.cleaned_data
    asked = Asked(told["to"], told["recipient_name"], told["recipient_address"], frozenset(told["items"]))
    try:
        if "sign" in request.POST:
            letter = writing_letters.write_fuller(chart, asked, key=told["key"], at=at)
            return _show(request, chart, letter, "letter")
        letter = writing_letters.preview(chart, asked, at=at)
    except Refusal as refusal:
        form.add_error(None, said(refusal))
        return _choose(request, chart, form, status=422)
    chosen = [words for item, words in LETTER_ITEMS if item in asked.items]
    revoking = writing_letters.HOW_TO_REVOKE
    return _show(request, chart, letter, "tried", form=form, chosen=chosen, how_to_revoke=revoking)


def _plain(request: Request, chart: Chart, *, at: datetime) -> HttpResponse:
    form = PlainLetterForm(request.POST)
    if not form.is_valid():
        return _choose(request, chart, LetterForm(initial={"key": fresh_key()}), status=422)
    letter = writing_letters.write_plain(chart, key=form.cleaned_data["key"], at=at)
    return _show(request, chart, letter, "letter")


def _choose(request: Request, chart: Chart, form: LetterForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "plain_key": fresh_key()}
    return show(request, chart, "participant/letters/choose.html", context, status=status)


def _show(request: Request, chart: Chart, letter: Letter, page: str, **more: Any) -> HttpResponse:
    context = {
        "letter": letter,
        "times": letter.times,
        "days": letter.days,
        "stay": letter.stay,
        **more,
    }
    return show(request, chart, f"participant/letters/{page}.html", context)
