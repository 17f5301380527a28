"""Messages at the desk: what is new from one's own people, and the threads of one person."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.actions import charts, granting, messaging, reviewing, unread_messages
from stepwell.actions.charts import Chart
from stepwell.actions.messaging import Talk
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.clinician import heads
from stepwell.interfaces.shared import sharing, talking
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.talking import MessageForm
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.COUNSELOR)
@require_safe
def inbox(request: Request) -> HttpResponse:
    """Who of the reader's own people has written; what is new on top."""
    by = request.signed_in
    found = unread_messages.list_inbox(by, at=clock.now())
    with timezone.override(reviewing.zone_of(by)):
        return render(request, "clinician/messages.html", {"inbox": found})


@for_roles(Role.COUNSELOR)
@require_safe
def of_person(request: Request, person_id: UUID) -> HttpResponse:
    """The threads of one person; where there is one alone, that one."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="messages", at=at)
    talks = messaging.list_talks(chart, at=at)
    if len(talks) == 1:
        return _show(request, chart, talks[0], talking.empty_form())
    return heads.show(request, chart, "messages", "clinician/person_messages.html", {"talks": talks})


@for_roles(Role.COUNSELOR)
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: Request, person_id: UUID, supporter_id: UUID | None = None) -> HttpResponse:
    """One thread, read and written."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, Purpose.TREATMENT, what="messages", at=at)
    talk = messaging.find_talk(chart, supporter_id, at=at)
    if request.method != "POST":
        return _show(request, chart, talk, talking.empty_form())
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            messaging.write(chart, supporter_id, **form.cleaned_data, at=at)
        except Refusal as refusal:
            form.add_error("words", said(refusal))
        else:
            messages.success(request, gettext("Sent."))
            return redirect(request.path)
    return _show(request, chart, talk, form, status=422)


def _show(
    request: Request, chart: Chart, talk: Talk, form: MessageForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "talk": talk,
        "called": sharing.called(talk.name, talk.relation),
        "may_be_told": _may_be_told(chart, talk),
        "lines": talking.shown(messaging.read(chart, talk, at=chart.at)),
        "form": form,
    }
    return heads.show(request, chart, "messages", "clinician/person_thread.html", context, status=status)


def _may_be_told(chart: Chart, talk: Talk) -> list[str]:
    """What the supporter was let in to: a counselor who writes tells no more than that."""
    if talk.key is None:
        return []
    sees = granting.find_grant(chart, talk.key, at=chart.at).sees
    return [str(words) for item, words in sharing.ITEMS_OF_THEIRS.items() if sees.get(item)]
