"""One session: who is expected, and what of it can change."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stepwell.actions import calling_off
from stepwell.actions.rippling.changes import Change, Kind
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager.views import ripple
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.MANAGER, Role.INTAKE)
@require_safe
def show(request: Request, session_id: UUID) -> HttpResponse:
    """The session with everybody expected, and what was changed of late."""
    by, at = request.signed_in, clock.now()
    session = calling_off.find_session(by, session_id)
    touched = calling_off.list_touched(by, session, at=at)
    context = {
        "session": session,
        "touched": touched,
        "below": sum(one.falls_below for one in touched),
        "sees_hours": by.role is Role.MANAGER,
        "may_call_off": calling_off.may_call_off(session, at=at),
        **ripple.ways_of(Change(Kind.MOVE, session.held_on or at.date(), session=session), at=at),
    }
    return render(request, "manager/session.html", context)
