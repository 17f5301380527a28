"""Days that could be billed and aren't, days that are billed and couldn't, and who pays by which rules."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.actions import billing_days, charts, payers
from stepwell.actions.billing_days import PAGE, DayAct, PaidDay
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.actions.signing_in import in_scope_of
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.manager import asked
from stepwell.interfaces.manager.forms.billing import BillForm, LinkForm, OverruleForm, RulesForm
from stepwell.interfaces.manager.views.hours import harmless
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock
from stepwell.kernel.weeks import Week

WEEKS = 5
"""So many weeks are looked at, the one chosen the last."""


@for_roles(Role.MANAGER)
@require_safe
def show(request: Request) -> HttpResponse:
    """Both lists of a page of people, for the week chosen and those before it."""
    at, by = clock.now(), request.signed_in
    week = asked.week(request, zone=asked.first_zone(by), at=at)
    page = asked.page(request)
    lists = billing_days.page_of_lists(by, _first(week), week.sunday, page=page, at=at)
    context = {
        "week": week,
        "previous": week.previous(),
        "next": week.next(),
        "first": _first(week),
        "lists": lists,
        "page": page,
        "pages": max(1, -(-lists.people // PAGE)),
        "query": "",
    }
    return render(request, "manager/billing.html", context)


@for_roles(Role.MANAGER)
@require_safe
def download(request: Request) -> HttpResponseBase:
    """Both lists of everybody as CSV for spreadsheets; each part is noted in the trail as an export."""
    at, by = clock.now(), request.signed_in
    week = asked.week(request, zone=asked.first_zone(by), at=at)
    account = by.account

    def rows() -> Iterator[bytes]:
        # The answer is read after the middleware has closed the scope, so it opens the same one again.
        with in_scope_of(account):
            yield "\ufeff".encode()
            yield _line([_("List"), _("Person"), _("Day"), _("Payer"), _("Minutes"), _("Units"), _("Why")])
            for one in billing_days.export(by, _first(week), week.sunday, at=at):
                yield _line(_cells(one))

    response = StreamingHttpResponse(rows(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="billing-{week}.csv"'
    return response


@for_roles(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: Request) -> HttpResponse:
    """Who pays, with the rules there were; and a form for rules from a day on."""
    by = request.signed_in
    data = request.POST if request.method == "POST" else None
    form = RulesForm(data)
    if data is not None and form.is_valid():
        try:
            payers.choose_rules(by, **form.cleaned_data, at=clock.now())
        except Refusal as refusal:
            form.add_error("own" if form.cleaned_data["own"] else "shipped", said(refusal))
        else:
            messages.success(request, _("These rules hold from that day on."))
            return redirect("manager:billing_rules")
    context = {"form": form, "payers": payers.list_payers(by)}
    return render(request, "manager/billing_rules.html", context, status=422 if form.errors else 200)


@for_roles(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: Request, person_id: UUID) -> HttpResponse:
    """One person's days: who pays, what is billed, what is overruled."""
    at, by = clock.now(), request.signed_in
    chart = charts.open_for(by, person_id, Purpose.OPERATIONS, what="billing", at=at)
    week = asked.week(request, zone=asked.first_zone(by), at=at)
    days = billing_days.days_of([chart], _first(week), min(week.sunday, at.date()))
    unbilled = [each for each in days if each.is_unbilled]
    act = request.POST.get("act", "") if request.method == "POST" else None
    paid = {"payer": str(days[-1].payer.pk)} if days else {}
    forms: dict[str, Form] = {
        "bill": BillForm(request.POST if act == "bill" else None, unbilled=unbilled),
        "link": LinkForm(
            request.POST if act == "link" else None, payers=payers.list_payers(by), initial=paid
        ),
        "overrule": OverruleForm(request.POST if act == "overrule" else None),
    }
    form = forms.get(act or "")
    if form is not None and form.is_valid():
        try:
            _do(chart, form)
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("It is written down."))
            return redirect(f"{request.path}?week={week}")
    is_wrong = act is not None  # whatever was done was answered above
    context = {
        "person": chart.person,
        "week": week,
        "previous": week.previous(),
        "next": week.next(),
        "days": days,
        "unbilled": unbilled,
        "payer": days[-1].payer if days else None,
        "forms": forms,
        "query": "",
    }
    return render(request, "manager/billing_person.html", context, status=422 if is_wrong else 200)


def _do(chart: Chart, form: Form) -> None:
    told, at = form.cleaned_data, clock.now()
    if isinstance(form, BillForm):
        chosen = [date.fromisoformat(day) for day in told["days"]]
        billing_days.bill(chart, chosen, key=told["key"], at=at)
    elif isinstance(form, LinkForm):
        payer = asked.key(told["payer"])
        payers.link(chart, payer, from_on=told["link_from"], key=told["key"], at=at)
    else:
        act = DayAct(told["what"])
        billing_days.overrule(chart, told["day"], act, words=told["words"], key=told["key"], at=at)


def _first(week: Week) -> date:
    return week.monday - timedelta(weeks=WEEKS - 1)


def _cells(one: PaidDay) -> list[Any]:
    return [
        _("billed but not billable") if one.billed else _("unbilled but billable"),
        one.chart.person.full_name,
        one.day.isoformat(),
        one.payer.name,
        one.counted.credited,
        one.units,
        " ".join(each.sentence for each in one.because)
        + (f" {one.overruled.words}" if one.overruled else ""),
    ]


def _line(cells: list[Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow([harmless(cell) for cell in cells])
    return text.getvalue().encode()
