"""Marking who came: one tap or one key, with or without script."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from stepwell.actions import attending, charts, leading, room, taking_marks_back
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.clinician import lines, room_lines, rosters, writing_forms
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock

WHEN_OVER = 10
"""Minutes late that a tap means once the session is over and the clock can't tell; adjustable in the line."""


class MarkForm(forms.Form):
    """One answer as it was tapped."""

    person = forms.UUIDField()
    state = forms.CharField(max_length=14)
    base_version = forms.IntegerField(min_value=0)
    key = forms.CharField(max_length=80)
    minutes_late = forms.IntegerField(min_value=0, max_value=600, required=False)
    minutes_left_early = forms.IntegerField(min_value=0, max_value=600, required=False)
    by_video = forms.BooleanField(required=False)
    reason = forms.ChoiceField(choices=[(code, code) for code in attending.REASONS], required=False)
    words = forms.CharField(max_length=1000, required=False)
    makes_up_for = forms.UUIDField(required=False)


class UndoForm(forms.Form):
    """Which line is taken back, as the page showed it."""

    person = forms.UUIDField()
    base_version = forms.IntegerField(min_value=0)
    key = forms.CharField(max_length=80)


@for_roles(Role.COUNSELOR)
@require_safe
def session(request: Request, session_id: UUID) -> HttpResponse:
    """One session with everyone expected."""
    return page(request, session_id, at=clock.now())


@for_roles(Role.COUNSELOR)
@require_POST
def mark(request: Request, session_id: UUID) -> HttpResponse:
    """One answer about one person."""
    at = clock.now()
    form = MarkForm(request.POST)
    if not form.is_valid():
        return _not_understood(request, session_id, at=at)
    asked = form.cleaned_data
    chart = charts.open_for(request.signed_in, asked["person"], Purpose.TREATMENT, what="attendance", at=at)
    try:
        marked = attending.mark(
            chart,
            session_id=session_id,
            answer=_answer(asked, chart, session_id, at=at),
            base_version=asked["base_version"],
            at=at,
            key=asked["key"],
        )
    except Refusal as refusal:
        return _answered(request, chart, session_id, at=at, problem=said(refusal))
    return _answered(request, chart, session_id, at=at, marked=marked)


@for_roles(Role.COUNSELOR)
@require_POST
def undo(request: Request, session_id: UUID) -> HttpResponse:
    """Take back the last answer about one person."""
    at = clock.now()
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _not_understood(request, session_id, at=at)
    asked = form.cleaned_data
    chart = charts.open_for(request.signed_in, asked["person"], Purpose.TREATMENT, what="attendance", at=at)
    try:
        taking_marks_back.undo(
            chart, session_id=session_id, base_version=asked["base_version"], at=at, key=asked["key"]
        )
    except Refusal as refusal:
        return _answered(request, chart, session_id, at=at, problem=said(refusal))
    return _answered(request, chart, session_id, at=at)


@for_roles(Role.COUNSELOR)
@require_POST
def everyone(request: Request, session_id: UUID) -> HttpResponse:
    """Everyone who is still expected is here."""
    at = clock.now()
    roster = leading.roster(request.signed_in, session_id, at=at)
    key = request.POST.get("key", "")[:80]
    try:
        changed = attending.everyone_is_here(roster.charts, session_id=session_id, at=at, key=key)
    except Refusal as refusal:
        messages.error(request, said(refusal))
        return page(request, session_id, at=at, status=422)
    count = len(changed)
    sentence = ngettext("%(n)d person marked as here.", "%(n)d people marked as here.", count) % {"n": count}
    messages.success(request, sentence)
    return redirect(page_of(request, session_id))


def _answer(
    asked: dict[str, object], chart: charts.Chart, session_id: UUID, *, at: datetime
) -> attending.Answer:
    """A tap with what it leaves unsaid filled in: minutes by the clock, the reason said ahead."""
    state, late = str(asked["state"]), asked["minutes_late"]
    reason = str(asked["reason"] or "")
    if state == "late" and not late:
        session = leading.attendance_of(chart, session_id).session
        late = _minutes_so_far(session.starts_at, session.ends_at, at)
    if state == "excused" and not reason:
        said = leading.attendance_of(chart, session_id).reason
        reason = said if said in attending.REASONS else "other"
    early, made_up = asked["minutes_left_early"], asked["makes_up_for"]
    return attending.Answer(
        state="here" if state == "video" else state,
        minutes_late=late if isinstance(late, int) else 0,
        minutes_left_early=early if isinstance(early, int) else 0,
        by_video=state == "video" or bool(asked["by_video"]),
        reason=reason,
        words=str(asked["words"] or "").strip() if state == "excused" else "",
        makes_up_for=made_up if isinstance(made_up, UUID) else None,
    )


def _minutes_so_far(starts_at: datetime | None, ends_at: datetime | None, at: datetime) -> int:
    if starts_at is None or ends_at is None or at >= ends_at:
        return WHEN_OVER
    return max(1, int((at - starts_at).total_seconds() // 60))


def _answered(
    request: Request,
    chart: charts.Chart,
    session_id: UUID,
    *,
    at: datetime,
    marked: attending.Marked | None = None,
    problem: str = "",
) -> HttpResponse:
    """The line alone for htmx; without script the page again, at the line."""
    person = chart.person.pk
    line = leading.line_of(chart, session_id)
    session = line.attendance.session
    with timezone.override(ZoneInfo(session.site.zone)):
        replaced = rosters.what_was_replaced(marked) if marked else ""
        if not request.htmx:
            if problem:
                return page(request, session_id, at=at, problem=(person, problem), status=422)
            if replaced:
                messages.warning(request, f"{chart.person.short_name}: {replaced}")
            return redirect(f"{page_of(request, session_id)}#p-{person}")
        count = leading.count(session)
        context = {
            "one": lines.shown(line, problem=problem, told=replaced),
            "session": session,
            "saved_at": line.attendance.seen_at,
            "came": count.came,
            "expected": count.expected,
            "still_expected": count.still_expected,
            "everyone_key": fresh_key(),
            "oob": True,
            "back": request.POST.get("back", ""),
        }
        return render(request, "clinician/parts/answer.html", context, status=422 if problem else 200)


def page(
    request: Request,
    session_id: UUID,
    *,
    at: datetime,
    problem: tuple[UUID, str] | None = None,
    typed: writing_forms.Typed | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a session; `typed` is what could not be saved of a note, shown where it was typed."""
    roster = leading.roster(request.signed_in, session_id, at=at)
    with timezone.override(ZoneInfo(roster.session.site.zone)):
        context = rosters.context(roster, at=at, problem=problem)
        if roster.is_open:
            found = room.furnish(roster, with_findings=True)
            context |= room_lines.context(found, typed=typed, at=at)
        context["has_errors"] = problem is not None or typed is not None
        return render(request, "clinician/session.html", context, status=status)


def _not_understood(request: Request, session_id: UUID, *, at: datetime) -> HttpResponse:
    messages.error(request, gettext("That answer could not be read. Check the numbers and try again."))
    return page(request, session_id, at=at, status=422)


def page_of(request: Request, session_id: UUID) -> str:
    """Where the form was: the day's page, or the session's own."""
    if request.POST.get("back") == "today":
        return f"{reverse('clinician:today')}?session={session_id}"
    return reverse("clinician:session", args=[session_id])
