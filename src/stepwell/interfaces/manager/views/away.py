"""Somebody who leads sessions can't come today: the manager repairs the day in three taps."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.domain.privacy.access import Role
from stepwell.interfaces.shared import away
from stepwell.interfaces.shared.requests import Request, for_roles


@for_roles(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request) -> HttpResponse:
    """Who and until when, the proposal, and what was done."""
    return away.page(request, name="manager:away", undo_name="manager:away_undo")


@for_roles(Role.MANAGER)
@require_POST
def undo(request: Request, repair_id: UUID) -> HttpResponse:
    """All of it as it was."""
    return away.take_back(request, repair_id, name="manager:away")
