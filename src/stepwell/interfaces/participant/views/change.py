"""My shift changed: what is different, what it touches, and what could come instead."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.actions import changing_times, hearing_back, swapping, weeks
from stepwell.actions.changing_times import Times
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.actions.swapping import Choices, Option
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant import changing_forms, forms
from stepwell.interfaces.participant.opening import own_chart, say_refusal, show
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said, titled
from stepwell.kernel import clock
from stepwell.kernel.weeks import Week

FIRST = 3
"""How many choices are shown for each session where several no longer fit."""


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request) -> HttpResponse:
    """Say which day is different, or tap the session that doesn't fit."""
    at = clock.now()
    chart = own_chart(request, what="week", at=at)
    today = at.astimezone(weeks.zone_of(chart)).date()
    if request.method != "POST":
        day = request.GET.get("day", "")
        form = changing_forms.ChangeForm(initial={"key": fresh_key(), "day": day}, today=today)
        return _show_change(request, chart, form, at=at)
    form = changing_forms.ChangeForm(request.POST, today=today)
    if form.is_valid():
        try:
            told = form.cleaned_data
            changing_times.tell_day(
                chart,
                _times(told),
                instead=told["instead"],
                lasting=told["lasting"] == "weekly",
                key=told["key"],
                at=at,
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            return redirect("participant:changed")
    return _show_change(request, chart, form, at=at, status=422)


def _times(told: dict[str, Any]) -> Times:
    whole = told["whole_day"]
    return Times(
        kind=told["kind"],
        from_time=time(0) if whole else told["from_time"],
        until_time=time(0) if whole else told["until_time"],
        on_date=told["day"],
        travel_minutes=told["travel_minutes"] or 0,
    )


def _show_change(
    request: Request, chart: Chart, form: changing_forms.ChangeForm, *, at: datetime, status: int = 200
) -> HttpResponse:
    this_week = Week.at(at, weeks.zone_of(chart))
    ahead = [
        meeting
        for week in (this_week, this_week.next())
        for meeting in weeks.week_of(chart, week, at=at).meetings
        if meeting.may_answer(at=at)
    ]
    return show(request, chart, "participant/change.html", {"form": form, "ahead": ahead[:8]}, status=status)


@for_roles(Role.PARTICIPANT)
@require_safe
def changed(request: Request) -> HttpResponse:
    """Every session ahead that one's own times keep one from, with what could come instead."""
    at = clock.now()
    chart = own_chart(request, what="week", at=at)
    found = changing_times.clashing(chart, at=at)
    by_week: dict[Week, list[UUID]] = {}
    for row in found:
        if row.held_on is not None:
            by_week.setdefault(Week.of(row.held_on), []).append(row.session_id)
    touched = [
        _shown(chart, one, at=at, most=FIRST)
        for sessions in by_week.values()
        for one in swapping.look_at(chart, sessions, at=at)
    ]
    context = {"touched": touched, "key": fresh_key(), "reach": changing_times.reach_of(chart, at=at)}
    return show(request, chart, "participant/changed.html", context)


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def instead(request: Request, session_id: UUID) -> HttpResponse:
    """What does the same job as one session; POST takes one, or asks."""
    at = clock.now()
    chart = own_chart(request, what="swap", at=at)
    if request.method != "POST":
        return _show_instead(request, chart, session_id, at=at)
    form = changing_forms.TakeForm(request.POST)
    if not form.is_valid():
        problem = gettext("Choose one of the times below.")
        return _show_instead(request, chart, session_id, at=at, problem=problem, status=422)
    told = form.cleaned_data
    try:
        swap = swapping.take(
            chart,
            session_id=session_id,
            takes_id=told["takes"],
            reason=told["reason"],
            key=told["key"],
            at=at,
        )
    except Refusal as refusal:
        return _show_instead(request, chart, session_id, at=at, problem=said(refusal), status=422)
    if swap.takes_id != told["takes"]:
        messages.info(request, gettext("You chose already. This is what holds."))
    return redirect("participant:instead", session_id)


def _show_instead(
    request: Request, chart: Chart, session_id: UUID, *, at: datetime, problem: str = "", status: int = 200
) -> HttpResponse:
    choices = swapping.look(chart, session_id, at=at)
    page = _shown(chart, choices, at=at)
    context = {**page, "page": page, "heard": heard(chart, session_id=session_id, at=at)}
    context |= {"key": fresh_key(), "problem": problem, "has_errors": bool(problem), "reasons": forms.REASONS}
    return show(request, chart, "participant/instead.html", context, status=status)


def _shown(chart: Chart, choices: Choices, *, at: datetime, most: int | None = None) -> dict[str, Any]:
    """One session with its choices, in the words of the page."""
    zone = weeks.zone_of(chart)
    session, swap = choices.session, choices.swap
    assert session.starts_at is not None
    assert session.ends_at is not None  # choices_of leaves out sessions without a time
    reason = choices.attendance.reason
    if not reason:
        busy = changing_times.kinds_keeping(chart, choices.attendance)
        reason = busy[0] if busy else "work"
    return {
        "choices": choices,
        "session": session,
        "title": titled(session.title),
        "starts": session.starts_at.astimezone(zone),
        "ends": session.ends_at.astimezone(zone),
        "options": [_option(one, choices, zone) for one in choices.options[:most]],
        "more": max(0, len(choices.options) - most) if most is not None else 0,
        "openings": [
            {
                "session": choices.opened[one.offer.key],
                "starts": one.offer.span.start.astimezone(zone),
                "stretches": [(_at(span.start, zone), _at(span.end, zone)) for span in one.stretches],
            }
            for one in choices.openings
        ],
        "swap": swap,
        "takes": _place(swap.takes, zone) if swap and swap.takes else None,
        "back_key": fresh_key(),
        "reason": reason,
        "is_over": session.starts_at <= at,
        "is_group": session.group_id is not None,
    }


def heard(chart: Chart, *, session_id: UUID | None = None, at: datetime) -> list[dict[str, Any]]:
    """The answers to what the person asked, in the words of the page."""
    zone = weeks.zone_of(chart)
    return [
        {
            "title": gettext("Yes to your change") if one.is_yes else gettext("About the time you asked for"),
            "is_yes": one.is_yes,
            "words": one.words,
            "session_id": one.gives.pk,
            "starts": _at(one.gives.starts_at, zone),
            "takes": _place(one.swap.takes, zone) if one.swap.takes else None,
            "phone": one.gives.site.phone,
        }
        for one in hearing_back.list_heard(chart, session_id=session_id, at=at)
    ]


def _at(instant: datetime | None, zone: Any) -> datetime | None:
    return instant.astimezone(zone) if instant else None


def _option(option: Option, choices: Choices, zone: Any) -> dict[str, Any]:
    session = option.session
    return {
        **_place(session, zone),
        "week_minutes": option.week_minutes,
        "by_video": option.by_video,
        "is_same_topic": session.title == choices.session.title,
        "elsewhere": session.site.name if session.site_id != choices.attendance.episode.site_id else "",
    }


def _place(session: Any, zone: Any) -> dict[str, Any]:
    return {
        "session": session,
        "title": titled(session.title),
        "starts": session.starts_at.astimezone(zone),
        "ends": session.ends_at.astimezone(zone),
        "leader": session.leader.given_name if session.leader else "",
        "room": session.room.name if session.room and not session.room.is_video else "",
    }


@for_roles(Role.PARTICIPANT)
@require_POST
def take_back(request: Request, swap_id: UUID) -> HttpResponse:
    """As it was before, while there is time."""
    at = clock.now()
    chart = own_chart(request, what="swap", at=at)
    try:
        swap = swapping.take_back(chart, swap_id=swap_id, key=request.POST.get("key", "")[:80], at=at)
    except Refusal as refusal:
        say_refusal(request, refusal)
        return redirect("participant:week")
    messages.success(request, gettext("Taken back. It is as it was before."))
    return redirect("participant:instead", swap.gives.session_id)
