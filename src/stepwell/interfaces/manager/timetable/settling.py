"""What becomes of a draft: set beside another, published, taken back, or mended for one person."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling import comparing, drafts, putting_out, taking_back, ways_in
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager import asked
from stepwell.interfaces.manager.timetable.changes import in_words
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.MANAGER)
@require_safe
def compare(request: Request, draft_id: UUID) -> HttpResponse:
    """Two drafts side by side: figures, groups of only one, and whose week differs."""
    by, at = request.signed_in, clock.now()
    one = drafts.get_draft(by, draft_id)
    others = [line for line in drafts.list_drafts(by, week=one.week) if line.draft_id != draft_id]
    other_id = asked.key(request.GET.get("with")) or one.copy_of or (others[0].draft_id if others else None)
    found = comparing.compare(by, other_id, draft_id, at=at) if other_id else None
    context = {"draft": one, "others": others, "other_id": other_id, "found": found}
    return render(request, "manager/timetable/compare.html", context)


@for_roles(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Request, draft_id: UUID) -> HttpResponse:
    """Whom publishing touches; POST publishes."""
    by, at = request.signed_in, clock.now()
    status = 200
    alone = (request.POST or request.GET).get("for") == "week"
    if request.method == "POST":
        told = request.POST
        try:
            putting_out.publish(
                by, draft_id, this_week_alone=alone, despite=told.get("despite", ""),
                key=told.get("key", ""), at=at,
            )  # fmt: skip
        except Refusal as refusal:
            messages.error(request, said(refusal))
            status = 422
        else:
            messages.success(
                request, _("The week is published. It can be taken back until its first session.")
            )
            return redirect("manager:draft", draft_id)
    touched = putting_out.touched_by(by, draft_id, this_week_alone=alone, at=at)
    context = {
        "draft": touched.draft,
        "touched": touched,
        "changed": in_words(touched.changed),
        "alone": alone,
        "spans": [
            {"name": _("From this week on"), "url": "?for=on", "current": not alone},
            {"name": _("This week alone"), "url": "?for=week", "current": alone},
        ],
    }
    return render(request, "manager/timetable/publish.html", context, status=status)


@for_roles(Role.MANAGER)
@require_POST
def undo(request: Request, draft_id: UUID) -> HttpResponse:
    """Take back what was published, as one act."""
    by = request.signed_in
    try:
        taking_back.undo_publish(by, draft_id, key=request.POST.get("key", ""), at=clock.now())
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("Taken back. The week is as it was before."))
    return redirect("manager:draft", draft_id)


@for_roles(Role.MANAGER)
@require_POST
def try_it(request: Request, draft_id: UUID) -> HttpResponse:
    """A copy of the draft with a way in for one person, shown beside the draft."""
    by = request.signed_in
    person_id = asked.key(request.POST.get("person"))
    if person_id is None:
        raise Http404
    try:
        copy = ways_in.try_it(
            by, draft_id, person_id=person_id, fix=request.POST.get("fix", ""),
            key=request.POST.get("key", ""), at=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        messages.error(request, said(refusal))
        return redirect("manager:draft", draft_id)
    return redirect("manager:draft_compare", copy)
