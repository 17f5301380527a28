"""What my people wait for: reviews due, plans not signed, and what comes next for each."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stepwell.actions import care_due, reviewing
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.COUNSELOR)
@require_safe
def due(request: Request) -> HttpResponse:
    """Three lists on one page, the most pressing first."""
    at, by = clock.now(), request.signed_in
    found = care_due.care_due(by, at=at)
    with timezone.override(reviewing.zone_of(by)):
        context = {
            "due": found,
            "reviews": [(one, _because(one)) for one in found.reviews],
            "steps": [(one, said(one.coming.sentence) if one.coming.what else "") for one in found.steps],
        }
        return render(request, "clinician/due.html", context)


def _because(one: care_due.Waiting) -> list[str]:
    return [said(reason.sentence) for reason in one.review.because] if one.review else []
