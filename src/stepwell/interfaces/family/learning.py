"""Education for families: the same pages for everybody, and no record is ever opened for them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stepwell.domain.privacy.access import Role
from stepwell.interfaces.family.lessons import LESSONS
from stepwell.interfaces.shared.requests import Request, for_roles


@for_roles(Role.FAMILY)
@require_safe
def lessons(request: Request) -> HttpResponse:
    """All that can be read, in the order that helps most."""
    return render(request, "family/lessons.html", {"lessons": LESSONS})


@for_roles(Role.FAMILY)
@require_safe
def lesson(request: Request, slug: str) -> HttpResponse:
    """One of them, and the one that comes next."""
    place = next((number for number, one in enumerate(LESSONS) if one.slug == slug), None)
    if place is None:
        raise Http404
    after = LESSONS[place + 1] if place + 1 < len(LESSONS) else None
    return render(request, "family/lesson.html", {"lesson": LESSONS[place], "after": after})
