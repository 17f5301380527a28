"""Who looked, and what this phone shows of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from stepwell.actions import overseeing, sealing_trail, weeks
from stepwell.domain.privacy.access import Role
from stepwell.domain.wording.neutral import AppointmentText, appointment_text
from stepwell.interfaces.participant.opening import own_chart, show
from stepwell.interfaces.shared.idle import IDLE
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.PARTICIPANT)
@require_safe
def who(request: Request) -> HttpResponse:
    """The trail about oneself in plain words, and whether its seal holds when asked for."""
    at = clock.now()
    chart = own_chart(request, what="who_looked", at=at)
    number = request.GET.get("page", "1")
    page = overseeing.who_looked(
        chart,
        page=int(number) if number.isdecimal() and len(number) < 6 else 1,
        with_own="own" in request.GET,
    )
    zone = weeks.zone_of(chart)
    six = at.astimezone(zone).replace(hour=18, minute=0)
    context = {
        "now": at,
        "idle_minutes": int(IDLE[request.signed_in.role].total_seconds() // 60),
        "lines": [(line.at.astimezone(zone), line.told(gettext)) for line in page.lines],
        "page": page,
        "with_own": "own" in request.GET,
        "seal": sealing_trail.check(chart) if "seal" in request.GET else None,
        "sample": appointment_text(AppointmentText.BEFORE_SESSION, six, (get_language() or "en")[:2]),
        "today": at.astimezone(zone).date(),
    }
    return show(request, chart, "participant/who.html", context)
