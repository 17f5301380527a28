"""A supporter's first page: what somebody lets them see, as long as they do; and what helps everybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stepwell.actions import family_sessions, shared_charts, unread_messages
from stepwell.actions.shared_charts import Shared
from stepwell.domain.privacy.access import Role
from stepwell.domain.privacy.terms import Category
from stepwell.interfaces.family.lessons import LESSONS
from stepwell.interfaces.shared import sharing
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock

FIRST_LESSONS = 3


@for_roles(Role.FAMILY)
@require_safe
def home(request: Request) -> HttpResponse:
    """What is shared with the reader now; below it what to expect, what helps, where help is.

    Who shares nothing isn't asked about: the page is then that of somebody nobody invited.
    """
    shared = shared_charts.list_shared(request.signed_in, at=clock.now())
    context = {"shared": [_shown(request, one) for one in shared], "lessons": LESSONS[:FIRST_LESSONS]}
    return render(request, "family/home.html", context)


@for_roles(Role.FAMILY)
@require_safe
def one(request: Request, person_id: UUID) -> HttpResponse:
    """What one person shares; the same answer for somebody who shares nothing and for nobody at all."""
    shared = shared_charts.open_shared(request.signed_in, person_id, at=clock.now())
    return render(request, "family/one.html", {"one": _shown(request, shared)})


def _shown(request: Request, shared: Shared) -> dict[str, Any]:
    found = sharing.seen(shared) | {"key": shared.person.pk, "session_part": "family/session.html"}
    if shared.opens(Category.FAMILY_SESSIONS):
        found |= {"sessions": family_sessions.list_ahead(shared), "form_key": fresh_key()}
    if shared.opens(Category.MESSAGES):
        found["unread"] = unread_messages.count_unread_shared(shared, request.signed_in)
    return found
