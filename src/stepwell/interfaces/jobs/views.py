"""The page behind the link that ends all messages. It works signed out and names nobody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from stepwell.actions import stopping
from stepwell.actions.charts import NotHere
from stepwell.interfaces.shared.requests import for_anyone
from stepwell.kernel import clock


@for_anyone
@csrf_exempt  # the signed token is the whole authority, and mail programs post it without a page (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; its press, or a mail program's one-click post, ends all messages to one person."""
    try:
        language = stopping.language_of(token)
        if request.method == "POST":
            stopping.stop_by_token(token, at=clock.now())
    except NotHere:
        raise Http404 from None
    with translation.override(language):
        return render(request, "jobs/stop.html", {"is_stopped": request.method == "POST"})
