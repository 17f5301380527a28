"""What changed since a draft was solved, in words."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from stepwell.actions.timetabling import catching_up
from stepwell.domain.privacy.access import Role
from stepwell.domain.timetable.life.stamping import Changed
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.MANAGER)
@require_safe
def changes(request: Request, draft_id: UUID) -> HttpResponse:
    """What changed since the draft was solved, for its page; without a script the page to publish it."""
    if not request.htmx:
        return redirect("manager:draft_publish", draft_id)
    found = catching_up.what_changed(request.signed_in, draft_id, at=clock.now())
    context = {"draft_id": draft_id, "changed": in_words(found)}
    return render(request, "manager/timetable/parts/changed.html", context)


def in_words(changed: Changed) -> str:
    """Everything that changed, in one line; nothing for nothing."""
    n = changed
    found = [
        ngettext("%(n)d person's times or wishes", "%(n)d people's times or wishes", n.people)
        % {"n": n.people},
        ngettext("%(n)d new person", "%(n)d new people", n.come) % {"n": n.come},
        ngettext("%(n)d person who left", "%(n)d people who left", n.gone) % {"n": n.gone},
        ngettext("%(n)d leader's hours", "%(n)d leaders' hours", n.leaders) % {"n": n.leaders},
        ngettext("%(n)d room", "%(n)d rooms", n.rooms) % {"n": n.rooms},
        _("what is offered"),
        _("closed days"),
        _("the groups as they stand"),
    ]
    counts = (n.people, n.come, n.gone, n.leaders, n.rooms, n.offered, n.closed, n.standing)
    return ", ".join(words for words, count in zip(found, counts, strict=True) if count)
