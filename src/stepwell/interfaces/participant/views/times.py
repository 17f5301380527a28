"""The times a person can't come: told, changed, taken back, and what they do to the choices."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.actions import changing_times, weeks, wishing
from stepwell.actions.changing_times import Reach
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant import forms
from stepwell.interfaces.participant.changing_forms import ComingForm, TimesForm
from stepwell.interfaces.participant.opening import own_chart, say_refusal, show
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def busy(request: Request) -> HttpResponse:
    """The times one can't come: listed, told, taken back; and what they leave of the program."""
    at = clock.now()
    chart = own_chart(request, what="busy_times", at=at)
    if request.method != "POST":
        return _show(request, chart, TimesForm(initial={"key": fresh_key()}), at=at)
    if "void" in request.POST:
        wishing.void_busy(chart, busy_id=_uuid(request.POST["void"]), at=at)
        messages.success(request, gettext("Taken off your list."))
        return redirect("participant:busy")
    return _tell(request, chart, at=at)


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def busy_change(request: Request, busy_id: UUID) -> HttpResponse:
    """One of these times is another from today on."""
    at = clock.now()
    chart = own_chart(request, what="busy_times", at=at)
    row = changing_times.find_busy(chart, busy_id)
    if request.method != "POST":
        return _show(request, chart, TimesForm(initial=_initial(row)), at=at, row=row)
    return _tell(request, chart, at=at, row=row)


def _tell(request: Request, chart: Chart, *, at: datetime, row: Any = None) -> HttpResponse:
    """Save it, or only show what it would do."""
    form = TimesForm(request.POST)
    if not form.is_valid():
        return _show(request, chart, form, at=at, row=row, status=422)
    try:
        times = form.times()
        if "look" in request.POST:
            would = changing_times.reach_of(chart, more=times, without=row.pk if row else None, at=at)
            return _show(request, chart, form, at=at, row=row, would=would)
        key = form.cleaned_data["key"]
        if row is None:
            changing_times.tell(chart, times, key=key, at=at)
        else:
            changing_times.change(chart, row.pk, times, key=key, at=at)
    except Refusal as refusal:
        form.add_error(None, said(refusal))
        return _show(request, chart, form, at=at, row=row, status=422)
    if changing_times.clashing(chart, at=at):
        messages.success(request, gettext("Saved. These sessions no longer fit:"))
        return redirect("participant:changed")
    messages.success(request, gettext("Saved. Your program plans around it."))
    return redirect("participant:busy")


@for_roles(Role.PARTICIPANT)
@require_POST
def coming(request: Request) -> HttpResponse:
    """How the person can come: by video too, how far, how long."""
    at = clock.now()
    chart = own_chart(request, what="coming_wishes", at=at)
    form = ComingForm(request.POST)
    if not form.is_valid():
        blank = TimesForm(initial={"key": fresh_key()})
        return _show(request, chart, blank, at=at, coming_form=form, status=422)
    try:
        changing_times.wish(chart, at=at, **form.cleaned_data)
    except Refusal as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, gettext("Saved."))
    return redirect("participant:busy")


def _initial(row: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "key": fresh_key(),
        "kind": row.kind,
        "on_date": row.on_date,
        "from_time": row.from_time,
        "until_time": row.until_time,
        "travel_minutes": row.travel_minutes,
        "weekdays": [row.weekday] if row.weekday is not None else [],
    }
    if row.rota_days == 14:
        told |= {
            "rota": "AB",
            "weekdays": [day for day in row.rota_on if day < 7],
            "first_on": row.valid_from,
        }
    elif row.rota_days:
        told |= {"rota": f"{len(row.rota_on)}-{row.rota_days - len(row.rota_on)}", "first_on": row.valid_from}
    return told


def _show(
    request: Request,
    chart: Chart,
    form: TimesForm,
    *,
    at: datetime,
    row: Any = None,
    would: Reach | None = None,
    coming_form: ComingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = at.astimezone(weeks.zone_of(chart)).date()
    wishes = changing_times.wishes_of(chart)
    told = {
        "by_video": wishes.by_video if wishes else False,
        "home_minutes": wishes.home_minutes if wishes else 30,
    }
    rows = chart.busy_times.order_by("on_date", "weekday", "from_time")
    context = {
        "form": form,
        "coming_form": coming_form or ComingForm(initial=told),
        "rows": [_listed(one) for one in rows if not _is_over(one, today)],
        "row": _listed(row) if row is not None else None,
        "reach": changing_times.reach_of(chart, at=at),
        "would": would,
        "key": fresh_key(),
    }
    return show(request, chart, "participant/busy.html", context, status=status)


def _is_over(row: Any, today: date) -> bool:
    if row.on_date is not None:
        return bool(row.on_date < today)
    return row.valid_until is not None and bool(row.valid_until <= today)


def _listed(row: Any) -> dict[str, Any]:
    kinds, days = dict(forms.BUSY_KINDS), dict(forms.WEEKDAYS)
    return {
        "row": row,
        "kind": kinds.get(row.kind, row.kind),
        "day": days[row.weekday] if row.weekday is not None else "",
        "on": len(row.rota_on),
        "off": (row.rota_days or 0) - len(row.rota_on),
        "is_ab": row.rota_days == 14,
        "skipped": [date.fromisoformat(day) for day in row.skipped_on],
    }


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
