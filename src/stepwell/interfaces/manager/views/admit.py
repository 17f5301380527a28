"""A person enters the program: who they are, how to reach them, where they come, what keeps them busy."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stepwell.actions import admitting, arranging
from stepwell.actions.admitting import Entry, Reach, Weekly
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager.forms.people import AdmitForm, BusyForms
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.MANAGER, Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def admit(request: Request) -> HttpResponse:
    """One form, one writing; a second sending of it leads to the same person."""
    at, by = clock.now(), request.signed_in
    arranged = arranging.arranged(by, at=at)
    data = request.POST if request.method == "POST" else None
    groups = arranging.list_groups(by, on=at.date())
    form = AdmitForm(data, arranged=arranged, groups=groups, initial={"starts_on": at.date()})
    busy = BusyForms(data, prefix="busy")
    if data is not None and form.is_valid() and busy.is_valid():
        try:
            return _admitted(request, form.cleaned_data, busy, by, at)
        except Refusal as refusal:
            form.add_error(None, said(refusal))
    has_errors = bool(form.errors) or (busy.is_bound and not busy.is_valid())
    context = {"form": form, "busy": busy, "arranged": arranged, "has_errors": has_errors}
    return render(request, "manager/admit.html", context, status=422 if has_errors else 200)


def _key_of(told: dict[str, Any]) -> str:
    """The form's key together with who is told of: sent again for somebody else, it is another admission."""
    if not told["key"]:
        return ""
    who = "\n".join(str(told[name]) for name in ("given_name", "family_name", "birth_date"))
    return f"{told['key'][:60]}:{hashlib.sha256(who.encode()).hexdigest()[:16]}"


def _admitted(request: Request, told: dict[str, Any], busy: Any, by: SignedIn, at: datetime) -> HttpResponse:
    admitted = admitting.admit(
        by,
        _entry(told, busy),
        _reach(told),
        invite=told["invite"],
        key=_key_of(told),
        at=at,
        given_name=told["given_name"],
        family_name=told["family_name"],
        preferred_name=told["preferred_name"],
        pronouns=told["pronouns"],
        languages=[told["language"]],
        birth_date=told["birth_date"],
    )
    person = admitted.person
    for refusal in admitted.refused:
        messages.warning(request, said(refusal))
    messages.success(request, _("%(name)s is in the program.") % {"name": person.full_name})
    if admitted.link:
        return _link(request, admitted.link, person.pk)
    return redirect("manager:person", person.pk)


def _entry(told: dict[str, Any], busy: Any) -> Entry:
    return Entry(
        site=told["site"],
        template=told["template"],
        counselor=told["counselor"],
        starts_on=told["starts_on"],
        state=EpisodeState(told["state"]),
        groups=list(told["groups"]),
        busy=[
            Weekly(one["kind"], one["days"], one["from_time"], one["until_time"])
            for one in busy.cleaned_data
            if one.get("kind")
        ],
    )


def _reach(told: dict[str, Any]) -> Reach:
    return Reach(
        email=told["email"],
        phone=told["phone"],
        channel=told["channel"],
        safe_from=told["safe_from"],
        safe_until=told["safe_until"],
        language=told["language"],
    )


def _link(request: Request, path: str, person_id: UUID) -> HttpResponse:
    context = {
        "address": request.build_absolute_uri(path),
        "back": reverse("manager:person", args=[person_id]),
    }
    return render(request, "manager/link_once.html", context)
