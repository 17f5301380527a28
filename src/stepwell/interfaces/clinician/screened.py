"""How somebody came in: every level of care that was signed before the first day, with what led there."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from stepwell.actions import charts, deciding_levels
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.clinician import heads
from stepwell.interfaces.shared.placing import VARIANCES
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.COUNSELOR)
@require_safe
def show(request: Request, person_id: UUID) -> HttpResponse:
    """What was decided, by whom, and why; it stays as it was signed."""
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="placement", at=clock.now())
    signed = [
        {"of": one, "variance": VARIANCES.get(one.row.variance, "")}
        for one in deciding_levels.list_signed(chart)
    ]
    return heads.show(request, chart, "screened", "clinician/person_screened.html", {"signed": signed})
