"""Adding somebody to one session: a search by name, then one button; works without script."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from stepwell.actions import charts, hosting
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.clinician.marking import page_of
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def guests(request: Request, session_id: UUID) -> HttpResponse:
    """Look for somebody by name, and add them to the session."""
    at = clock.now()
    if request.method == "POST":
        return _add(request, session_id, at=at)
    return _page(request, session_id, text=_text(request.GET.get("q", "")), at=at)


def _add(request: Request, session_id: UUID, *, at: datetime) -> HttpResponse:
    text, key = _text(request.POST.get("q", "")), request.POST.get("key", "")[:80]
    try:
        person = UUID(request.POST.get("person", ""))
    except ValueError:
        problem = gettext("Choose somebody from the list.")
        return _page(request, session_id, text=text, at=at, problem=problem)
    chart = charts.open_for(request.signed_in, person, Purpose.TREATMENT, what="session", at=at)
    try:
        hosting.add_guest(chart, session_id=session_id, at=at, key=key)
    except Refusal as refusal:
        problem = f"{chart.person.short_name}: {said(refusal)}"
        return _page(request, session_id, text=text, at=at, problem=problem)
    sentence = gettext(
        "%(name)s is on the list of this session now. In the details of the line you can say "
        "which missed session this one makes up for."
    )
    messages.success(request, sentence % {"name": chart.person.short_name})
    return redirect(f"{page_of(request, session_id)}#p-{person}")


def _page(request: Request, session_id: UUID, *, text: str, at: datetime, problem: str = "") -> HttpResponse:
    looked = hosting.look_for_guests(request.signed_in, session_id, text, at=at)
    context = {
        "session": looked.session,
        "found": [
            {"person": chart.person, "is_there": chart.person.pk in looked.on_list, "key": fresh_key()}
            for chart in looked.found.charts
        ],
        "has_more": looked.found.has_more,
        "q": text,
        "problem": problem,
        "has_errors": bool(problem),
        "back": "today" if "today" in (request.GET.get("back"), request.POST.get("back")) else "",
    }
    with timezone.override(ZoneInfo(looked.session.site.zone)):
        return render(request, "clinician/guests.html", context, status=422 if problem else 200)


def _text(typed: str) -> str:
    return typed.strip()[:100]
