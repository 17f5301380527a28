"""One group of a draft: who is in it, where else it could be, and moves by hand that are judged at once."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling import drafts, moving, viewing
from stepwell.actions.timetabling.moving import Moved
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager import asked
from stepwell.interfaces.manager.timetable.pages import draft_context
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock

SAID = 3
"""So many reasons against a move are told; the list of places tells one for each."""


@for_roles(Role.MANAGER)
@require_safe
def group(request: Request, draft_id: UUID) -> HttpResponse:
    """A group with its members, and every place it could be moved to with what that would change."""
    by, at = request.signed_in, clock.now()
    shown = viewing.view_group(by, draft_id, group=request.GET.get("group", ""), at=at)
    places = moving.places_for(by, draft_id, group=shown.group.key, at=at)
    context = {
        "draft": shown.draft,
        "group": shown.group,
        "allowed": [place for place in places if place.is_allowed],
        "refused": [place for place in places if not place.is_allowed],
        "others": shown.others,
        "guests": shown.guests,
        "unnamed": shown.unnamed,
        "zone": shown.zone,
        "back": f"{reverse('manager:draft', args=[draft_id])}?site={shown.group.site_id}",
    }
    return render(request, "manager/timetable/group.html", context)


@for_roles(Role.MANAGER)
@require_POST
def move(request: Request, draft_id: UUID) -> HttpResponse:
    """Move a group to another day, time or leader. What breaks a rule is refused and changes nothing."""
    by, at, told = request.signed_in, clock.now(), request.POST
    day, start = _when(told)
    if day is None or start is None:
        drafts.get_draft(by, draft_id)
        return _answer(request, draft_id, _("Choose a day and a time, like 2026-11-30 and 18:00."), ok=False)
    leader = asked.key(told.get("leader"))
    try:
        moved = moving.move_group(
            by, draft_id, group=told.get("group", ""), day=day, start=start, leader_id=leader,
            key=told.get("key", ""), at=at,
        )  # fmt: skip
    except Refusal as refusal:
        return _answer(request, draft_id, said(refusal), ok=False)
    return _answer(request, draft_id, _words(moved), ok=moved.done, group=moved.group)


@for_roles(Role.MANAGER)
@require_POST
def seat(request: Request, draft_id: UUID) -> HttpResponse:
    """Move one person from a group to another, or out of it."""
    by, at, told = request.signed_in, clock.now(), request.POST
    person_id = asked.key(told.get("person"))
    if person_id is None:
        raise Http404
    try:
        moved = moving.move_seat(
            by, draft_id, person_id=person_id, from_group=told.get("from") or None,
            to_group=told.get("to") or None, key=told.get("key", ""), at=at,
        )  # fmt: skip
    except Refusal as refusal:
        return _answer(request, draft_id, said(refusal), ok=False)
    return _answer(request, draft_id, _words(moved), ok=moved.done)


@for_roles(Role.MANAGER)
@require_POST
def hold(request: Request, draft_id: UUID) -> HttpResponse:
    """Keep a group, a seat or an individual hour where it is when the draft is solved again, or let it go."""
    by, at, told = request.signed_in, clock.now(), request.POST
    change = moving.unlock if told.get("do") == "unlock" else moving.lock
    try:
        change(
            by, draft_id, group=told.get("group") or None, person_id=asked.key(told.get("person")),
            key=told.get("key", ""), at=at,
        )  # fmt: skip
    except Refusal as refusal:
        return _answer(request, draft_id, said(refusal), ok=False)
    words = _("It may move again.") if told.get("do") == "unlock" else _("It stays where it is.")
    return _answer(request, draft_id, words, ok=True)


def _answer(
    request: Request, draft_id: UUID, words: str, *, ok: bool, group: str | None = None
) -> HttpResponse:
    """The wall drawn anew with what was said of the move, or the way back to the page it came from."""
    (messages.success if ok else messages.error)(request, words)
    if not request.htmx:
        back = request.POST.get("back", "")
        here = reverse("manager:draft", args=[draft_id])
        return redirect(back if back.startswith(here) else here)
    request.GET = QueryDict(request.POST.get("shown", ""))
    moved = group if ok else request.POST.get("group")
    context: dict[str, Any] = {**draft_context(request, draft_id, moved=moved or ""), "is_partial": True}
    return render(request, "manager/timetable/parts/board.html", context, status=200 if ok else 422)


def _words(moved: Moved) -> str:
    if not moved.done:
        first, rest = moved.breaches[:SAID], len(moved.breaches) - SAID
        reasons = [said(breach) for breach in first]
        if rest > 0:
            more = ngettext("There is %(number)s more reason.", "There are %(number)s more reasons.", rest)
            reasons.append(more % {"number": rest})
        return _("Not moved. %(reasons)s") % {"reasons": " ".join(reasons)}
    if not moved.change:
        return _("Moved and kept there.")
    points = abs(moved.change)
    if moved.change < 0:
        said_so = ngettext(
            "Moved and kept there. The week is better by %(points)s point.",
            "Moved and kept there. The week is better by %(points)s points.",
            points,
        )
    else:
        said_so = ngettext(
            "Moved and kept there. It costs the week %(points)s point.",
            "Moved and kept there. It costs the week %(points)s points.",
            points,
        )
    return said_so % {"points": points}


def _when(told: QueryDict) -> tuple[date | None, time | None]:
    """The day and time of a move, as two fields or as one choice of a list ("2026-11-30T18:00")."""
    day, start = told.get("day", ""), told.get("start", "")
    if place := told.get("place", ""):
        day, _between, start = place.partition("T")
    try:
        return parse_date(day), parse_time(start)
    except ValueError:
        return None, None
