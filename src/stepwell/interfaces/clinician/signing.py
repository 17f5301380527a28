"""Finishing a session: what stands in the way of each note, and one signature for all that are ready."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from stepwell.actions import room, signing_notes
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.clinician import room_lines
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.numbers import number_told
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: Request, session_id: UUID) -> HttpResponse:
    """Each note as it would be signed, what the guards say of it, and the signature."""
    at, by = clock.now(), request.signed_in
    if request.method != "POST":
        return _show(request, session_id, at=at)
    key = request.POST.get("key", "")[:80]
    try:
        done = signing_notes.sign(
            by, session_id, versions=_versions(request), reasons=_reasons(request), at=at, key=key
        )
    except Refusal as refusal:
        return _show(request, session_id, at=at, problem=said(refusal), status=422)
    if not done.signed and done.left:
        problem = gettext("Nothing could be signed yet. Below stands why.")
        return _show(request, session_id, at=at, problem=problem, status=422)
    count = len(done.signed)
    told = ngettext("%(n)d note signed.", "%(n)d notes signed.", count) % {"n": count}
    if by.staff is not None and by.staff.supervisor_id and count:
        told += " " + gettext("They wait for your supervisor's signature.")
    messages.success(request, told)
    if done.left:
        return redirect("clinician:sign", session_id)
    return redirect("clinician:session", session_id)


def _show(
    request: Request, session_id: UUID, *, at: datetime, problem: str = "", status: int = 200
) -> HttpResponse:
    now = room.open_room(request.signed_in, session_id, at=at, with_findings=True)
    names = {str(one.person.pk): one.person.short_name for one in now.lines}
    told = _reasons(request)
    found: list[dict[str, Any]] = []
    for one in now.lines:
        # Unlike while it is written, a note that says nothing yet is told of here.
        findings = [
            {
                "shown": room_lines.in_words(each, names),
                "reason": told.get((one.person.pk, each.guard.value), ""),
            }
            for each in one.findings
        ]
        found.append({"one": one, "note": room_lines.shown(one, names), "findings": findings})
    ends_at = now.roster.session.ends_at
    context = {
        "session": now.roster.session,
        "room": now,
        "people": found,
        "about_findings": [room_lines.in_words(each, names) for each in now.findings],
        "ready": sum(one.is_ready for one in now.lines),
        "is_over": ends_at is not None and ends_at <= at,
        "problem": problem,
        "has_errors": bool(problem),
        "key": fresh_key(),
    }
    with timezone.override(ZoneInfo(now.roster.session.site.zone)):
        return render(request, "clinician/sign.html", context, status=status)


def _versions(request: Request) -> dict[UUID, int]:
    found = {}
    for name, value in request.POST.items():
        person = _person(name, "version-")
        if person is not None:
            found[person] = number_told(str(value), otherwise=-1)
    return found


def _reasons(request: Request) -> dict[tuple[UUID, str], str]:
    found = {}
    for name, value in request.POST.items():
        guard, _, key = name.removeprefix("reason-").partition("-")
        person = _person(key, "") if name.startswith("reason-") else None
        if person is not None:
            found[person, guard] = str(value)
    return found


def _person(name: str, begins: str) -> UUID | None:
    if not name.startswith(begins):
        return None
    try:
        return UUID(name.removeprefix(begins))
    except ValueError:
        return None
