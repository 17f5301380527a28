"""What people changed in their week or asked for: read, yes or no, in one tap."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from stepwell.actions import settling
from stepwell.actions.refusals import Refusal
from stepwell.actions.settling import Change
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.clinician.words import REASONS
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock

ANSWERS = ("yes", "no", "seen")


@for_roles(Role.COUNSELOR)
@require_POST
def settle(request: Request, swap_id: UUID) -> HttpResponse:
    """Yes, no, or "I have read it"."""
    at = clock.now()
    chart = settling.open_swap(request.signed_in, swap_id, at=at)
    name, answer = chart.person.short_name, request.POST.get("answer", "")
    if answer not in ANSWERS:
        messages.error(request, gettext("Choose yes or no."))
        return redirect("clinician:today")
    if answer == "seen":
        settling.see(chart, swap_id=swap_id, at=at)
        return redirect("clinician:today")
    key = request.POST.get("key", "")[:80]
    try:
        words = request.POST.get("words", "")
        swap = settling.settle(chart, swap_id=swap_id, yes=answer == "yes", words=words, key=key, at=at)
    except Refusal as refusal:
        messages.error(request, f"{name}: {said(refusal)}")
        return redirect("clinician:today")
    messages.success(request, _told(str(swap.state)) % {"name": name})
    return redirect("clinician:today")


def _told(state: str) -> str:
    words = {
        "granted": gettext("%(name)s: yes. Both lists are changed, and they are told."),
        "declined": gettext("%(name)s: no. Everything stays as it was, and they are told."),
        "taken_back": gettext("%(name)s took it back meanwhile. Everything is as it was."),
    }
    return words.get(state, gettext("%(name)s: this was settled already."))


def shown(change: Change) -> dict[str, Any]:
    """One change in the desk's words."""
    swap = change.swap
    zone = ZoneInfo(swap.gives.episode.site.zone)
    takes = swap.takes
    return {
        "swap": swap,
        "person": change.chart.person,
        "is_asked": change.is_asked,
        "reason": REASONS.get(swap.reason, swap.reason),
        "gives": _place(swap.gives.session, zone),
        "takes": _place(takes, zone) if takes is not None else None,
        "key": fresh_key(),
    }


def _place(session: Any, zone: ZoneInfo) -> dict[str, Any]:
    starts = session.starts_at
    return {"session": session, "title": session.title, "starts": starts.astimezone(zone) if starts else None}
