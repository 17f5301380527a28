"""People by name, the groups, the tasks, and finding anyone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from stepwell.actions import charts, composing, finding, leading, listing_people, reaching, reviewing
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.clinician.words import OUTCOMES, OUTCOMES_OF, Words
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.numbers import number_told
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock

PAGES: dict[Role, tuple[tuple[str, Words, str], ...]] = {
    Role.COUNSELOR: (
        ("clinician:today", _("Open today"), "calendar-check"),
        ("clinician:people", _("People"), "users"),
        ("clinician:tasks", _("Tasks"), "list-checks"),
        ("clinician:groups", _("My groups"), "presentation"),
    ),
    Role.INTAKE: (
        ("manager:week", _("Week"), "calendar-days"),
        ("manager:people", _("People"), "users"),
    ),
    Role.MANAGER: (
        ("manager:week", _("Week"), "calendar-days"),
        ("manager:hours", _("Hours"), "clock"),
        ("manager:people", _("People"), "users"),
    ),
}
RECORD = {Role.COUNSELOR: "clinician:person", Role.INTAKE: "manager:person", Role.MANAGER: "manager:person"}
PEOPLE = {Role.COUNSELOR: "clinician:people", Role.INTAKE: "manager:people", Role.MANAGER: "manager:people"}


@for_roles(Role.COUNSELOR)
@require_safe
def people(request: Request) -> HttpResponse:
    """My people, or all at my sites, or also those whose stay has ended."""
    at, by = clock.now(), request.signed_in
    zone = reviewing.zone_of(by)
    text = request.GET.get("q", "").strip()[:100]
    asked = request.GET.get("whose", "")
    whose = listing_people.Whose(asked) if asked in list(listing_people.Whose) else None
    whose = whose or (listing_people.Whose.SITES if text else listing_people.usual_people(by))
    page = number_told(request.GET.get("page", ""), otherwise=1)
    with timezone.override(zone):
        listed = listing_people.people(
            by, text=text, whose=whose, page=page, day=at.astimezone(zone).date(), at=at
        )
        return render(request, "clinician/people.html", {"listed": listed, "q": text, "whose": whose})


@for_roles(Role.COUNSELOR)
@require_safe
def groups(request: Request) -> HttpResponse:
    """The groups I lead, and where each stands in its curriculum."""
    at, by = clock.now(), request.signed_in
    zone = reviewing.zone_of(by)
    with timezone.override(zone):
        led = leading.my_groups(by, day=at.astimezone(zone).date(), at=at)
        return render(request, "clinician/groups.html", {"groups": led})


@for_roles(Role.COUNSELOR)
@require_safe
def tasks(request: Request) -> HttpResponse:
    """Whom I owe a call, the longest overdue first."""
    return _tasks(request)


@for_roles(Role.COUNSELOR)
@require_POST
def task(request: Request, task_id: UUID) -> HttpResponse:
    """Say that a task is seen, or how it ended."""
    at, by = clock.now(), request.signed_in
    chart = reaching.open_task(by, task_id, at=at)
    if request.POST.get("seen"):
        reaching.acknowledge(chart, task_id=task_id, at=at)
        messages.success(request, gettext("Marked as seen. The clock goes on until you close it."))
        return redirect("clinician:tasks")
    words = request.POST.get("words", "").strip().replace("\r\n", "\n")
    try:
        reaching.close(
            chart,
            task_id=task_id,
            outcome=request.POST.get("outcome", ""),
            words=words,
            at=at,
            key=request.POST.get("key", ""),
        )
    except reaching.UnknownOutcome:
        problem = gettext("Choose how it ended, then close the task.")
        return _tasks(request, problem=(task_id, problem, words), status=422)
    except reaching.TooManyWords as refusal:
        return _tasks(request, problem=(task_id, said(refusal), words), status=422)
    messages.success(request, gettext("Closed."))
    return redirect("clinician:tasks")


def _tasks(
    request: Request, *, problem: tuple[UUID, str, str] | None = None, status: int = 200
) -> HttpResponse:
    at, by = clock.now(), request.signed_in
    listed, shown = reaching.list_tasks(by, at=at), []
    wishes = composing.wishes_of([one.chart for one in listed])
    for one in listed:
        mine = problem is not None and problem[0] == one.task.pk
        shown.append(
            {
                "task": one.task,
                "person": one.chart.person,
                "is_overdue": one.is_overdue,
                "minutes": abs(int((one.task.due_at - at).total_seconds())) // 60,
                "outcomes": [(code, OUTCOMES[code]) for code in OUTCOMES_OF.get(one.task.kind, OUTCOMES)],
                "wishes": wishes.get(one.chart.person.pk),
                "key": fresh_key(),
                "problem": problem[1] if mine and problem else "",
                "words": problem[2] if mine and problem else "",
                "outcome": request.POST.get("outcome", "") if mine else "",
            }
        )
    with timezone.override(reviewing.zone_of(by)):
        context = {"tasks": shown, "has_errors": problem is not None}
        return render(request, "clinician/tasks.html", context, status=status)


@for_roles(Role.COUNSELOR, Role.INTAKE, Role.MANAGER)
@require_safe
def find(request: Request) -> HttpResponse:
    """People and pages by their first letters: a fragment for the palette, a page for everyone else."""
    by, text = request.signed_in, request.GET.get("q", "").strip()[:100]
    result = finding.find(by, text, at=clock.now())
    found: list[dict[str, Any]] = [
        {
            "url": _record_url(by.role, chart),
            "name": chart.person.full_name,
            "what": chart.person.pronouns,
            "icon": "user-round",
        }
        for chart in result.charts
    ]
    found += _pages(by.role, text)
    template = "shared/found.html" if request.htmx else "clinician/find.html"
    answer = render(request, template, {"found": found, "q": text, "has_more": result.has_more})
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _record_url(role: Role, chart: charts.Chart) -> str:
    for url_name, args in ((RECORD[role], [chart.person.pk]), (PEOPLE[role], [])):
        try:
            return reverse(url_name, args=args)
        except NoReverseMatch:
            continue
    return reverse("find:find")


def _pages(role: Role, text: str) -> list[dict[str, Any]]:
    wanted = text.casefold()
    found = []
    for url_name, name, icon in PAGES[role]:
        if any(word.startswith(wanted) for word in str(name).casefold().split()) or not wanted:
            try:
                found.append({"url": reverse(url_name), "name": name, "icon": icon, "what": gettext("page")})
            except NoReverseMatch:
                continue
    return found
