"""Messages of a supporter, and their word on a family session. Each asks first what is granted now."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.actions import family_sessions, messaging, shared_charts, unread_messages
from stepwell.actions.refusals import Refusal
from stepwell.actions.shared_charts import Shared
from stepwell.domain.privacy.access import Role
from stepwell.domain.privacy.terms import Category
from stepwell.interfaces.shared import talking
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.talking import MessageForm
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.FAMILY)
@require_safe
def threads(request: Request) -> HttpResponse:
    """Everybody this reader may write to now. Without anybody it is the page of somebody nobody invited."""
    by = request.signed_in
    shared = shared_charts.list_shared(by, at=clock.now())
    found = [
        {
            "key": one.person.pk,
            "name": one.person.called,
            "unread": unread_messages.count_unread_shared(one, by),
        }
        for one in shared
        if one.opens(Category.MESSAGES)
    ]
    return render(request, "family/threads.html", {"threads": found})


@for_roles(Role.FAMILY)
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: Request, person_id: UUID) -> HttpResponse:
    """One thread, read and written; not there where messages aren't granted now."""
    at, by = clock.now(), request.signed_in
    shared = shared_charts.open_shared(by, person_id, what="messages", at=at)
    shared.need(Category.MESSAGES)
    if request.method != "POST":
        return _show_thread(request, shared, talking.empty_form())
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            messaging.write_shared(shared, by, **form.cleaned_data, at=at)
        except Refusal as refusal:
            form.add_error("words", said(refusal))
        else:
            messages.success(request, gettext("Sent."))
            return redirect("family:thread", person_id)
    return _show_thread(request, shared, form, status=422)


@for_roles(Role.FAMILY)
@require_POST
def answer(request: Request, person_id: UUID, session_id: UUID) -> HttpResponse:
    """Coming to a family session, or not."""
    at, by = clock.now(), request.signed_in
    shared = shared_charts.open_shared(by, person_id, what="family", at=at)
    is_coming = request.POST.get("coming") == "1"
    key = request.POST.get("key", "")[:60]
    try:
        family_sessions.answer(shared, by, session_id, is_coming=is_coming, key=key, at=at)
    except Refusal as refusal:
        messages.warning(request, said(refusal))
    else:
        thanks = gettext("Thank you. They know that you come.")
        messages.success(request, thanks if is_coming else gettext("Thank you for saying so ahead."))
    return redirect("family:home")


def _show_thread(request: Request, shared: Shared, form: MessageForm, *, status: int = 200) -> HttpResponse:
    lines = talking.shown(messaging.read_shared(shared, request.signed_in))
    context = {"name": shared.person.called, "lines": lines, "form": form}
    with timezone.override(shared.zone):
        return render(request, "family/thread.html", context, status=status)
