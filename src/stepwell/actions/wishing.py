"""What a person wishes for themselves: no more messages, messages again, a busy time taken back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from stepwell.actions.charts import Chart, NotHere
from stepwell.records.people.models import ContactWishes


@transaction.atomic(durable=True)
def void_busy(chart: Chart, *, busy_id: UUID, at: datetime) -> None:
    """Take a busy time back; it is kept with when. Taking it back twice changes nothing."""
    if not chart.busy_times.model.objects.filter(pk=busy_id, person=chart.person).exists():
        raise NotHere("There is no such time.")
    if chart.busy_times.filter(pk=busy_id).update(voided_at=at):
        chart.note("busy_times", busy_id, at=at)


@transaction.atomic(durable=True)
def stop_messages(chart: Chart, *, at: datetime) -> None:
    """Send this person nothing any more. The first time counts."""
    _set_stopped(chart, at, at=at)


@transaction.atomic(durable=True)
def allow_messages(chart: Chart, *, at: datetime) -> None:
    """Send messages again: only the person takes a stop back."""
    _set_stopped(chart, None, at=at)


def _set_stopped(chart: Chart, stopped_at: datetime | None, *, at: datetime) -> None:
    wishes = chart.contact_wishes
    if wishes is None or (wishes.stopped_at is None) == (stopped_at is None):
        return
    ContactWishes.objects.filter(pk=wishes.pk).update(stopped_at=stopped_at)
    chart.note("contact_wishes", wishes.pk, at=at, stopped=stopped_at is not None)
