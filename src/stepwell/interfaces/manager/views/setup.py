"""The setup page: what stands, what is still to do, and a form of few fields for each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.actions import arranging
from stepwell.actions.arranging import Arranged
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager.forms.setting_up import ADDING
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.MANAGER)
@require_safe
def show(request: Request) -> HttpResponse:
    """Everything in use, and the steps from nothing to the first participant."""
    arranged = arranging.arranged(request.signed_in, at=clock.now())
    steps = _steps(arranged)
    context = {"arranged": arranged, "steps": steps, "is_ready": all(step["done"] for step in steps)}
    return render(request, "manager/setup.html", context)


def _steps(arranged: Arranged) -> list[dict[str, Any]]:
    def step(name: str, done: object, address: str, needs: bool = True) -> dict[str, Any]:
        return {"name": name, "done": bool(done), "url": address, "may": needs}

    def adding(kind: str) -> str:
        return reverse("manager:setup_add", args=[kind])

    site = bool(arranged.sites)
    return [
        step(_("A site, with its time zone"), arranged.sites, adding("site")),
        step(_("A room, or video"), arranged.rooms, adding("room"), site),
        step(_("The services you offer"), arranged.services, adding("service")),
        step(_("A counselor"), arranged.leaders, adding("staff"), site),
        step(_("Who is on call for safety"), arranged.on_call, adding("on_call"), bool(arranged.leaders)),
        step(_("A program"), arranged.templates, adding("program"), bool(arranged.services)),
        step(_("The first participant"), arranged.people, reverse("manager:admit"), site),
    ]


@for_roles(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, kind: str) -> HttpResponse:
    """A form that makes one thing; what is wrong is said beside it, with nothing lost."""
    if kind not in ADDING:
        raise Http404
    at, by = clock.now(), request.signed_in
    arranged = arranging.arranged(by, at=at)
    form = ADDING[kind](request.POST or None, request.FILES or None, arranged=arranged)
    if request.method == "POST":
        form.is_bound = True
        if form.is_valid():
            try:
                secret = form.save(by, at=at)
            except Refusal as refusal:
                form.add_error(None, said(refusal))
            else:
                if secret:
                    return _link(request, secret)
                messages.success(request, str(form.done))
                return redirect("manager:setup")
    context = {"form": form, "kind": kind}
    return render(request, "manager/setup_add.html", context, status=422 if form.errors else 200)


def _link(request: Request, path: str) -> HttpResponse:
    address = request.build_absolute_uri(path)
    return render(request, "manager/link_once.html", {"address": address, "back": reverse("manager:setup")})


@for_roles(Role.MANAGER)
@require_POST
def retire(request: Request, kind: str, row_id: UUID) -> HttpResponse:
    """Offer it no longer."""
    try:
        arranging.retire(request.signed_in, kind, row_id, at=clock.now())
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("It is offered no longer. What it was used for stays as it was."))
    return redirect("manager:setup")
