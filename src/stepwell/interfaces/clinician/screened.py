"""How somebody came in: every level of care signed before the first day, what led there, what they told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from stepwell.actions import charts, deciding_levels, told_at_admission
from stepwell.actions.charts import Chart
from stepwell.actions.told_at_admission import Kind
from stepwell.domain.privacy.access import Part, Purpose, Role
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
    context = {"signed": signed, "told": _told(chart)}
    return heads.show(request, chart, "screened", "clinician/person_screened.html", context)


def _told(chart: Chart) -> dict[str, Any] | None:
    """What was told at admission: whom to call, medications, the safety plan, who pays. None where closed."""
    if not chart.may_read(Part.ADMISSION):
        return None
    return {
        "contacts": told_at_admission.list_told(chart, Kind.CONTACT),
        "medications": told_at_admission.list_told(chart, Kind.MEDICATION),
        "plans": told_at_admission.list_told(chart, Kind.SAFETY_PLAN),
        "paying": told_at_admission.find_paying(chart),
    }
