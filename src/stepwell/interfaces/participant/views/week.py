"""A week day by day, with what was said and what was attended."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from stepwell.actions import weeks
from stepwell.actions.charts import Chart
from stepwell.actions.weeks import Meeting
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant import forms
from stepwell.interfaces.participant.opening import own_chart, show
from stepwell.interfaces.participant.views.today import draw_dots
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock
from stepwell.kernel.weeks import NotAWeek, Week


@for_roles(Role.PARTICIPANT)
@require_safe
def week(request: Request) -> HttpResponse:
    """This week, or the one that is asked for like 2026-W10."""
    at = clock.now()
    chart = own_chart(request, what="week", at=at)
    this_week = Week.at(at, weeks.zone_of(chart))
    shown = _asked(request.GET.get("week", "")) or this_week
    view = weeks.week_of(chart, shown, at=at)
    answerable = {meeting.session_id for meeting in view.meetings if meeting.may_answer(at=at)}
    context = {
        "now": at,
        "week": view,
        "is_over": not view.meetings and _is_over(chart),
        "dots": draw_dots(view),
        "is_this_week": shown == this_week,
        "next_week": shown.next(),
        "previous_week": shown.previous(),
        "answerable": answerable,
        "changed": {meeting.session_id for meeting in view.meetings if _may_change(meeting, now=at)},
        "joinable": {meeting.session_id for meeting in view.meetings if meeting.may_join(at=at)},
        "reasons": forms.REASONS,
        "key": fresh_key(),
        "back": request.get_full_path(),
    }
    return show(request, chart, "participant/week.html", context)


def _may_change(meeting: Meeting, *, now: datetime) -> bool:
    """It is given up or does not take place, and something may come instead, or does already."""
    return meeting.starts > now and (meeting.is_cancelled or meeting.state == "excused")


def _is_over(chart: Chart) -> bool:
    episode = chart.find_episode()
    return episode is not None and not episode.is_open


def _asked(text: str) -> Week | None:
    if not text:
        return None
    try:
        return Week.parse(text)
    except NotAWeek:
        raise Http404 from None
