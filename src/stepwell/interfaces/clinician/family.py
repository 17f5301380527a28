"""The family of one person at the desk: who is let in to what, and who came to family sessions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.actions import charts, family_sessions, granting, telling_in_emergencies
from stepwell.actions.family_sessions import DeskSession
from stepwell.actions.granting import Grant
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.clinician import heads
from stepwell.interfaces.shared import emergencies, sharing
from stepwell.interfaces.shared.emergencies import EmergencyForm
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.COUNSELOR)
@require_safe
def family(request: Request, person_id: UUID) -> HttpResponse:
    """Whom the person invited and what each sees now; the family sessions around now with their guests."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="family", at=at)
    context = {
        "grants": [_grant(one) for one in granting.list_grants(chart, at=at)],
        "sessions": [_session(one) for one in family_sessions.list_at_desk(chart, at=at)],
        "key": fresh_key(),
    }
    return heads.show(request, chart, "family", "clinician/person_family.html", context)


@for_roles(Role.COUNSELOR)
@require_POST
def mark(request: Request, person_id: UUID, session_id: UUID) -> HttpResponse:
    """Whether a supporter came."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="family", at=at)
    try:
        supporter = UUID(request.POST.get("supporter", ""))
    except ValueError:
        raise Http404 from None
    came = request.POST.get("came") == "1"
    key = request.POST.get("key", "")[:60]
    try:
        family_sessions.mark(chart, session_id, supporter, came=came, key=key, at=at)
    except Refusal as refusal:
        messages.warning(request, said(refusal))
    else:
        messages.success(request, gettext("Written down."))
    return redirect("clinician:family", person_id)


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: Request, person_id: UUID) -> HttpResponse:
    """Write down what was told to medical personnel in an emergency."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, Purpose.SAFETY, what="emergency", at=at)
    zone = heads.zone_of(chart)
    form, status = emergencies.empty_form(at=at, zone=zone), 200
    if request.method == "POST":
        form, status = EmergencyForm(request.POST), 422
        if form.is_valid():
            told, key = form.told(zone)
            try:
                telling_in_emergencies.write_down(chart, told, key=key, at=at)
            except Refusal as refusal:
                form.add_error(None, said(refusal))
            else:
                messages.success(request, gettext("Written down. Who looks after privacy looks at it."))
                return redirect("clinician:emergency", person_id)
    context = {"form": form, "reviews": telling_in_emergencies.list_reviews(chart)}
    return heads.show(request, chart, "family", "clinician/person_emergency.html", context, status=status)


def _grant(one: Grant) -> dict[str, Any]:
    return {
        "called": sharing.called(one.invited.called, one.invited.relation),
        "name": one.invited.name,
        "until": one.until,
        "sees": [words for item, words in sharing.ITEMS_OF_THEIRS.items() if one.sees.get(item)],
    }


def _session(one: DeskSession) -> dict[str, Any]:
    return {
        "session": one.session,
        "by_video": one.by_video,
        "has_begun": one.has_begun,
        "guests": [
            {
                "key": guest.grant.invited.key,
                "name": guest.grant.invited.called,
                "ahead": guest.said.ahead.value if guest.said.ahead else "",
                "afterward": guest.said.afterward.value if guest.said.afterward else "",
            }
            for guest in one.guests
        ],
    }
