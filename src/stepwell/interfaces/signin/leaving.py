"""Signing out, signing out everywhere, and leaving quickly."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.interfaces.shared.requests import Request, for_anyone, for_roles
from stepwell.interfaces.signin import devices
from stepwell.interfaces.signin.views import ANY_ROLE


@for_anyone
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session and let the browser forget what it kept. The device stays known."""
    logout(request)
    answer = redirect("signin:front")
    _forget(answer, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@for_anyone
@csrf_exempt
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """End the session and show a page that has nothing to do with this program.

    Without a token against forged requests, so that a page that was open for long can
    still be left: who forges one ends a session and gains nothing. A GET only goes to the page.
    What waits unsent on the phone is kept, so "storage" isn't cleared.
    """
    answer = redirect("shared:away")
    if request.method == "POST":
        logout(request)
        _forget(answer, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, devices.COOKIE)
        answer["Clear-Site-Data"] = '"cache"'
    return answer


@for_roles(*ANY_ROLE)
@require_http_methods(["GET", "POST"])
def everywhere(request: Request) -> HttpResponseBase:
    """Every place where this account is signed in, and one button that ends them all."""
    account = request.signed_in.account
    sessions = UserSession.objects.purge_and_list(account) if account else []
    if request.method == "POST":
        for session in sessions:
            session.end()
        return sign_out(request)
    here = request.session.session_key
    places = [
        {"started_at": s.created_at, "what": _device(s.user_agent), "is_here": s.session_key == here}
        for s in sorted(sessions, key=lambda s: s.created_at, reverse=True)
    ]
    return render(request, "signin/everywhere.html", {"places": places})


def _device(user_agent: str) -> str:
    """A browser's name out of its long signature; the whole of it would tell more than anybody needs."""
    for mark, name in (("Firefox", "Firefox"), ("Edg", "Edge"), ("Chrome", "Chrome"), ("Safari", "Safari")):
        if mark in user_agent:
            return name
    return ""


def _forget(answer: HttpResponse, *cookies: str) -> None:
    for cookie in cookies:
        answer.delete_cookie(cookie, samesite="Lax")
