"""A session as a week shows it, made of nothing but its time."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.actions.viewing_weeks import Slot
from stepwell.kernel.identifiers import new_id


def slot_of(start: datetime, minutes: int) -> Slot:
    """A group session that lasts so many minutes, in the civil time of its start."""
    ends = (start.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)).astimezone(start.tzinfo)
    return Slot(
        session_id=new_id(),
        group_id=None,
        title={},
        service={},
        kind="group",
        starts=start,
        ends=ends,
        room="",
        leader="",
        people=0,
        places=None,
        by_video=False,
        is_cancelled=False,
    )
