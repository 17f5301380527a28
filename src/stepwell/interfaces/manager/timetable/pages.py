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

from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling import boards, catching_up, drafts, sites, solving, taking_back
from stepwell.actions.timetabling.drafts import DraftLine, DraftState
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager import asked
from stepwell.interfaces.manager.timetable import drawing, needing, showing
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
    context = draft_context(request, draft_id)
    is_plain = context["is_busy"] and context["draft"].objective is None
    return render(request, f"manager/timetable/{'solving' if is_plain else 'draft'}.html", context)


@for_roles(Role.MANAGER)
@require_safe
def progress(request: Request, draft_id: UUID) -> HttpResponse:
    """How far solving is, for a page that asks each second; a page whose solving is over is drawn anew."""
    draft = drafts.get_draft(request.signed_in, draft_id)
    context = solving_context(draft)
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
        elif do == "anew":
            catching_up.solve_anew(by, draft_id, key=once, at=at)
        elif do == "drop":
            drafts.drop(by, draft_id, key=once, at=at)
            messages.success(request, _("The draft is put away."))
            return redirect("manager:timetable")
    except Refusal as refusal:
        messages.error(request, said(refusal))
    return redirect("manager:draft", draft_id)


def solving_context(draft: DraftLine) -> dict[str, Any]:
    """Progress with a picture for each site."""
    found = solving.progress_of(draft, at=clock.now())
    return {
        "draft": draft,
        "progress": found,
        "pictures": [(part, closing_chart(part.points)) for part in found.parts],
    }


def draft_context(request: Request, draft_id: UUID, *, moved: str = "") -> dict[str, Any]:
    """What the wall and the panels at its side show."""
    by, at = request.signed_in, clock.now()
    board = boards.open_board(by, draft_id, site_id=asked.key(request.GET.get("site")), at=at)
    draft, view = board.draft, request.GET.get("view", "")
    is_busy = draft.is_under_way
    wall = (
        drawing.draw_hours(by, board, at=at)
        if view == "hours"
        else drawing.draw_wall(by, board, view if view in showing.VIEWS else "group", moved=moved, at=at)
    )
    return {
        "draft": draft,
        "site_id": board.site_id,
        "sites": draft.sites,
        "view": view if view in showing.VIEWS else "group",
        "tiles": drawing.draw_tiles(board),
        "wall": wall,
        "need": board.need,
        "needs": needing.draw_needs(request, board),
        "is_busy": is_busy,
        "may_undo": draft.state is DraftState.PUBLISHED and taking_back.may_undo(by, draft_id, at=at),
        "may_change": draft.may_change,
        **(solving_context(draft) if is_busy else {}),
    }
