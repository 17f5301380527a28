"""A series or a session changes, or somebody comes or goes: asked, shown, done and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.actions import calling_off, charts
from stepwell.actions.refusals import Refusal
from stepwell.actions.rippling import doing, proposing
from stepwell.actions.rippling.changes import OF_A_SESSION, Change, Kind
from stepwell.actions.rippling.proposing import Proposal
from stepwell.domain.privacy.access import Role
from stepwell.domain.wording.neutral import appointment_text
from stepwell.interfaces.manager import asked
from stepwell.interfaces.manager.forms.ripple import ChangeForm
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock

TITLES = {
    Kind.MOVE: gettext_lazy("Another day or hour"),
    Kind.CANCEL: gettext_lazy("End the group"),
    Kind.RESIZE: gettext_lazy("Another length or size"),
    Kind.LEADER: gettext_lazy("Another leader"),
    Kind.ROOM: gettext_lazy("Another room"),
    Kind.ADD: gettext_lazy("Somebody joins"),
    Kind.REMOVE: gettext_lazy("Somebody leaves"),
}
OF_ONE = {**TITLES, Kind.CANCEL: gettext_lazy("Cancel the session")}


@for_roles(Role.MANAGER, Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: Request, group_id: UUID, kind: str) -> HttpResponse:
    """A change of a series: the form, then everybody touched, then one act."""
    at = clock.now()
    found = proposing.find_group(request.signed_in, group_id)
    return _page(request, Change(_kind(kind, tuple(Kind)), found.site.day_at(at), group=found), at=at)


@for_roles(Role.MANAGER, Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: Request, session_id: UUID, kind: str) -> HttpResponse:
    """The same of one session."""
    at = clock.now()
    found = calling_off.find_session(request.signed_in, session_id)
    if not calling_off.may_call_off(found, at=at):
        return redirect("manager:session", session_id)
    day = found.held_on or found.site.day_at(at)
    return _page(request, Change(_kind(kind, OF_A_SESSION), day, session=found), at=at)


def _kind(text: str, kinds: tuple[Kind, ...]) -> Kind:
    if text not in {kind.value for kind in kinds}:
        raise Http404
    return Kind(text)


def _page(request: Request, wanted: Change, *, at: datetime) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    is_asked = request.method == "POST" or "look" in given or "person" in given
    form = ChangeForm(given if is_asked else None, wanted, at=at)
    proposal = None
    if form.is_bound and form.is_valid():
        change = _with_person(request, form)
        if request.method == "POST":
            answer = _do(request, form, change)
            if answer is not None:
                return answer
        proposal = proposing.propose(request.signed_in, change, at=at)
    return _render(request, form, proposal)


def _with_person(request: Request, form: ChangeForm) -> Change:
    change, who = form.change(), form.cleaned_data.get("person")
    if who is None:
        return change
    by = request.signed_in
    opened = charts.open_for(by, who, asked.purpose_of(by), what="roster", at=clock.now())
    return replace(change, person=opened)


def _do(request: Request, form: ChangeForm, change: Change) -> HttpResponse | None:
    """The page of the act, or None where it was refused and is shown again."""
    given = request.POST
    seen, key = given.get("seen", "")[:64], given.get("key", "")[:80]
    try:
        act = doing.do(request.signed_in, change, seen=seen, key=key, at=clock.now())
    except Refusal as refusal:
        form.add_error(None, said(refusal))
        return None
    messages.success(request, _("Done. Everybody who needs to know is told."))
    if act is None:
        return redirect(_address(change))
    return redirect("manager:ripple", act.pk)


def _render(request: Request, form: ChangeForm, proposal: Proposal | None) -> HttpResponse:
    wanted = form.asked
    refusal = said(proposal.refusal) if proposal is not None and proposal.refusal else ""
    context: dict[str, Any] = {
        "form": form,
        "subject": wanted.subject,
        "kind": wanted.kind.value,
        "heading": (TITLES if wanted.is_of_series else OF_ONE)[wanted.kind],
        "back": _address(wanted),
        "proposal": proposal,
        "refusal": refusal,
        "key": fresh_key(),
        "sees_hours": request.signed_in.role is Role.MANAGER,
        "zone": wanted.subject.site.zone,
        "message": _message(proposal) if proposal is not None else "",
        "confirm": proposal is not None and not refusal,
    }
    return render(request, "manager/ripple.html", context, status=422 if form.errors else 200)


def _address(change: Change) -> str:
    name = "manager:group" if change.is_of_series else "manager:session"
    return reverse(name, args=[change.subject.pk])


def _message(proposal: Proposal) -> str:
    """The words that go out, as an example; each gets them in their own language."""
    first = proposal.laid.first_at
    if proposal.says is None or first is None or not proposal.messages:
        return ""
    turn = proposal.laid.turns[0]
    held = turn.after or turn.before
    assert held.starts_at is not None  # lay() takes sessions with a time alone
    local = held.starts_at.astimezone(ZoneInfo(held.site.zone))
    language = "es" if (get_language() or "").startswith("es") else "en"
    return appointment_text(proposal.says, local, language, today=held.site.day_at(clock.now()))


def ways_of(about: Change, *, at: datetime) -> dict[str, Any]:
    """The addresses of what can change here, and what was changed of late; for the page of either."""
    titles, name = (
        (TITLES, "manager:group_change") if about.is_of_series else (OF_ONE, "manager:session_change")
    )
    acts = doing.latest(group=about.group, session=about.session, at=at)
    return {
        "ways": [(reverse(name, args=[about.subject.pk, kind.value]), titles[kind]) for kind in OF_A_SESSION],
        "acts": [(act, titles[Kind(act.kind)]) for act in acts],
    }


@for_roles(Role.MANAGER, Role.INTAKE)
@require_safe
def done(request: Request, ripple_id: UUID) -> HttpResponse:
    """What was done, who could not be helped, and taking all of it back."""
    by, at = request.signed_in, clock.now()
    act = doing.find(by, ripple_id)
    about = Change(Kind(act.kind), act.from_on, group=act.group, session=act.session)
    context = {
        "act": act,
        "subject": about.subject,
        "heading": (TITLES if about.is_of_series else OF_ONE)[about.kind],
        "back": _address(about),
        "sessions": doing.sessions_of(act),
        "members": doing.list_members(by, act, at=at),
        "unhelped": doing.list_unhelped(by, act, at=at),
        "may_undo": doing.may_undo(act, at=at),
        "zone": about.subject.site.zone,
    }
    return render(request, "manager/rippled.html", context)


@for_roles(Role.MANAGER, Role.INTAKE)
@require_POST
def undo(request: Request, ripple_id: UUID) -> HttpResponse:
    """All of it as it was, while nothing has begun."""
    try:
        doing.undo(request.signed_in, ripple_id, key=request.POST.get("key", "")[:80], at=clock.now())
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("Taken back. Everything is as it was, and everybody is told."))
    return redirect("manager:ripple", ripple_id)
