"""Somebody who leads can't come: who and until when, the repaired day, and what was done.

The pages are the same for a manager and for the counselor herself; each way in has its own addresses.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stepwell.actions import doing_repairs, repairing
from stepwell.actions.refusals import Refusal
from stepwell.actions.repairing import Proposal, Repaired
from stepwell.domain.timetable.substitution import Way, WayOut
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock

UNTIL = [
    ("today", _("the rest of today")),
    ("tomorrow", _("through tomorrow")),
    ("week", _("for seven days")),
]
TONES = {Way.SUBSTITUTE: "water", Way.VIDEO: "water", Way.MOVED: "sun", Way.CANCELLED: "clay"}


def page(request: Request, *, name: str, undo_name: str, staff_id: UUID | None = None) -> HttpResponse:
    """Choose, look, confirm: each is a tap. `staff_id` fixes who it is about."""
    at, by = clock.now(), request.signed_in
    asked = request.POST if request.method == "POST" else request.GET
    who = staff_id or _uuid(asked.get("staff", ""))
    until = asked.get("until", "")
    context: dict[str, Any] = {
        "here": reverse(name),
        "undo_name": undo_name,
        "untils": UNTIL,
        "key": fresh_key(),
    }
    if who is None or until not in repairing.UNTIL:
        return _choose(request, context, who, at=at)
    staff = repairing.find_staff(by, who)
    chosen = _chosen(asked)
    problem = ""
    if request.method == "POST" and "look" not in asked:
        try:
            key = asked.get("key", "")[:80]
            act = doing_repairs.repair(by, staff, until, chosen=chosen, key=key, at=at)
        except Refusal as refusal:
            problem, chosen = said(refusal), {}
        else:
            if act is not None:
                messages.success(request, gettext("Done. Everybody who needs to know is told."))
            return redirect(context["here"])
    proposal = repairing.propose(by, staff, until, chosen=chosen, at=at)
    context |= _proposed(proposal, until, problem)
    with timezone.override(doing_repairs.zone_of(staff)):
        return render(request, "shared/away/proposal.html", context, status=422 if problem else 200)


def _choose(request: Request, context: dict[str, Any], who: UUID | None, *, at: datetime) -> HttpResponse:
    by = request.signed_in
    leaders = repairing.leaders_of(by, at=at)
    done = [
        {
            "act": act,
            "steps": [{"way": way, "session": session} for way, session in doing_repairs.sessions_of(act)],
            "may_undo": doing_repairs.may_undo(act, at=at),
            "unhelped": doing_repairs.list_unhelped(by, act, at=at),
            "undo_url": reverse(context["undo_name"], args=[act.pk]),
            "zone": doing_repairs.zone_of(act.staff),
        }
        for act in doing_repairs.latest(by, at=at)
    ]
    context |= {"leaders": leaders, "who": who, "done": done}
    context["is_self"] = bool(by.staff and [one.staff.pk for one in leaders] == [by.staff.pk])
    zone = doing_repairs.zone_of(leaders[0].staff) if leaders else ZoneInfo("UTC")
    with timezone.override(zone):
        return render(request, "shared/away/choose.html", context)


def take_back(request: Request, repair_id: UUID, *, name: str) -> HttpResponse:
    """All of it as it was, while nothing has begun."""
    try:
        key = request.POST.get("key", "")[:80]
        doing_repairs.undo(request.signed_in, repair_id, key=key, at=clock.now())
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, gettext("Taken back. Everything is as it was, and everybody is told."))
    return redirect(name)


def _chosen(asked: Mapping[str, Any]) -> dict[UUID, str]:
    """What was chosen for each session, by the fields `way-KEY`."""
    found = {}
    for field, value in asked.items():
        if field.startswith("way-"):
            session = _uuid(field.removeprefix("way-"))
            if session is not None:
                found[session] = str(value)[:120]
    return found


def _uuid(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _proposed(proposal: Proposal, until: str, problem: str) -> dict[str, Any]:
    sessions = [_session(one, proposal) for one in proposal.sessions]
    ways = [one.chosen.way for one in proposal.sessions]
    return {
        "proposal": proposal,
        "staff": proposal.staff,
        "until": until,
        "until_words": dict(UNTIL)[until],
        "sessions": sessions,
        "held": sum(way is not Way.CANCELLED for way in ways),
        "people": len({member.chart.person.pk for one in proposal.sessions for member in one.members}),
        "messages_to": sum(
            len(one.members) for one in proposal.sessions if one.chosen.way is not Way.SUBSTITUTE
        ),
        "helpless": [member for one in proposal.sessions for member in one.helpless],
        "problem": problem,
        "has_errors": bool(problem),
    }


def _session(one: Repaired, proposal: Proposal) -> dict[str, Any]:
    zone = ZoneInfo(one.session.site.zone)
    return {
        "one": one,
        "session": one.session,
        "with_name": one.members[0].chart.person.short_name if _is_of_one(one) else "",
        "tone": TONES[one.chosen.way],
        "words": words_of(one.chosen, proposal, zone),
        "way": one.chosen.way.value,
        "options": [
            {"key": repairing.key_of(way), "words": words_of(way, proposal, zone)} for way in one.ways
        ],
        "key": one.key,
        "staying": sum(member.can_come for member in one.members),
        "shares_places": sum(bool(member.options) for member in one.members) > 1,
        "losing": [member for member in one.members if not member.can_come],
        "zone": one.session.site.zone,
    }


def _is_of_one(one: Repaired) -> bool:
    """A session of one person is told by their name."""
    return one.session.group_id is None and len(one.members) == 1


def words_of(way: WayOut, proposal: Proposal, zone: ZoneInfo) -> str:
    """One way out in a few words: who, how, when, where."""
    leader = proposal.leaders.get(way.leader) if way.leader else None
    told = {"name": str(leader) if leader else ""}
    if way.way is Way.SUBSTITUTE:
        return gettext("%(name)s takes over") % told
    if way.way is Way.VIDEO:
        return gettext("By video with %(name)s") % told
    if way.way is Way.CANCELLED:
        return gettext("Not held")
    room = proposal.rooms.get(way.room) if way.room else None
    told |= {"time": time_format(way.span.start.astimezone(zone).time()), "room": room.name if room else ""}
    if room is None:
        return gettext("At %(time)s with %(name)s") % told
    return gettext("At %(time)s with %(name)s, %(room)s") % told
