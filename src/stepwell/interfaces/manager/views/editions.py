"""What screenings rate by: the edition that ships, or files of the program's own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.actions import loading_editions
from stepwell.actions.refusals import Refusal
from stepwell.domain.placement import files
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager.forms.editions import EditionForm
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: Request) -> HttpResponse:
    """The editions of the program; POST loads a file, or says by key and place what is wrong with it."""
    form = EditionForm(request.POST, request.FILES) if request.method == "POST" else EditionForm()
    if form.is_valid():
        told = form.cleaned_data
        try:
            loading_editions.load(
                request.signed_in,
                told["file"].read(),
                license=told["license"],
                key=told["key"],
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error("file", said(refusal))
        else:
            messages.success(request, _("New screenings rate by this edition from now on."))
            return redirect("manager:editions")
    context = {"form": form, "kept": loading_editions.list_kept(request.signed_in)}
    return render(request, "manager/editions.html", context, status=422 if form.errors else 200)


@for_roles(Role.MANAGER)
@require_POST
def choose(request: Request, edition_id: UUID) -> HttpResponse:
    """New screenings rate by this one."""
    loading_editions.choose(
        request.signed_in, edition_id, key=request.POST.get("key", "")[:80], at=clock.now()
    )
    messages.success(request, _("New screenings rate by this edition from now on."))
    return redirect("manager:editions")


@for_roles(Role.MANAGER)
@require_POST
def choose_neutral(request: Request) -> HttpResponse:
    """New screenings rate by the one that ships."""
    loading_editions.choose_neutral(request.signed_in, key=request.POST.get("key", "")[:80], at=clock.now())
    messages.success(request, _("New screenings rate by this edition from now on."))
    return redirect("manager:editions")


@for_roles(Role.MANAGER)
@require_safe
def sample(_request: Request) -> HttpResponse:
    """The file of the edition that ships, to copy and change."""
    answer = HttpResponse(files.shipped_text(loading_editions.NEUTRAL), content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="edition.json"'
    return answer
