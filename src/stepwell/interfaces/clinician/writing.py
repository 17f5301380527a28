"""Writing the notes of a session: saved as typed by script, or by a button without."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from stepwell.actions import charts, room, writing_notes
from stepwell.actions.refusals import Refusal
from stepwell.actions.writing_notes import AlreadySigned
from stepwell.domain.notes.written import OfSession
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.clinician import marking, room_lines
from stepwell.interfaces.clinician.writing_forms import AboutForm, LineForm, Typed
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock

USE = "use"
"""The button that takes the curriculum's words."""


@for_roles(Role.COUNSELOR)
@require_POST
def line(request: Request, session_id: UUID) -> HttpResponse:
    """Save what is written of one person."""
    at, form = clock.now(), LineForm(request.POST)
    if not form.is_valid():
        return _not_understood(request, session_id)
    person_id, told = form.cleaned_data["person"], form.written()
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="session_note", at=at)
    try:
        saved = writing_notes.write_line(chart, session_id=session_id, told=told, typed=form.typed(), at=at)
    except Refusal as refusal:
        if _wants_json(request):
            return _refused(refusal)
        typed = Typed(person_id, said(refusal), written=told)
        return marking.page(request, session_id, at=at, typed=typed, status=422)
    if not _wants_json(request):
        messages.success(request, gettext("Saved."))
        return redirect(f"{marking.page_of(request, session_id)}#n-{person_id}")
    now = saved.kept.written
    return JsonResponse(
        {
            "version": saved.kept.version,
            "is_merged": saved.is_merged,
            "participation": now.participation.value,
            "goals": list(now.goals),
            "line": now.line,
            "talk_with": now.talk_with,
            "saved_at": _clock(at, saved.zone),
        }
    )


@for_roles(Role.COUNSELOR)
@require_POST
def about(request: Request, session_id: UUID) -> HttpResponse:
    """Save what the session was about; or take what the curriculum says of the topic, to be edited."""
    at, by, form = clock.now(), request.signed_in, AboutForm(request.POST)
    if not form.is_valid():
        return _not_understood(request, session_id)
    told = _with_curriculum(form.told()) if USE in request.POST else form.told()
    try:
        saved = writing_notes.write_session(by, session_id=session_id, told=told, typed=form.typed(), at=at)
    except Refusal as refusal:
        if _wants_json(request):
            return _refused(refusal)
        typed = Typed(None, said(refusal), of_session=told)
        return marking.page(request, session_id, at=at, typed=typed, status=422)
    if not _wants_json(request):
        messages.success(request, gettext("Saved."))
        return redirect(f"{marking.page_of(request, session_id)}#about")
    found = room_lines.of_session_json(saved.kept.told, saved.kept.version)
    return JsonResponse({**found, "is_merged": saved.is_merged, "saved_at": _clock(at, saved.zone)})


@for_roles(Role.COUNSELOR)
@require_safe
def versions(request: Request, session_id: UUID) -> HttpResponse:
    """Which lines changed, by key and number alone: a page that is open asks every few seconds."""
    found = room.versions_of(request.signed_in, session_id)
    return JsonResponse(
        {
            "about": found.about,
            "notes": {str(key): version for key, version in found.notes.items()},
            "marks": {str(key): version for key, version in found.marks.items()},
        }
    )


@for_roles(Role.COUNSELOR)
@require_safe
def lines(request: Request, session_id: UUID) -> HttpResponse:
    """The notes as they are now, with what the guards see."""
    now = room.open_room(request.signed_in, session_id, at=clock.now(), with_findings=True)
    names = {str(one.person.pk): one.person.short_name for one in now.lines}
    return JsonResponse(
        {
            "about": room_lines.of_session_json(now.told.told, now.told.version),
            "lines": [room_lines.line_json(room_lines.shown(one, names)) for one in now.lines],
        }
    )


def _with_curriculum(told: OfSession) -> OfSession:
    """The curriculum's words where nothing is written yet; what is written stays."""
    found = room.suggested(told.topic, language="en")
    if found is None:
        return told
    return OfSession(
        topic=told.topic,
        title=found.title,
        did=told.did.strip() or found.did,
        interventions=told.interventions.strip() or found.interventions,
    )


def _clock(at: datetime, zone: str) -> str:
    """The time of day where the session is, to the second."""
    return at.astimezone(ZoneInfo(zone)).strftime("%H:%M:%S")


def _wants_json(request: Request) -> bool:
    return request.headers.get("Accept") == "application/json"


def _refused(refusal: Refusal) -> HttpResponse:
    told = {"problem": said(refusal), "signed": isinstance(refusal, AlreadySigned)}
    return JsonResponse(told, status=422)


def _not_understood(request: Request, session_id: UUID) -> HttpResponse:
    sentence = gettext("That could not be read. Load the page again; what you typed is still in the box.")
    if _wants_json(request):
        return JsonResponse({"problem": sentence, "signed": False}, status=422)
    messages.error(request, sentence)
    return marking.page(request, session_id, at=clock.now(), status=422)
