"""Where a stay stands: its levels with their hours, a leave, a lapse, who leaves, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from stepwell.actions import charts, leaving, levels_kept, moving_levels
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.lifecycle import EpisodeState, may_move
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.clinician import heads
from stepwell.interfaces.clinician.review_forms import LeaveForm, LeavingForm
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.plan_words import LEVELS
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock
from stepwell.kernel.decisions import Permit


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def level(request: Request, person_id: UUID) -> HttpResponse:
    """The levels of the stay, and what can happen to it besides a review."""
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="level", at=clock.now())
    if request.method != "POST":
        return _show(request, chart)
    doing = request.POST.get("do", "")
    if doing == "leave":
        return _leave(request, chart)
    if doing == "left":
        return _left(request, chart)
    return _simple(request, chart, doing)


def _simple(request: Request, chart: Chart, doing: str) -> HttpResponse:
    key = request.POST.get("key", "")[:80]
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "back": (
            lambda: moving_levels.come_back(chart, key=key, at=chart.at),
            gettext("Back. Their sessions are theirs again."),
        ),
        "tried": (
            lambda: moving_levels.note_try(chart, was_reached=False, key=key, at=chart.at),
            gettext("The try is written down."),
        ),
        "reached": (
            lambda: moving_levels.note_try(chart, was_reached=True, key=key, at=chart.at),
            gettext("The talk is written down."),
        ),
        "lapsed": (
            lambda: moving_levels.lose_touch(chart, key=key, at=chart.at),
            gettext("Out of touch. Nothing has ended; the next try has its date."),
        ),
    }
    act, words = acts.get(doing, (lambda: None, ""))
    try:
        act()
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        if words:
            messages.success(request, words)
    return redirect("clinician:level", chart.person.pk)


def _leave(request: Request, chart: Chart) -> HttpResponse:
    form = LeaveForm(request.POST, today=_today(chart))
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("returns_on", "reason", "key")}
        try:
            moving_levels.go_on_leave(chart, **told, at=chart.at)
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, gettext("On leave. Their place stays theirs."))
            return redirect("clinician:level", chart.person.pk)
    return _show(request, chart, leave_form=form, status=422)


def _left(request: Request, chart: Chart) -> HttpResponse:
    form = LeavingForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            leaving.leave(
                chart, reason=told["reason"], is_way_told=told["told"], key=told["key"], at=chart.at
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, gettext("Written down. The way back is open."))
            return redirect("clinician:level", chart.person.pk)
    return _show(request, chart, leaving_form=form, status=422)


def _show(
    request: Request,
    chart: Chart,
    *,
    leave_form: LeaveForm | None = None,
    leaving_form: LeavingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    episode = chart.find_episode()
    state = EpisodeState(episode.state) if episode else EpisodeState.ENDED
    segments = levels_kept.segments_of(episode) if episode else ()
    context: dict[str, Any] = {
        "segments": [
            {"row": each, "level": LEVELS.get(each.level, each.level), "hours": each.weekly_minutes / 60}
            for each in segments
        ],
        "leaves": moving_levels.list_leaves(chart),
        "tries": moving_levels.list_tries(chart),
        "tries_asked": moving_levels.TRIES,
        "door": leaving.door_of(chart, at=chart.at),
        "may": {
            "leave": _may(state, EpisodeState.HOLD),
            "back": state in {EpisodeState.HOLD, EpisodeState.LAPSED},
            "lapse": _may(state, EpisodeState.LAPSED),
            "left": _may(state, EpisodeState.LEFT),
            "try": bool(episode and episode.is_open),
        },
        "leave_form": leave_form or LeaveForm(today=_today(chart)),
        "leaving_form": leaving_form or LeavingForm(),
        "form": leave_form or leaving_form,
        "has_errors": status == 422,
        "key": fresh_key(),
    }
    return heads.show(request, chart, "reviews", "clinician/level.html", context, status=status)


def _may(state: EpisodeState, to: EpisodeState) -> bool:
    return isinstance(may_move(state, to), Permit)


def _today(chart: Chart) -> Any:
    return chart.at.astimezone(heads.zone_of(chart)).date()
