"""Treatment begins with the first session: who was admitted and came is in treatment from that day on."""

from __future__ import annotations

import contextlib
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from stepwell.actions import charts, enrolling, readers
from stepwell.actions.enrolling import CannotMove
from stepwell.actions.readers import SignedIn
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.records.episodes.models import Episode
from stepwell.records.sessions.models import CAME, Attendance
from stepwell.records.tenancy import scope

REASON = "first_session"
"""Why the state changed, as a code."""

AT_ONCE = 200
"""How many a run looks at. Who came last is looked at first, so that nobody waits behind missing papers."""


def begin_treatment(*, at: datetime) -> int:
    """Whoever is admitted and came to a session that is over is in treatment from its day on; how many.

    Whom a paper still keeps out stays admitted, and is looked at again by the next run. That opens no
    record and writes no line in the trail.
    """
    by = readers.system(scope.organization_id(), name="first sessions")
    return sum(_begin(episode, by=by, at=at) for episode in _who_came(at)[:AT_ONCE])


def _who_came(at: datetime) -> QuerySet[Episode]:
    """Admitted here and not brought along, with `came_at`: the start of the first session they came to."""
    came = Attendance.objects.filter(
        episode=OuterRef("pk"),
        state__in=CAME,
        held_on__gte=OuterRef("starts_on"),
        session__ends_at__lte=at,
    ).order_by("session__starts_at")
    admitted = Episode.objects.filter(is_open=True, external_id="", state=State.ADMITTED.value)
    return (
        admitted.annotate(came_at=Subquery(came.values("session__starts_at")[:1]))
        .filter(came_at__isnull=False)
        .select_related("site")
        .order_by(F("came_at").desc(), "pk")
    )


def _begin(episode: Episode, *, by: SignedIn, at: datetime) -> bool:
    on = episode.site.day_at(episode.came_at)  # type: ignore[attr-defined]  # annotated above
    with contextlib.suppress(CannotMove), transaction.atomic(durable=True):
        enrolling.write_move(episode, to=State.ACTIVE, on=on, reason=REASON, by=by, at=at)
        charts.note_about(by, [episode.person_id], "episode", about=episode.pk, at=at)
        return True
    return False
