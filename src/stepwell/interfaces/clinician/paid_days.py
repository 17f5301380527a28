"""Which of somebody's days count for who pays, and what is missing where one doesn't."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from stepwell.actions import billing_days, charts
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.clinician import heads
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock

BACK = timedelta(weeks=8)


@for_roles(Role.COUNSELOR)
@require_safe
def show(request: Request, person_id: UUID) -> HttpResponse:
    """The last weeks, the latest day first. Nothing is written here: managers bill."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="billing", at=at)
    today = at.astimezone(heads.zone_of(chart)).date()
    days = billing_days.days_of([chart], today - BACK, today - timedelta(days=1))
    return heads.show(request, chart, "paid_days", "clinician/person_paid_days.html", {"days": days[::-1]})
