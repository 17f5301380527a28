"""What the program agrees with a person not to tell (42 CFR 2.26); it stops consents that are in force."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction

from stepwell.actions import once
from stepwell.actions.charts import Chart, NotHere
from stepwell.domain.privacy.access import Part, Role
from stepwell.domain.privacy.request import Restriction
from stepwell.records.consents import models as rows


@dataclass(frozen=True)
class Agreed:
    """One restriction, and whether it still holds."""

    key: UUID
    restriction: Restriction
    agreed_at: datetime
    ended_at: datetime | None


@transaction.atomic(durable=True)
def agree(chart: Chart, restriction: Restriction, *, key: str, at: datetime) -> None:
    """From now on this is not told, whatever the person signed. Only the privacy officer agrees to it.

    The instants of the row count, not those of the form. The same `key` again agrees once.
    """
    _need_officer(chart)
    if once.is_first_time(key, action="agree_restriction", account_id=chart.by.account_id, at=at):
        write(chart, restriction, at=at)


def write(chart: Chart, restriction: Restriction, *, at: datetime) -> rows.Restriction:
    """The row of what was agreed. Part of an action: the caller holds the transaction."""
    _need_officer(chart)
    assert chart.by.account_id is not None  # no job agrees to anything
    row = rows.Restriction.objects.create(
        person=chart.person,
        form=json.loads(msgspec.json.encode(restriction)),
        agreed_at=at,
        agreed_by=chart.by.account_id,
    )
    chart.note("restriction", row.pk, at=at)
    return row


def list_agreed(chart: Chart) -> list[Agreed]:
    """What was agreed with the person, what is in force first."""
    chart.need(Part.CONSENTS)
    found = rows.Restriction.objects.filter(person=chart.person).order_by("-agreed_at")
    listed = [
        Agreed(row.pk, msgspec.convert(row.form, Restriction), row.agreed_at, row.ended_at) for row in found
    ]
    return sorted(listed, key=lambda one: one.ended_at is not None)


@transaction.atomic(durable=True)
def end(chart: Chart, restriction_id: UUID, *, at: datetime) -> None:
    """It may be told again where a consent says so. Ending it twice changes nothing."""
    _need_officer(chart)
    mine = rows.Restriction.objects.filter(pk=restriction_id, person=chart.person)
    if not mine.exists():
        raise NotHere("There is no such restriction.")
    if mine.filter(ended_at=None).update(ended_at=at):
        chart.note("restriction", restriction_id, at=at)


def _need_officer(chart: Chart) -> None:
    chart.need(Part.CONSENTS)
    if chart.by.role is not Role.PRIVACY_OFFICER:
        raise NotHere("There is no such page.")
