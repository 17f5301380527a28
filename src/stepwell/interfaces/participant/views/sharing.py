"""Who sees what: invite a loved one, choose item by item, try it, sign it, take it back at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.actions import disclosing, family_sessions, granting, inviting_supporters, weeks
from stepwell.actions.charts import Chart
from stepwell.actions.granting import Grant
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant.opening import own_chart, say_refusal, show
from stepwell.interfaces.participant.sharing_forms import A_WHILE, GrantForm, InviteForm
from stepwell.interfaces.shared import sharing
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock

TOLD = 10


@for_roles(Role.PARTICIPANT)
@require_safe
def home(request: Request) -> HttpResponse:
    """Everybody the person invited, what each sees and until when; and what was told lately."""
    at = clock.now()
    chart = own_chart(request, what="sharing", at=at)
    grants = [_shown(one) for one in granting.list_grants(chart, at=at)]
    told = disclosing.list_told(chart, most=TOLD)
    sessions = family_sessions.list_own(chart, at=at)
    context = {"grants": grants, "told": told, "sessions": sessions, "key": fresh_key()}
    return show(request, chart, "participant/sharing/home.html", context)


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Request) -> HttpResponse:
    """Name and address of a loved one. Nothing is shared by it."""
    at = clock.now()
    chart = own_chart(request, what="sharing", at=at)
    if request.method != "POST":
        form = InviteForm(initial={"key": fresh_key()})
        return show(request, chart, "participant/sharing/invite.html", {"form": form})
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            inviting_supporters.invite(chart, **form.cleaned_data, at=at)
        except Refusal as refusal:
            form.add_error("email", said(refusal))
        else:
            messages.success(request, gettext("Invited. They see nothing of you until you share something."))
            return redirect("participant:sharing")
    return show(request, chart, "participant/sharing/invite.html", {"form": form}, status=422)


@for_roles(Role.PARTICIPANT)
@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: Request, supporter_id: UUID) -> HttpResponse:
    """Choose, try, sign. Trying writes nothing; signing is a button of its own on the tried page."""
    at = clock.now()
    chart = own_chart(request, what="sharing", at=at)
    found = granting.find_grant(chart, supporter_id, at=at)
    today = at.astimezone(weeks.zone_of(chart)).date()
    if request.method != "POST":
        return _show_form(request, chart, found, _first_form(found, today=today))
    form = GrantForm(request.POST, today=today)
    if not form.is_valid() or "change" in request.POST:
        return _show_form(request, chart, found, form, status=200 if form.is_valid() else 422)
    try:
        if "sign" not in request.POST:
            return _show_tried(request, chart, found, form, at=at)
        granting.grant(chart, supporter_id, **form.cleaned_data, at=at)
    except Refusal as refusal:
        form.add_error(None, said(refusal))
        return _show_form(request, chart, found, form, status=422)
    messages.success(request, gettext("Signed. You can stop it here at any time."))
    return redirect("participant:sharing")


@for_roles(Role.PARTICIPANT)
@require_safe
def seen(request: Request, supporter_id: UUID) -> HttpResponse:
    """What would my sister see today? The page as it is for her now."""
    at = clock.now()
    chart = own_chart(request, what="sharing", at=at)
    found = granting.find_grant(chart, supporter_id, at=at)
    now = granting.seen_now(chart, supporter_id, at=at)
    context = {"grant": _shown(found), "one": sharing.seen(now) if now else None}
    return show(request, chart, "participant/sharing/seen.html", context)


@for_roles(Role.PARTICIPANT)
@require_POST
def stop(request: Request, supporter_id: UUID) -> HttpResponse:
    """Take everything back from one loved one, at once."""
    at = clock.now()
    chart = own_chart(request, what="sharing", at=at)
    granting.stop(chart, supporter_id, key=request.POST.get("key", "")[:36], at=at)
    messages.success(request, gettext("Stopped. They see nothing of you any more."))
    return redirect("participant:sharing")


@for_roles(Role.PARTICIPANT)
@require_POST
def again(request: Request, supporter_id: UUID) -> HttpResponse:
    """Send the invitation once more."""
    at = clock.now()
    chart = own_chart(request, what="sharing", at=at)
    try:
        inviting_supporters.invite_again(chart, supporter_id, key=request.POST.get("key", "")[:36], at=at)
    except Refusal as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, gettext("The invitation is on its way again."))
    return redirect("participant:sharing")


def _first_form(found: Grant, *, today: date) -> GrantForm:
    items = [item.value for item, sees in found.sees.items() if sees]
    replaces = found.consent.row.pk if found.consent else None
    until = found.until or today + A_WHILE
    initial = {"key": fresh_key(), "items": items, "until": until, "replaces": replaces}
    return GrantForm(initial=initial, today=today)


def _show_form(
    request: Request, chart: Chart, found: Grant, form: GrantForm, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "grant": _shown(found)}
    return show(request, chart, "participant/sharing/grant.html", context, status=status)


def _show_tried(
    request: Request, chart: Chart, found: Grant, form: GrantForm, *, at: datetime
) -> HttpResponse:
    told = form.cleaned_data
    tried = granting.preview(chart, found.invited.key, items=told["items"], until=told["until"], at=at)
    context = {
        "form": form,
        "grant": _shown(found),
        "one": sharing.seen(tried) if tried else None,
        "chosen": [sharing.ITEMS[item] for item in granting.ITEMS if item in told["items"]],
        "until": told["until"],
        "how_to_revoke": granting.HOW_TO_REVOKE,
    }
    return show(request, chart, "participant/sharing/tried.html", context)


def _shown(found: Grant) -> dict[str, Any]:
    invited = found.invited
    return {
        "key": invited.key,
        "name": invited.called,
        "called": sharing.called(invited.called, invited.relation),
        "email": invited.email,
        "invited_at": invited.invited_at,
        "until": found.until,
        "is_sharing": any(found.sees.values()),
        "items": [(words, found.sees[item]) for item, words in sharing.ITEMS.items()],
    }
