"""The first page: what comes next, the week, the check-in, the weeks as steps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from stepwell.actions import (
    caring_after,
    checking_in,
    hard_moments,
    leaving,
    measuring,
    own_way,
    practicing,
    unread_messages,
    weeks,
)
from stepwell.actions.charts import Chart
from stepwell.actions.weeks import Steps, WeekView
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant import forms
from stepwell.interfaces.participant.opening import own_chart, show
from stepwell.interfaces.participant.views.change import heard
from stepwell.interfaces.shared import filling
from stepwell.interfaces.shared.charts import Day, WeekDay, steps_chart, week_dots
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock
from stepwell.kernel.weeks import Week


@for_roles(Role.PARTICIPANT)
@require_safe
def today(request: Request) -> HttpResponse:
    """What comes next, how the week stands, and how the day was."""
    at = clock.now()
    chart = own_chart(request, what="today", at=at)
    return show_today(request, chart, at=at)


def show_today(
    request: Request, chart: Chart, *, at: datetime, form: forms.CheckInForm | None = None, status: int = 200
) -> HttpResponse:
    """The page; with a bound form where the check-in was not right."""
    days = checking_in.days_open(chart, at=at)
    on = _asked_day(request, days)
    zone = weeks.zone_of(chart)
    episode = chart.find_episode()
    is_going = episode is not None and episode.is_open
    week = weeks.week_of(chart, Week.at(at, zone), at=at)
    steps = weeks.steps_of(chart, at=at)
    answers = heard(chart, at=at) if is_going else []
    context: dict[str, Any] = {
        "at": at,
        "now_local": at.astimezone(zone),
        "greeting": greeting(chart.person.called, at.astimezone(zone).hour),
        "episode": episode,
        "is_going": is_going,
        "way": own_way.find(chart, at=at) if episode is None else None,
        "starts_on": _first_day(episode, at.astimezone(zone).date()),
        "next": weeks.find_next(chart, at=at) if is_going else None,
        "next_call": caring_after.next_call(chart),
        "today": at.astimezone(zone).date(),
        "week": week,
        "dots": draw_dots(week),
        "steps": steps,
        "steps_picture": draw_steps(steps),
        "heard": answers,
        "answered": [one["session_id"] for one in answers],
        "due": measuring.list_due(chart, at=at),
        "door": leaving.door_of(chart, at=at),
        "hears": hard_moments.rule_of(chart).value,
        **_tonight(chart, at=at),
        "unread": unread_messages.count_unread(chart),
        "reasons": forms.REASONS,
        "key": fresh_key(),
        "now": at,
        **_check_in(chart, form, days, on),
    }
    if context["next"]:
        meeting = context["next"]
        context |= {"may_answer": meeting.may_answer(at=at), "may_join": meeting.may_join(at=at)}
    return show(request, chart, "participant/today.html", context, status=status)


def _first_day(episode: Any, today: date) -> date | None:
    """The first day of a stay that is still ahead."""
    ahead = episode is not None and episode.is_open and episode.starts_on and episode.starts_on > today
    return episode.starts_on if ahead else None


def _tonight(chart: Chart, *, at: datetime) -> dict[str, Any]:
    found = practicing.find_tonight(chart, at=at)
    return {"tonight": found, "tonight_title": filling.here(found.tool.title) if found else ""}


def _asked_day(request: Request, days: list[date]) -> date:
    wanted = request.GET.get("day", "") or request.POST.get("on", "")
    return next((day for day in days if day.isoformat() == wanted), days[0])


def _check_in(chart: Chart, form: forms.CheckInForm | None, days: list[date], on: date) -> dict[str, Any]:
    saved = chart.check_ins.filter(on=on).first()
    if form is None:
        initial: dict[str, Any] = {"on": on.isoformat(), "key": fresh_key(), "use": ""}
        if saved:
            initial |= {"mood": saved.mood, "craving": saved.craving, "sleep_hours": saved.sleep_hours}
            initial |= {"use": saved.use, "words": chart.read(bytes(saved.words) if saved.words else None)}
        form = forms.CheckInForm(initial=initial, days=days)
    return {
        "form": form if form.is_bound else None,
        "check_in": form,
        "saved": saved,
        "on": on,
        "first_day": days[0],
        "moods": forms.MOODS,
        "levels": forms.CRAVINGS,
        "uses": forms.USES,
        "person_key": str(chart.person.pk),
    }


def greeting(name: str, hour: int) -> str:
    """A greeting by the name the person prefers and the site's time of day."""
    if 5 <= hour < 12:
        return gettext("Good morning, %(name)s") % {"name": name}
    if 12 <= hour < 18:
        return gettext("Good afternoon, %(name)s") % {"name": name}
    return gettext("Good evening, %(name)s") % {"name": name}


def draw_dots(week: WeekView) -> SafeString:
    """The week's seven dots."""
    return week_dots([WeekDay(day.on, Day(day.holds.value), day.is_today) for day in week.days])


def draw_steps(steps: Steps | None) -> SafeString | None:
    """The staircase of the stay, or None before it has a first day."""
    if steps is None or not steps.weeks:
        return None
    return steps_chart(steps.weeks, steps.current, [step.share for step in steps.steps])
