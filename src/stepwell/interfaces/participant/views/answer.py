"""I'm coming, I can't make it, and the door of a video session."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from stepwell.actions import answering, weeks
from stepwell.actions.answering import NotAReason, TooLate, TooManyWords
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant import forms
from stepwell.interfaces.participant.opening import own_chart, say_refusal, show
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.PARTICIPANT)
@require_POST
def answer(request: Request, session_id: UUID) -> HttpResponse:
    """Keep the word and go back to the page it was said on."""
    at = clock.now()
    chart = own_chart(request, what="intent", at=at)
    form = forms.AnswerForm(request.POST)
    form.is_valid()
    values, key = form.cleaned_data, form.cleaned_data.get("key", "")
    try:
        if values.get("intent") == "coming":
            answering.confirm(chart, session_id=session_id, key=key, at=at)
            messages.success(request, gettext("Saved. Your counselor sees that you're coming."))
        else:
            answering.decline(
                chart,
                session_id=session_id,
                reason=values.get("reason", ""),
                words=values.get("words", ""),
                key=key,
                at=at,
            )
            messages.success(
                request,
                gettext("Thank you for saying so ahead. Your counselor reads it and gets back to you."),
            )
            return redirect("participant:instead", session_id)
    except TooLate as refusal:
        say_refusal(request, refusal)
    except (NotAReason, TooManyWords) as refusal:
        context = {
            "next": weeks.find_meeting(chart, session_id),
            "problem": said(refusal),
            "reasons": forms.REASONS,
            "reason": values.get("reason", ""),
            "words": values.get("words", ""),
            "key": fresh_key(),
            "has_errors": True,
            "back": _back(request),
        }
        return show(request, chart, "participant/cannot.html", context, status=422)
    return redirect(_back(request))


def _back(request: Request) -> str:
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/me/")
    return back if is_ours else "/me/"


@for_roles(Role.PARTICIPANT)
@require_safe
def join(request: Request, session_id: UUID) -> HttpResponse:
    """To the video session, while its door is open; a page that says when, before and after."""
    at = clock.now()
    chart = own_chart(request, what="session", at=at)
    link = weeks.find_video_link(chart, session_id, at=at)
    if link:
        return HttpResponseRedirect(link, headers={"Referrer-Policy": "no-referrer"})
    meeting = weeks.find_meeting(chart, session_id)
    if meeting is None or not meeting.has_link:
        raise Http404
    context = {"next": meeting, "is_over": at >= meeting.ends, "opens": meeting.starts - weeks.JOIN_BEFORE}
    return show(request, chart, "participant/join.html", context)
