"""A counselor who can't come repairs her own day, with one link from her Today."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.domain.privacy.access import Role
from stepwell.interfaces.shared import away
from stepwell.interfaces.shared.requests import Request, for_roles


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request) -> HttpResponse:
    """Until when, the proposal, and what was done; always of herself."""
    staff = request.signed_in.staff
    if staff is None:
        raise Http404
    return away.page(request, name="clinician:away", undo_name="clinician:away_undo", staff_id=staff.pk)


@for_roles(Role.COUNSELOR)
@require_POST
def undo(request: Request, repair_id: UUID) -> HttpResponse:
    """All of it as it was."""
    return away.take_back(request, repair_id, name="clinician:away")
