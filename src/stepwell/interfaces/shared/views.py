"""Pages for everybody: help now, the quiet page, the phone's own files, health, errors."""

from __future__ import annotations

from django.contrib.staticfiles import finders
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from stepwell.interfaces.shared.requests import for_anyone


@for_anyone
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether pages can be served: the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})


@for_anyone
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Whom to call, for anybody, without an account."""
    return render(request, "shared/help_now.html")


@for_anyone
@require_safe
def help_offline(request: HttpRequest) -> HttpResponse:
    """The same, kept on the phone: asked for without cookies, it says nothing about who reads it."""
    return render(request, "shared/offline.html")


@for_anyone
@require_safe
def away(request: HttpRequest) -> HttpResponse:
    """Where "Leave quickly" ends: a page that could be anybody's."""
    return render(request, "shared/away.html")


@for_anyone
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the Help page on the phone; served at the root so that it covers every page."""
    found = finders.find("stepwell/js/sw.js")
    if not isinstance(found, str):
        raise Http404
    with open(found, encoding="utf-8") as file:
        answer = HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = "/"
    answer["Cache-Control"] = "no-cache"
    return answer


@for_anyone
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What the phone shows when the page is put on its home screen: a neutral name."""
    text = render_to_string("shared/manifest.webmanifest", request=request)
    return HttpResponse(text, content_type="application/manifest+json")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What is not there, and what is not the reader's, in the same words."""
    return render(request, "404.html", {"language_next": "/"}, status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request no browser would send by itself."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Something that may not be done from here."""
    return render(request, "403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """A mistake of ours. Drawn without asking for anything, since the mistake may be anywhere."""
    return HttpResponse(render_to_string("500.html"), status=500)
