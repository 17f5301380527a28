"""The year after at the desk: whom to call, what was said, the follow-ups, who may come back as a peer."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.actions import (
    alumni,
    caring_after,
    charts,
    following_up,
    reviewing,
    year_after_list,
)
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.refusals import Refusal
from stepwell.domain.aftercare.questions import QUESTIONS
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.clinician import heads
from stepwell.interfaces.clinician.ending_forms import ContactForm, FollowUpForm, InvitePeerForm
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.numbers import number_told
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.COUNSELOR)
@require_safe
def listed(request: Request) -> HttpResponse:
    """Everybody in the year after, whom to call first on top; those who agreed to come back; the figures."""
    at, by = clock.now(), request.signed_in
    zone = reviewing.zone_of(by)
    page = number_told(request.GET.get("page", ""), otherwise=1)
    with timezone.override(zone):
        context = {
            "listed": year_after_list.everybody(by, page=page, at=at),
            "figures": following_up.figures(by, on=at.astimezone(zone).date()),
            "peers": alumni.list_peers(by, at=at),
        }
        return render(request, "clinician/after.html", context)


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, person_id: UUID) -> HttpResponse:
    """One person's year: the next contact, what was said, follow-ups; a contact, an end or an invitation."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="aftercare", at=at)
    if request.method != "POST":
        return _show(request, chart, at=at)
    done = request.POST.get("do", "")
    if done == "end":
        return _end(request, chart, at=at)
    if done == "invite":
        return _invite(request, chart, at=at)
    return _write_contact(request, chart, at=at)


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: Request, person_id: UUID) -> HttpResponse:
    """The questions of the follow-up that is open, asked by phone."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="follow_up", at=at)
    occasion = following_up.find_open(chart, at=at)
    if occasion is None and following_up.is_answered(chart, at=at):
        messages.info(request, _("The follow-up is written down already."))
        return redirect("clinician:after", person_id)
    if occasion is None:
        raise NotHere("There is no follow-up now.")
    form = FollowUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        key = told.pop("key")
        try:
            following_up.answer(chart, months=occasion.rule.months, answers=told, key=key, at=at)
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("The follow-up is written down."))
            return redirect("clinician:after", person_id)
    context = {"form": form, "occasion": occasion}
    status = 422 if form.errors else 200
    return heads.show(request, chart, "after", "clinician/person_follow_up.html", context, status=status)


def _write_contact(request: Request, chart: Chart, *, at: datetime) -> HttpResponse:
    form = ContactForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            caring_after.write_contact(
                chart,
                on=told["on"],
                was_reached=told["was_reached"],
                manner=told["manner"],
                signs=told["signs"],
                words=told["words"],
                key=told["key"],
                at=at,
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("The contact is written down."))
            return redirect("clinician:after", chart.person.pk)
    return _show(request, chart, contact_form=form, at=at)


def _end(request: Request, chart: Chart, *, at: datetime) -> HttpResponse:
    try:
        caring_after.end_year(chart, key=request.POST.get("key", "")[:80], at=at)
    except Refusal as refusal:
        return _show(request, chart, problem=said(refusal), at=at)
    messages.success(request, _("The year after has ended. The record stays."))
    return redirect("clinician:after", chart.person.pk)


def _invite(request: Request, chart: Chart, *, at: datetime) -> HttpResponse:
    form = InvitePeerForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            alumni.invite(
                chart,
                asks_for=told["asks_for"],
                on=told["on"],
                starts_at=told["starts_at"],
                key=told["key"],
                at=at,
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("Invited. They see it on their own page, and may say no."))
            return redirect("clinician:after", chart.person.pk)
    return _show(request, chart, invite_form=form, at=at)


def _show(
    request: Request,
    chart: Chart,
    *,
    contact_form: ContactForm | None = None,
    invite_form: InvitePeerForm | None = None,
    problem: str = "",
    at: datetime,
) -> HttpResponse:
    episode = chart.find_episode()
    wrong: forms.Form | None = contact_form or invite_form
    context: dict[str, Any] = {"problem": problem, "form": wrong, "has_errors": bool(problem) or bool(wrong)}
    if episode is not None:
        today = episode.site.day_at(at)
        year = caring_after.year_of(chart, episode)
        context |= {
            "year": year,
            "is_overdue": year.is_overdue(today),
            "is_over": year.is_over(today),
            "ahead": year.ahead[:8],
            "more_ahead": max(0, len(year.ahead) - 8),
            "occasions": [
                (each, _answers(each.row.answers) if each.row else [])
                for each in following_up.occasions(chart, episode, at=at)
            ],
            "agreed": alumni.agreement(chart),
            "invitations": alumni.invitations(chart, today=today),
            "contact_form": contact_form or ContactForm(initial={"on": today}),
            "invite_form": invite_form or InvitePeerForm(),
            "key": fresh_key(),
        }
    status = 422 if context["has_errors"] else 200
    return heads.show(request, chart, "after", "clinician/person_after.html", context, status=status)


def _answers(given: dict[str, str]) -> list[tuple[str, str]]:
    """Each question with its answer; empty where it wasn't answered."""
    return [
        (question.words, dict(question.answers).get(given.get(question.key, ""), ""))
        for question in QUESTIONS
    ]
