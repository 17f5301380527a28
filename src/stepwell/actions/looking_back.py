"""Sessions that are over, so that what was written of them can be amended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from stepwell.actions import leading
from stepwell.actions.charts import NotHere
from stepwell.actions.leading import Counted
from stepwell.actions.readers import SignedIn
from stepwell.records.schedule.models import Group, Session, SessionStatus

PAGE = 20


@dataclass(frozen=True)
class Earlier:
    """A page of earlier sessions, the latest first, of one group or of all the reader leads."""

    sessions: tuple[Counted, ...]
    group: Group | None
    page: int
    has_more: bool


def earlier_sessions(
    by: SignedIn, *, before: date, group_id: UUID | None = None, page: int = 1, at: datetime
) -> Earlier:
    """Sessions before a day: those of a group at the reader's sites, or those the reader led.

    A number of queries that doesn't grow with what is shown.
    """
    group = None
    rows = Session.objects.filter(held_on__lt=before, site_id__in=by.reader.site_ids)
    rows = rows.exclude(status=SessionStatus.CANCELLED)
    if group_id is not None:
        group = Group.objects.filter(pk=group_id, site_id__in=by.reader.site_ids).first()
        if group is None:
            raise NotHere("There is no such group.")
        rows = rows.filter(group=group)
    elif by.staff is None:
        return Earlier((), None, page, has_more=False)
    else:
        rows = rows.filter(leader=by.staff)
    start = (page - 1) * PAGE
    found = list(leading.counted(rows).order_by("-held_on", "-starts_at", "pk")[start : start + PAGE + 1])
    sessions = leading.with_names(by, found[:PAGE], at=at)
    return Earlier(tuple(sessions), group, page, has_more=len(found) > PAGE)
