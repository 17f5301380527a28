"""After admission: how to reach a person, and what keeps them busy."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stepwell.actions import charts, enrolling, weeks, wishing
from stepwell.actions.charts import Chart
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager import asked
from stepwell.interfaces.manager.forms.wishes import BusyTimeForm, ContactForm
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


def _open(request: Request, person_id: UUID, what: str) -> Chart:
    by = request.signed_in
    return charts.open_for(by, person_id, asked.purpose_of(by), what=what, at=clock.now())


@for_roles(Role.MANAGER, Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: Request, person_id: UUID) -> HttpResponse:
    """How the person wants to be reached. A stop word they said stays in force."""
    chart = _open(request, person_id, "contact_wishes")
    wishes = chart.contact_wishes
    data = request.POST if request.method == "POST" else None
    names = ("email", "phone", "channel", "safe_from", "safe_until", "language")
    initial: dict[str, Any] = {name: getattr(wishes, name) for name in names} if wishes else {}
    form = ContactForm(data, initial=initial)
    if data is not None and form.is_valid():
        told = dict(form.cleaned_data)
        key = told.pop("key")
        enrolling.wish_contact(chart, **told, zone=str(weeks.zone_of(chart)), at=clock.now(), key=key)
        messages.success(request, _("It is written how to reach this person."))
        return redirect("manager:person", person_id)
    context = {"form": form, "person": chart.person, "wishes": wishes}
    return render(request, "manager/contact.html", context, status=422 if form.errors else 200)


@for_roles(Role.MANAGER, Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def busy(request: Request, person_id: UUID) -> HttpResponse:
    """The weekly times the person can't come; POST adds one."""
    chart = _open(request, person_id, "busy_times")
    data = request.POST if request.method == "POST" else None
    form = BusyTimeForm(data)
    if data is not None and form.is_valid():
        told = form.cleaned_data
        enrolling.tell_busy_days(
            chart,
            kind=told["kind"],
            weekdays=told["days"],
            from_time=told["from_time"],
            until_time=told["until_time"],
            zone=str(weeks.zone_of(chart)),
            key=told["key"],
            at=clock.now(),
        )
        messages.success(request, _("The busy time is written down."))
        return redirect("manager:busy", person_id)
    times = list(chart.busy_times.order_by("kind", "weekday", "on_date", "from_time"))
    context = {"form": form, "person": chart.person, "busy": times}
    return render(request, "manager/busy.html", context, status=422 if form.errors else 200)


@for_roles(Role.MANAGER, Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: Request, person_id: UUID, busy_id: UUID) -> HttpResponse:
    """Take a busy time back. Taking it back twice is once."""
    chart = _open(request, person_id, "busy_times")
    if request.method != "POST":
        return redirect("manager:busy", person_id)
    wishing.void_busy(chart, busy_id=busy_id, at=clock.now())
    messages.success(request, _("The busy time is taken back."))
    return redirect("manager:busy", person_id)
