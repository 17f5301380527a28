"""Sam of the cast attended a group today and practices, as tests of practices and tools need it."""

from __future__ import annotations

from datetime import datetime, timedelta

from cast import Cast
from letting_in import own
from stepwell.actions import filling_tools, practicing
from stepwell.actions.charts import Chart
from stepwell.records.practice.models import Entry, Sharing
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance, AttendanceState


def come_to_group(cast: Cast, *, state: AttendanceState = AttendanceState.HERE) -> datetime:
    """Sam's group of today is over and marked; the moment after it."""
    Attendance.objects.filter(session=cast.today, person=cast.sam).update(state=state)
    ends_at = Session.objects.get(pk=cast.today.pk).ends_at
    assert ends_at is not None
    return ends_at + timedelta(minutes=30)


def practice(cast: Cast, *, shared: Sharing, at: datetime, words: str = "It got quieter") -> Entry:
    """Sam does the practice of tonight and says who sees it."""
    chart = own(cast, at=at)
    entry = practicing.begin_tonight(chart, key="tonight", at=at)
    told = {"came-of-it": ["helped"], "words-of-it": [words]}
    filling_tools.save_draft(chart, entry.pk, told, at=at)
    return filling_tools.keep(chart, entry.pk, seen_version=0, shared=shared, key="did-it", at=at)


def fill_in(chart: Chart, tool: str, told: dict[str, str], *, at: datetime, key: str = "fill") -> Entry:
    """A tool begun and saved as a draft."""
    entry = filling_tools.begin(chart, tool, key=key, at=at)
    filling_tools.save_draft(chart, entry.pk, {name: [value] for name, value in told.items()}, at=at)
    return entry
