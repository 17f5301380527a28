"""Planned and delivered hours beside the floor, on the page and as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stepwell.actions import counting_hours
from stepwell.actions.counting_hours import PAGE, Choice, PersonHours
from stepwell.actions.signing_in import in_scope_of
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager import asked
from stepwell.interfaces.manager.words import said, titled
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@for_roles(Role.MANAGER)
@require_safe
def show(request: Request) -> HttpResponse:
    """A page of people, the furthest below the floor first; totals are of everybody chosen."""
    at, by = clock.now(), request.signed_in
    week = asked.week(request, zone=asked.first_zone(by), at=at)
    choice, page = _choice(request), asked.page(request)
    totals = counting_hours.total(by, week, choice, at=at)
    pages = max(1, -(-totals.people // PAGE))
    page = min(page, pages)
    people = counting_hours.page_of_hours(by, week, choice, page=page, at=at)
    context = {
        "week": week,
        "previous": week.previous(),
        "next": week.next(),
        "choice": choice,
        "choices": counting_hours.choices_of(by),
        "totals": totals,
        "people": people,
        "page": page,
        "pages": pages,
        "first": (page - 1) * PAGE + 1,
        "last": (page - 1) * PAGE + len(people),
        "query": _query(choice),
    }
    return render(request, "manager/hours.html", context)


@for_roles(Role.MANAGER)
@require_safe
def download(request: Request) -> HttpResponseBase:
    """Everybody chosen as CSV for spreadsheets; each part is noted in the trail as an export."""
    at, by = clock.now(), request.signed_in
    week = asked.week(request, zone=asked.first_zone(by), at=at)
    choice = _choice(request)
    account = by.account

    def rows() -> Iterator[bytes]:
        # The answer is read after the middleware has closed the scope, so it opens the same one again.
        with in_scope_of(account):
            yield "\ufeff".encode()
            yield _line(_heads())
            for one in counting_hours.export(by, week, choice, at=at):
                yield _line(_cells(one, str(week)))

    response = StreamingHttpResponse(rows(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="hours-{week}.csv"'
    return response


def _choice(request: Request) -> Choice:
    return Choice(
        site_id=asked.key(request.GET.get("site")),
        counselor_id=asked.key(request.GET.get("counselor")),
        template_id=asked.key(request.GET.get("program")),
    )


def _query(choice: Choice) -> str:
    """The filters, to go on in the addresses of other weeks and pages."""
    wanted = {"site": choice.site_id, "counselor": choice.counselor_id, "program": choice.template_id}
    return urlencode({name: value for name, value in wanted.items() if value})


def _heads() -> list[str]:
    return [
        _("Week"),
        _("Person"),
        _("Site"),
        _("Counselor"),
        _("Program"),
        _("Planned minutes"),
        _("Delivered minutes"),
        _("Minutes still to come"),
        _("Floor in minutes"),
        _("Minutes short"),
        _("Missed"),
        _("Excused"),
        _("Why"),
    ]


def _cells(one: PersonHours, week: str) -> list[Any]:
    return [
        week,
        one.name,
        one.site,
        one.counselor,
        titled(one.program),
        one.planned_minutes,
        one.delivered_minutes,
        one.to_come_minutes,
        "" if one.floor_minutes is None else one.floor_minutes,
        one.short_by,
        one.missed,
        one.excused,
        " ".join(said(sentence) for sentence in one.because),
    ]


def _line(cells: list[Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow([harmless(cell) for cell in cells])
    return text.getvalue().encode()


def harmless(cell: Any) -> Any:
    """Words that no spreadsheet takes for a formula: those begin with an apostrophe.

    >>> harmless("=1+1"), harmless("Sam"), harmless(-4)
    ("'=1+1", 'Sam', -4)
    """
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell
