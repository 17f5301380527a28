"""How each page of a participant opens their own record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from stepwell.actions import charts, weeks
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.interfaces.shared.requests import Request
from stepwell.interfaces.shared.words import said


def own_chart(request: Request, *, what: str, at: datetime) -> Chart:
    """The reader's own record, its opening written in the trail."""
    return charts.open_own(request.signed_in, what=what, at=at)


def show(
    request: Request, chart: Chart, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page whose times are those of the person's site, whatever the server's zone is."""
    with timezone.override(weeks.zone_of(chart)):
        return render(request, template, dict(context), status=status)


def say_refusal(request: HttpRequest, refusal: Refusal) -> None:
    """Show why nothing was written, on the page that comes next."""
    messages.warning(request, said(refusal))


def wants_json(request: HttpRequest) -> bool:
    """The phone's own script asks, not a person reading a page."""
    return request.accepts("application/json") and not request.accepts("text/html")
