"""The first page of a supporter. It names nobody: nothing is shared without a consent."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stepwell.domain.privacy.access import Role
from stepwell.interfaces.shared.requests import Request, for_roles


@for_roles(Role.FAMILY)
@require_safe
def home(request: Request) -> HttpResponse:
    """What to expect, what helps, and where help is. No record is opened for this page."""
    return render(request, "family/home.html")
