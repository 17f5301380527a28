"""The time after the program: the next call, how it goes, questions, groups, coming back as a peer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.actions import (
    alumni,
    caring_after,
    continuing_plans,
    following_up,
    graduating,
    measuring,
    support_groups,
)
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.refusals import Refusal
from stepwell.domain.aftercare.questions import QUESTIONS
from stepwell.domain.aftercare.signs import SIGNS
from stepwell.domain.aftercare.support import KINDS
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant.opening import own_chart, say_refusal, show
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.PARTICIPANT)
@require_safe
def after(request: Request) -> HttpResponse:
    """What the year after holds; before it, what comes then."""
    at = clock.now()
    chart = own_chart(request, what="aftercare", at=at)
    episode = chart.find_episode()
    context: dict[str, Any] = {"signs": SIGNS, "key": fresh_key()}
    if episode is not None:
        today = episode.site.day_at(at)
        year = caring_after.year_of(chart, episode)
        context |= {
            "episode": episode,
            "year": year,
            "is_overdue": year.is_overdue(today),
            "is_after": graduating.is_after(episode),
            "plan": continuing_plans.read(chart, episode),
            "headings": continuing_plans.HEADINGS,
            "graduation": graduating.look(chart, episode, on=today).graduation,
            "open": following_up.find_open(chart, at=at),
            "due": measuring.list_due(chart, at=at) if not episode.is_open else [],
            "agreed": alumni.agreement(chart),
            "invitations": alumni.invitations(chart, today=today),
        }
    return show(request, chart, "participant/after.html", context)


@for_roles(Role.PARTICIPANT)
@require_POST
def harder(request: Request) -> HttpResponse:
    """It is getting harder: somebody calls within two days, and help is a page away."""
    at = clock.now()
    chart = own_chart(request, what="aftercare", at=at)
    try:
        told = caring_after.tell_signs(
            chart, signs=request.POST.getlist("signs")[:20], key=request.POST.get("key", "")[:80], at=at
        )
    except Refusal as refusal:
        say_refusal(request, refusal)
        return redirect("participant:after")
    if told:
        messages.success(request, gettext("Thank you for telling us. We call you within two days."))
    else:
        messages.warning(request, gettext("Choose at least one thing, or call us."))
    return redirect("participant:after")


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: Request) -> HttpResponse:
    """How it is, a few questions; each may be skipped."""
    at = clock.now()
    chart = own_chart(request, what="follow_up", at=at)
    occasion = following_up.find_open(chart, at=at)
    if occasion is None and following_up.is_answered(chart, at=at):
        messages.info(request, gettext("You answered these questions already. Thank you."))
        return redirect("participant:after")
    if occasion is None:
        raise NotHere("There are no questions now.")
    given = {question.key: request.POST.get(question.key, "")[:20] for question in QUESTIONS}
    if request.method != "POST":
        return _ask(request, chart, given)
    try:
        following_up.answer(
            chart, months=occasion.rule.months, answers=given, key=request.POST.get("key", "")[:80], at=at
        )
    except Refusal as refusal:
        return _ask(request, chart, given, problem=said(refusal))
    messages.success(request, gettext("Saved. Thank you. You and your counselor can see it."))
    return redirect("participant:after")


@for_roles(Role.PARTICIPANT)
@require_safe
def support(request: Request) -> HttpResponse:
    """Support groups near the program, by the day of the week."""
    at = clock.now()
    chart = own_chart(request, what="support_groups", at=at)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    days: dict[int, list[Any]] = {}
    for group in support_groups.known_near(chart, kind=kind):
        days.setdefault(group.weekday, []).append(group)
    context = {"days": days, "kinds": KINDS, "kind": kind}
    return show(request, chart, "participant/support.html", context)


@for_roles(Role.PARTICIPANT)
@require_safe
def certificate(request: Request) -> HttpResponse:
    """A certificate to print: with the program's name, or in words that say nothing of what it was."""
    at = clock.now()
    chart = own_chart(request, what="graduation", at=at)
    episode = graduating.find_stay(chart)
    graduation = graduating.look(chart, episode, on=episode.site.day_at(at)).graduation
    if graduation is None:
        raise NotHere("There is no certificate.")
    context = {
        "graduation": graduation,
        "episode": episode,
        "name": f"{chart.person.given_name} {chart.person.family_name}".strip(),
        "is_neutral": request.GET.get("words", "neutral") != "program",
        "program": chart.person.organization.name,
    }
    return show(request, chart, "participant/certificate.html", context)


@for_roles(Role.PARTICIPANT)
@require_POST
def touch(request: Request) -> HttpResponse:
    """Agree to be invited back as a peer, or take it back."""
    at = clock.now()
    chart = own_chart(request, what="stay_in_touch", at=at)
    key = request.POST.get("key", "")[:80]
    try:
        if "stop" in request.POST:
            alumni.take_back(chart, key=key, at=at)
            messages.success(request, gettext("You won't be invited any more. You can change that here."))
        else:
            alumni.agree(chart, key=key, at=at)
            messages.success(request, gettext("Thank you. You can take it back here at any time."))
    except Refusal as refusal:
        say_refusal(request, refusal)
    return redirect("participant:after")


@for_roles(Role.PARTICIPANT)
@require_POST
def peer(request: Request, invitation_id: UUID) -> HttpResponse:
    """Come as a peer, or not."""
    at = clock.now()
    chart = own_chart(request, what="peer_invitation", at=at)
    alumni.answer(
        chart, invitation_id, comes="comes" in request.POST, key=request.POST.get("key", "")[:80], at=at
    )
    messages.success(request, gettext("Saved. You can change it until the day."))
    return redirect("participant:after")


def _ask(request: Request, chart: Chart, given: dict[str, str], *, problem: str = "") -> HttpResponse:
    context = {
        "questions": [(question, given[question.key]) for question in QUESTIONS],
        "problem": problem,
        "has_errors": bool(problem),
        "key": request.POST.get("key", "")[:80] or fresh_key(),
    }
    status = 422 if problem else 200
    return show(request, chart, "participant/follow_up.html", context, status=status)
