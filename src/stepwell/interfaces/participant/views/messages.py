"""A participant's messages: with the counselor, and with each loved one who was let in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.actions import messaging
from stepwell.actions.charts import Chart
from stepwell.actions.messaging import Talk
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant.opening import own_chart, show
from stepwell.interfaces.shared import sharing, talking
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.talking import MessageForm
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.PARTICIPANT)
@require_safe
def threads(request: Request) -> HttpResponse:
    """With whom, and what is new."""
    at = clock.now()
    chart = own_chart(request, what="messages", at=at)
    talks = [
        {"talk": one, "called": sharing.called(one.name, one.relation)}
        for one in messaging.list_talks(chart, at=at)
    ]
    return show(request, chart, "participant/messages/threads.html", {"talks": talks})


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: Request, supporter_id: UUID | None = None) -> HttpResponse:
    """One thread, read and written. Without a supporter it is the counselor's."""
    at = clock.now()
    chart = own_chart(request, what="messages", at=at)
    talk = messaging.find_talk(chart, supporter_id, at=at)
    if request.method != "POST":
        return _show(request, chart, talk, talking.empty_form(), at=at)
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            messaging.write(chart, supporter_id, **form.cleaned_data, at=at)
        except Refusal as refusal:
            form.add_error("words", said(refusal))
        else:
            messages.success(request, gettext("Sent."))
            return redirect(request.path)
    return _show(request, chart, talk, form, at=at, status=422)


def _show(
    request: Request, chart: Chart, talk: Talk, form: MessageForm, *, at: datetime, status: int = 200
) -> HttpResponse:
    context = {
        "talk": talk,
        "called": sharing.called(talk.name, talk.relation),
        "lines": talking.shown(messaging.read(chart, talk, at=at)),
        "form": form,
    }
    return show(request, chart, "participant/messages/thread.html", context, status=status)
