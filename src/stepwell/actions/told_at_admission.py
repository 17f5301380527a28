"""What somebody tells at admission: whom to call, medications, a safety plan, who pays, what is authorized.

Words are sealed with the person's own key. Another row replaces one; nothing is overwritten.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from stepwell.actions import once
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Part
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.admission.models import Authorization, Coverage, Kind, Told, Unit
from stepwell.records.people import sealing
from stepwell.records.people.models import Person

__all__ = ["Authorized", "Kind", "NotAuthorized", "Paying", "Unit", "Words", "authorize", "cover", "tell"]

MOST = 40
"""So many contacts or medications can be written down: a bound against filling the table."""


class NotAuthorized(Refusal):
    """This coverage or authorization can't be as it is told."""


@dataclass(frozen=True)
class Words:
    """One thing that was told, opened."""

    pk: UUID
    kind: str
    told: Mapping[str, str]
    written_at: datetime


@dataclass(frozen=True)
class Authorized:
    """Units a payer agreed to, from a day up to and including another."""

    pk: UUID
    number: str
    units: int
    unit: str
    from_on: date
    until_on: date


@dataclass(frozen=True)
class Paying:
    """Who pays from a day on, and what is authorized."""

    pk: UUID
    is_self_pay: bool
    needs_authorization: bool
    payer: str
    number: str
    from_on: date
    authorized: tuple[Authorized, ...]


@transaction.atomic(durable=True)
def tell(chart: Chart, kind: Kind, told: Mapping[str, str], *, key: str, at: datetime) -> None:
    """Write one more down; a safety plan takes the place of the one before, which stays readable."""
    chart.need(Part.ADMISSION)
    if not once.is_first_time(key, action=f"tell_{kind}", account_id=chart.by.account_id, at=at):
        return
    now = Told.objects.filter(person=chart.person, kind=kind, voided_at=None)
    if kind is Kind.SAFETY_PLAN:
        now.update(voided_at=at)
    elif now.count() >= MOST:
        raise NotAuthorized(gettext_noop("There are too many of these. Take one back first."))
    row = Told.objects.create(
        person=chart.person,
        kind=kind,
        words=chart.seal(json.dumps(dict(told))) or b"",
        written_at=at,
        written_by=chart.by.account_id,
    )
    chart.note("admission", row.pk, at=at)


@transaction.atomic(durable=True)
def take_back(chart: Chart, told_id: UUID, *, at: datetime) -> None:
    """It is so no longer, or was a mistake. Twice is once."""
    chart.need(Part.ADMISSION)
    mine = Told.objects.filter(pk=told_id, person=chart.person)
    if not mine.exists():
        raise NotHere("There is nothing like that.")
    if mine.filter(voided_at=None).update(voided_at=at):
        chart.note("admission", told_id, at=at)


def list_told(chart: Chart, kind: Kind) -> list[Words]:
    """What counts now, the first first."""
    chart.need(Part.ADMISSION)
    rows = Told.objects.filter(person=chart.person, kind=kind, voided_at=None).order_by("written_at", "pk")
    return [Words(row.pk, row.kind, _opened(chart.person, row.words), row.written_at) for row in rows]


@transaction.atomic(durable=True)
def cover(
    chart: Chart,
    *,
    is_self_pay: bool,
    needs_authorization: bool,
    payer: str,
    number: str,
    from_on: date,
    key: str,
    at: datetime,
) -> None:
    """Who pays from this day on; what was written down before is replaced, and stays."""
    chart.need(Part.ADMISSION)
    if not once.is_first_time(key, action="cover", account_id=chart.by.account_id, at=at):
        return
    if not is_self_pay and not payer.strip():
        raise NotAuthorized(gettext_noop("Write down who pays, or choose that the person pays."))
    Coverage.objects.filter(person=chart.person, voided_at=None).update(voided_at=at)
    row = Coverage.objects.create(
        person=chart.person,
        is_self_pay=is_self_pay,
        needs_authorization=needs_authorization and not is_self_pay,
        words=chart.seal(json.dumps({"payer": payer.strip(), "number": number.strip()})),
        from_on=from_on,
        written_at=at,
        written_by=chart.by.account_id,
    )
    chart.note("admission", row.pk, at=at)


@transaction.atomic(durable=True)
def authorize(
    chart: Chart,
    *,
    number: str,
    units: int,
    unit: Unit,
    from_on: date,
    until_on: date,
    key: str,
    at: datetime,
) -> None:
    """The payer agreed to so many units in these days."""
    chart.need(Part.ADMISSION)
    if not once.is_first_time(key, action="authorize", account_id=chart.by.account_id, at=at):
        return
    coverage = Coverage.objects.filter(person=chart.person, voided_at=None).first()
    if coverage is None:
        raise NotAuthorized(gettext_noop("Write down who pays first."))
    if until_on < from_on or units < 1:
        raise NotAuthorized(gettext_noop("It ends before it begins. Look at the two days again."))
    row = Authorization.objects.create(
        coverage=coverage,
        number=chart.seal(number.strip()),
        units=units,
        unit=unit,
        from_on=from_on,
        until_on=until_on,
        written_at=at,
        written_by=chart.by.account_id,
    )
    chart.note("admission", row.pk, at=at)


def find_paying(chart: Chart) -> Paying | None:
    """Who pays now, and what is authorized; None while nothing is told."""
    chart.need(Part.ADMISSION)
    row = Coverage.objects.filter(person=chart.person, voided_at=None).first()
    if row is None:
        return None
    told = _opened(chart.person, row.words)
    agreed = Authorization.objects.filter(coverage=row, voided_at=None).order_by("from_on", "pk")
    return Paying(
        pk=row.pk,
        is_self_pay=row.is_self_pay,
        needs_authorization=row.needs_authorization,
        payer=told.get("payer", ""),
        number=told.get("number", ""),
        from_on=row.from_on,
        authorized=tuple(_authorized(chart.person, one) for one in agreed),
    )


def _authorized(person: Person, row: Authorization) -> Authorized:
    number = sealing.open_for(person, bytes(row.number or b""))
    return Authorized(row.pk, number, row.units, row.unit, row.from_on, row.until_on)


def _opened(person: Person, words: Any) -> dict[str, str]:
    found: dict[str, str] = json.loads(sealing.open_for(person, bytes(words or b"")) or "{}")
    return found
