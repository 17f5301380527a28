"""The drafts of a timetable, and one of them: the wall, its five figures, who needs a way in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling import drafts, sites, solving, taking_back, viewing, ways_in
from stepwell.actions.timetabling.drafts import DraftLine
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager import asked
from stepwell.interfaces.manager.timetable import showing
from stepwell.interfaces.manager.timetable.forms import SolveForm
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.charts import closing_chart
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock
from stepwell.kernel.weeks import Week


@for_roles(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: Request) -> HttpResponse:
    """The drafts, newest first; POST solves a week."""
    by, at = request.signed_in, clock.now()
    own = sites.list_sites(by)
    if not own:
        return redirect("manager:setup")
    coming = Week.at(at, own[0].zone).next()
    form = SolveForm(request.POST if request.method == "POST" else None, sites=own, coming=coming)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            draft_id = solving.start_solving(by, key=told.pop("key"), at=at, **told)
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            return redirect("manager:draft", draft_id)
    context = {"form": form, "drafts": drafts.list_drafts(by)}
    return render(request, "manager/timetable/list.html", context, status=422 if form.errors else 200)


@for_roles(Role.MANAGER)
@require_safe
def show(request: Request, draft_id: UUID) -> HttpResponse:
    """A draft as it stands; while it is being solved, how far it is."""
    draft = drafts.get_draft(request.signed_in, draft_id)
    if draft.is_under_way and draft.objective is None:
        return render(request, "manager/timetable/solving.html", solving_context(request.signed_in, draft))
    return render(request, "manager/timetable/draft.html", draft_context(request, draft))


@for_roles(Role.MANAGER)
@require_safe
def progress(request: Request, draft_id: UUID) -> HttpResponse:
    """How far solving is, for a page that asks each second; a page whose solving is over is drawn anew."""
    draft = drafts.get_draft(request.signed_in, draft_id)
    context = solving_context(request.signed_in, draft)
    if context["progress"].is_over:
        return HttpResponseClientRefresh() if request.htmx else redirect("manager:draft", draft_id)
    name = "manager/timetable/parts/progress.html" if request.htmx else "manager/timetable/solving.html"
    return render(request, name, context)


@for_roles(Role.MANAGER)
@require_POST
def steer(request: Request, draft_id: UUID) -> HttpResponse:
    """Stop solving, go on with it, or put the draft away."""
    by, at = request.signed_in, clock.now()
    drafts.get_draft(by, draft_id)
    once = request.POST.get("key", "")
    do = request.POST.get("do")
    try:
        if do == "stop":
            solving.stop_solving(by, draft_id, at=at)
            messages.success(request, _("Solving stops. The best plan so far is kept."))
        elif do == "again":
            solving.solve_again(by, draft_id, key=once, at=at)
        elif do == "drop":
            drafts.drop(by, draft_id, key=once, at=at)
            messages.success(request, _("The draft is put away."))
            return redirect("manager:timetable")
    except Refusal as refusal:
        messages.error(request, said(refusal))
    return redirect("manager:draft", draft_id)


def solving_context(by: SignedIn, draft: DraftLine) -> dict[str, Any]:
    """Progress with a picture for each site."""
    found = solving.progress_of(by, draft.draft_id, at=clock.now())
    return {
        "draft": draft,
        "progress": found,
        "pictures": [(part, closing_chart(part.points)) for part in found.parts],
    }


def draft_context(request: Request, draft: DraftLine) -> dict[str, Any]:
    """What the wall and the panels at its side show."""
    by, at = request.signed_in, clock.now()
    site_id = asked.key(request.GET.get("site"))
    site_id = site_id if site_id in draft.site_ids else draft.site_ids[0]
    view = request.GET.get("view", "group")
    view = view if view in showing.VIEWS else "group"
    shown = viewing.view(by, draft.draft_id, site_id=site_id, at=at)
    blocks = showing.blocks_of(shown)
    is_busy = draft.is_under_way
    return {
        "draft": draft,
        "shown": shown,
        "figures": shown.figures,
        "site_id": site_id,
        "sites": list(zip(draft.site_ids, draft.sites, strict=True)),
        "view": view,
        "views": _views(site_id, view),
        "grid": showing.wall(shown, blocks, today=at.astimezone(shown.zone).date()),
        "lines": showing.lines(shown, blocks, view) if view in {"room", "leader"} else [],
        "hours": showing.hours(shown, viewing.view_hours(by, draft.draft_id, site_id=site_id, at=at))
        if view == "hours"
        else [],
        "legend": showing.legend(blocks),
        "need": [] if is_busy else ways_in.who_needs_a_way_in(by, draft.draft_id, at=at),
        "is_busy": is_busy,
        "may_undo": taking_back.may_undo(by, draft.draft_id, at=at),
        "may_change": draft.may_change,
        **(solving_context(by, draft) if is_busy else {}),
    }


def _views(site_id: UUID, current: str) -> list[dict[str, Any]]:
    names = {
        "group": _("By day"),
        "room": _("By room"),
        "leader": _("By leader"),
        "hours": _("Individual hours"),
    }
    return [
        {"name": name, "url": f"?site={site_id}&view={view}", "current": view == current}
        for view, name in names.items()
    ]
