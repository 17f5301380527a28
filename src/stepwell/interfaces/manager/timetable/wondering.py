"""What if: questions to copies of a draft, and their answers in a table and a picture."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling import drafts, viewing, what_if
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager.timetable.questions import WhatIfForm, questions_of
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def what_if_page(request: Request, draft_id: UUID) -> HttpResponse:
    """The answers so far; POST asks."""
    by, at = request.signed_in, clock.now()
    shown = viewing.view(by, draft_id, at=at)
    form = WhatIfForm(request.POST if request.method == "POST" else None, leaders=shown.leaders)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            what_if.ask(by, draft_id, what=questions_of(told), key=told["key"], at=at)
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            return redirect("manager:draft_what_if", draft_id)
    answers = what_if.answers(by, draft_id)
    context = {
        "draft": shown.draft,
        "form": form,
        "figures": shown.figures,
        "answers": answers,
        "waiting": [one for one in answers if one.state in drafts.UNDER_WAY],
    }
    if request.htmx:
        return render(request, "manager/timetable/parts/answers.html", context)
    return render(request, "manager/timetable/what_if.html", context, status=422 if form.errors else 200)
