"""What every page's shell needs to know."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The signed-in reader, for the shells of phone and desk."""
    return {"signed_in": getattr(request, "signed_in", None)}
