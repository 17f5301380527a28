"""The first page, the language, and why a second factor."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from stepwell.actions import inviting, signing_in
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.shared.requests import Request, find_signed_in, for_anyone, for_roles
from stepwell.interfaces.signin.factors import has_second_factor

HOMES = {
    Role.PARTICIPANT: "/me/",
    Role.FAMILY: "/family/",
    Role.COUNSELOR: "/desk/",
    Role.INTAKE: "/intake/",
    Role.MANAGER: "/manage/",
    Role.PRIVACY_OFFICER: "/trail/",
}
ANY_ROLE = tuple(HOMES)
DOOR_ICONS = {
    Role.PARTICIPANT: "footprints",
    Role.FAMILY: "heart-handshake",
    Role.COUNSELOR: "users",
    Role.INTAKE: "clipboard-list",
    Role.MANAGER: "calendar-days",
    Role.PRIVACY_OFFICER: "shield-check",
}


@for_anyone
@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """The home of the role; in a demo the doors; anywhere else sign-in."""
    reader = find_signed_in(request)
    if reader is not None:
        return redirect(HOMES[reader.role])
    if inviting.find_demo() is None:
        return redirect(settings.LOGIN_URL)
    doors = [
        {
            "label": gettext(door.label),
            "name": door.name,
            "icon": DOOR_ICONS[door.role],
            "url": reverse("signin:demo_door", args=[door.token]),
        }
        for door in inviting.list_doors()
    ]
    return render(request, "signin/front.html", {"doors": doors})


@for_anyone
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Another language from now on: kept with the account, or on this device for who is signed out."""
    back = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    answer = HttpResponseRedirect(back if is_ours else "/")
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=31536000, samesite="Lax", secure=settings.HTTPS
        )
        reader = find_signed_in(request)
        if reader is not None and reader.account is not None:
            signing_in.choose_language(reader.account, language=chosen)
    return answer


@for_roles(*ANY_ROLE)
@require_GET
def second_factor(request: Request) -> HttpResponse:
    """Why a second step is asked for, and the two ways to have one."""
    if has_second_factor(request.user):
        return redirect("mfa_index")
    return render(request, "signin/second_factor.html")
