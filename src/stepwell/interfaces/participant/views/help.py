"""Whom to call now, and who from the program is calling."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from stepwell.actions import weeks
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant.opening import own_chart, show
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.PARTICIPANT)
@require_safe
def help_now(request: Request) -> HttpResponse:
    """First steps, the program's contacts, and 988 by call and text."""
    at = clock.now()
    chart = own_chart(request, what="help_now", at=at)
    episode = chart.find_episode()
    zone = weeks.zone_of(chart)
    task = (
        chart.tasks.filter(kind="safety", done_at=None).select_related("owner").order_by("-opened_at").first()
    )
    context = {
        "contacts": chart.person.organization.crisis_contacts,
        "site": episode.site if episode else None,
        "counselor": episode.counselor if episode else None,
        "caller": task.owner if task else None,
        "call_by": task.due_at.astimezone(zone) if task else None,
        "is_late": bool(task and task.due_at < at),
    }
    return show(request, chart, "participant/help.html", context)
