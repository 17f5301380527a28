"""The counselor's day: sessions in order, the roster of the one that is on, whom to look at first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from stepwell.actions import leading, looking_back, opening_today, reviewing
from stepwell.actions.leading import Counted
from stepwell.actions.noticing import Noticed
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.clinician import changes, rosters
from stepwell.interfaces.clinician.words import URGENCIES
from stepwell.interfaces.shared.charts.sparks import sparkline
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock

SENTENCES = 2
"""How many reasons are told of one person to look at; the record has them all."""


@for_roles(Role.COUNSELOR)
@require_safe
def today(request: Request) -> HttpResponse:
    """Everything a counselor needs for the day on one page."""
    at, by = clock.now(), request.signed_in
    zone = reviewing.zone_of(by)
    day = at.astimezone(zone).date()
    counted = leading.sessions_of_day(by, day=day, at=at)
    chosen = _chosen(counted, request.GET.get("session", ""), at)
    session_id = chosen.session.pk if chosen else None
    roster, attention, changed = opening_today.open_today(by, session_id=session_id, today=day, at=at)
    with timezone.override(zone):
        context: dict[str, Any] = {
            "day": day,
            "sessions": [_placed(one, chosen, at) for one in counted],
            "people": [_noticed(one) for one in attention.people],
            "of": attention.of,
            "changes": [changes.shown(one) for one in changed],
            "back": "today",
        }
        if roster is not None:
            context.update(rosters.context(roster, at=at))
        else:
            context["next_day"] = leading.next_day(by, day=day)
        return render(request, "clinician/today.html", context)


@for_roles(Role.COUNSELOR)
@require_safe
def earlier(request: Request) -> HttpResponse:
    """Sessions before today, of one group or of all I led, so that what was marked can be amended."""
    at, by = clock.now(), request.signed_in
    zone = reviewing.zone_of(by)
    day = at.astimezone(zone).date()
    found = looking_back.earlier_sessions(
        by, before=day, group_id=_key(request.GET.get("group", "")), page=_page(request), at=at
    )
    with timezone.override(zone):
        context = {"earlier": found, "yesterday": day - timedelta(days=1)}
        return render(request, "clinician/earlier.html", context)


def _key(text: str) -> UUID | None:
    """The key of a group, none where none was asked for."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def _page(request: Request) -> int:
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isdecimal() and len(text) < 5 else 1


def _chosen(counted: Sequence[Counted], wanted: str, at: datetime) -> Counted | None:
    """The session asked for, or the one that is on or next, or the last of the day."""
    for one in counted:
        if str(one.session.pk) == wanted:
            return one
    still = (one for one in counted if one.session.ends_at is not None and one.session.ends_at > at)
    return next(still, counted[-1] if counted else None)


def _placed(one: Counted, chosen: Counted | None, at: datetime) -> dict[str, Any]:
    session = one.session
    is_over = session.ends_at is not None and session.ends_at <= at
    is_on = not is_over and session.starts_at is not None and session.starts_at <= at
    words = {(True, False): gettext("done"), (False, True): gettext("now")}
    when = words.get((is_over, is_on), "")
    return {
        "session": session,
        "counted": one,
        "when": when,
        "is_over": is_over,
        "is_on": is_on,
        "is_chosen": one is chosen,
    }


def _noticed(one: Noticed) -> dict[str, Any]:
    first = one.reasons[0]
    words, tone = URGENCIES[first.urgency.name]
    keys = {reason.key for reason in one.reasons}
    is_mood = bool(keys & {"worse_mood", "better_mood", "safety_answer"}) and len(one.phq9) > 1
    is_craving = bool(keys & {"rising_craving", "easing_craving"})
    values: tuple[float | None, ...] = one.phq9 if is_mood else one.craving if is_craving else ()
    name = "PHQ-9" if is_mood else gettext("Craving")
    known = [value for value in values if value is not None]
    label = ""
    if len(known) > 1:
        label = gettext("%(name)s from %(first)g to %(last)g") % {
            "name": name,
            "first": known[0],
            "last": known[-1],
        }
    return {
        "person": one.chart.person,
        "tag": words,
        "tone": tone,
        "sentences": [said(reason.sentence) for reason in one.reasons[:SENTENCES]],
        "spark": sparkline(values, "water" if first.urgency.name == "GOOD_NEWS" else "clay", label=label),
        "spark_label": label,
        "is_call": first.urgency.name == "CALL_FIRST",
    }
