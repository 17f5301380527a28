"""People: the list, one person as a manager or intake may see them, and what can be arranged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.actions import (
    arranging,
    avoiding_leaders,
    charts,
    enrolling,
    inviting,
    keeping_apart,
    scheduling_sessions,
    weeks,
)
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling import telling
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.privacy.access import Part, Role
from stepwell.interfaces.manager import asked
from stepwell.interfaces.manager.forms.people import MoveForm, PlanForm
from stepwell.interfaces.manager.words import BUSY, said
from stepwell.interfaces.shared import suiting
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock
from stepwell.kernel.civil import at_site
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week

PAGE = 50
COMING = 10
PAST = 20


@for_roles(Role.MANAGER, Role.INTAKE)
@require_safe
def listed(request: Request) -> HttpResponse:
    """People of the reader's sites by name, fifty a page; one line in the trail names those shown."""
    by, at = request.signed_in, clock.now()
    text, everyone = request.GET.get("q", "").strip()[:100], request.GET.get("everyone") == "1"
    purpose = asked.purpose_of(by)
    found = charts.find_people(by, purpose, text=text, only_open=not everyone)
    page = Paginator(found, PAGE).get_page(asked.page(request))
    opened = charts.open_list(by, list(page.object_list), purpose, what="people", at=at)
    context = {"lines": arranging.lines_of(opened), "page": page, "q": text, "everyone": everyone}
    return render(request, "manager/people.html", context)


@for_roles(Role.MANAGER, Role.INTAKE)
@require_safe
def show(request: Request, person_id: UUID) -> HttpResponse:
    """One person: identity, contact, episode, schedule; attendance and hours for managers."""
    return _shown(request, _open(request, person_id))


@for_roles(Role.MANAGER, Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: Request, person_id: UUID) -> HttpResponse:
    """Plan one session of this person; a room or leader in use is refused with a sentence."""
    chart, at, by = _open(request, person_id), clock.now(), request.signed_in
    episode = chart.find_episode()
    if episode is None or not episode.is_open:
        messages.error(request, _("This person is not in the program now. Start an episode of care first."))
        return redirect("manager:person", person_id)
    arranged = arranging.arranged(by, at=at)
    form = PlanForm(request.POST or None, arranged=arranged, site=episode.site, at=at)
    if request.method == "POST":
        form.is_bound = True
        if form.is_valid() and _planned(form, chart, episode.site, by, at):
            messages.success(request, _("The session is planned."))
            _warn_of_busy(request, form, chart, ZoneInfo(episode.site.zone))
            return redirect("manager:person", person_id)
    context = {"form": form, "chart": chart, "person": chart.person, "site": episode.site}
    return render(request, "manager/plan.html", context, status=422 if form.errors else 200)


def _warn_of_busy(request: Request, form: PlanForm, chart: Chart, zone: ZoneInfo) -> None:
    told = form.cleaned_data
    starts_at = at_site(told["day"], told["start"], zone)
    for kind in weeks.busy_during(chart, Span(starts_at, starts_at + timedelta(minutes=told["minutes"]))):
        words = _("This is within a time they said is busy: %(what)s.")
        messages.warning(request, words % {"what": str(BUSY[kind]).lower()})


def _planned(form: PlanForm, chart: Chart, site: Any, by: Any, at: Any) -> bool:
    told = form.cleaned_data
    room = told["room"]
    try:
        scheduling_sessions.plan_from_form(
            chart,
            key=told["key"],
            site=site,
            room=room,
            service=told["service"],
            leader=told["leader"],
            starts_at=at_site(told["day"], told["start"], ZoneInfo(site.zone)),
            minutes=told["minutes"],
            by_video=bool(room is not None and room.is_video),
            at=at,
        )
    except Refusal as refusal:
        form.add_error(None, said(refusal))
        return False
    return True


@for_roles(Role.MANAGER, Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Request, person_id: UUID) -> HttpResponse:
    """Move the episode to another state, with a day and a reason."""
    chart, at, by = _open(request, person_id), clock.now(), request.signed_in
    if request.method != "POST":
        return redirect("manager:person", person_id)
    episode = chart.find_episode()
    if episode is None:
        messages.error(request, _("This person is not in the program."))
        return redirect("manager:person", person_id)
    form = MoveForm(request.POST, state=episode.state, today=at.date())
    if form.is_valid():
        told = form.cleaned_data
        try:
            enrolling.move_episode(
                chart,
                to=EpisodeState(told["to"]),
                on=told["on"],
                reason=told["reason"],
                by=by,
                at=at,
                key=told["key"],
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("The new state is written."))
            return redirect("manager:person", person_id)
    return _shown(request, chart, form=form)


@for_roles(Role.MANAGER, Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Request, person_id: UUID) -> HttpResponse:
    """A one-time link with which the person signs in, shown once."""
    chart, at = _open(request, person_id), clock.now()
    if request.method != "POST":
        return redirect("manager:person", person_id)
    wishes = chart.contact_wishes
    if wishes is None or not wishes.email:
        messages.error(request, _("Write down an e-mail address first; the person signs in with it."))
        return redirect("manager:person", person_id)
    try:
        path = inviting.invite_participant(chart, email=wishes.email, language=wishes.language, at=at)
    except Refusal as refusal:
        messages.error(request, said(refusal))
        return redirect("manager:person", person_id)
    address = request.build_absolute_uri(path)
    back = reverse("manager:person", args=[person_id])
    return render(request, "manager/link_once.html", {"address": address, "back": back})


def _open(request: Request, person_id: UUID) -> Chart:
    by = request.signed_in
    return charts.open_for(by, person_id, asked.purpose_of(by), what="record", at=clock.now())


def _shown(request: Request, chart: Chart, form: MoveForm | None = None) -> HttpResponse:
    at = clock.now()
    episode = chart.find_episode()
    zone = weeks.zone_of(chart)
    today = at.astimezone(zone).date()
    if form is None and episode is not None:
        form = MoveForm(state=episode.state, today=today)
    past: list[Any] = []
    if chart.may_read(Part.ATTENDANCE):
        rows = chart.attendances.filter(held_on__lte=today).exclude(state__in=["expected", "not_expected"])
        past = list(rows.select_related("session").order_by("-held_on", "-starts_at")[:PAST])
    context = {
        "chart": chart,
        "person": chart.person,
        "may_bill": chart.by.role is Role.MANAGER,
        "episode": episode,
        "states": list(episode.states.order_by("-from_on")) if episode else [],
        "wishes": chart.contact_wishes,
        "busy": list(chart.busy_times.order_by("kind", "weekday", "from_time")),
        "suits": list(suiting.summary_of(telling.wishes_of(chart))),
        "apart": keeping_apart.count_apart(chart) + avoiding_leaders.count_avoided(chart),
        "groups": arranging.groups_of(chart, on=today),
        "coming": chart.list_appointments(after=at, at_most=COMING),
        "past": past,
        "zone": zone,
        "week": weeks.week_of(chart, Week.of(today), at=at) if chart.may_read(Part.ATTENDANCE) else None,
        "may_see_attendance": chart.may_read(Part.ATTENDANCE),
        "form": form,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "manager/person.html", context, status=status)
