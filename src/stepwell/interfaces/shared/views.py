"""Pages for everybody: help now, the neutral page, health, errors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What is not there, and what is not the reader's, in the same words."""
    return render(request, "shared/not_found.html", status=404)
