"""What was told, to whom and on what ground; and what was asked for in vain.

Only a permit makes the record of a disclosure. A line that somebody writes by hand gives no authority.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from stepwell.actions import consents_kept
from stepwell.actions.charts import Chart
from stepwell.actions.readers import SignedIn
from stepwell.domain.privacy import accounting
from stepwell.domain.privacy.access import Part
from stepwell.domain.privacy.accounting import Channel, Scope
from stepwell.domain.privacy.disclosure import DisclosurePermit, DisclosureRefusal, decide
from stepwell.domain.privacy.request import Request
from stepwell.domain.privacy.terms import Category, Purpose
from stepwell.records.consents.models import DeniedAttempt, Disclosure
from stepwell.records.people import sealing
from stepwell.records.people.models import Person

MOST_SHOWN = 200


@dataclass(frozen=True)
class Denied:
    """A request that got nothing, for who reviews it."""

    at: datetime
    by: str
    purpose: Purpose
    categories: frozenset[Category]
    rule: str


def decide_for(person: Person, request: Request, *, at: datetime) -> DisclosurePermit | DisclosureRefusal:
    """The one decision, on the consents that are kept at this instant."""
    consents = [each.consent for each in consents_kept.list_kept(person)]
    return decide(request, consents, at=at)


def record(
    person: Person,
    permit: DisclosurePermit,
    *,
    by: SignedIn,
    recipient_name: str,
    recipient_address: str,
    channel: Channel,
    scope: Scope | None = None,
) -> Disclosure:
    """Write down what a permit opened. Part of an action: the caller holds the transaction."""
    told = accounting.disclosed(
        permit,
        recipient_name=recipient_name,
        recipient_address=recipient_address,
        by=by.name,
        channel=channel,
        scope=scope,
    )
    words = {"name": recipient_name, "address": recipient_address, "emergency": told.emergency}
    return Disclosure.objects.create(
        person=person,
        recipient=told.recipient,
        words=sealing.seal_for(person, json.dumps(words)),
        purpose=told.purpose.value,
        categories=sorted(each.value for each in told.categories),
        rule=told.rule,
        consents=list(told.consents),
        channel=told.channel.value,
        notice_version=told.notice_version or "",
        scope=told.scope.value if told.scope else "",
        by=told.by,
        account_id=by.account_id,
        at=told.at,
    )


def deny(person: Person, refusal: DisclosureRefusal, *, by: SignedIn) -> DeniedAttempt:
    """Write down that a request got nothing. Part of an action: the caller holds the transaction."""
    asked = accounting.denied(refusal, by=by.name)
    return DeniedAttempt.objects.create(
        person=person,
        recipient=asked.recipient,
        purpose=asked.purpose.value,
        categories=sorted(each.value for each in asked.categories),
        rule=asked.rule,
        by=asked.by,
        account_id=by.account_id,
        at=asked.at,
    )


def account_for(chart: Chart, *, at: datetime) -> tuple[accounting.Disclosure, ...]:
    """The account the person may ask for: by consent, of the last three years, oldest first."""
    chart.need(Part.CONSENTS)
    found = Disclosure.objects.filter(person=chart.person, at__lte=at).exclude(consents=[])
    told = [_told(chart.person, row) for row in found]
    return accounting.account(told, patient=str(chart.person.pk), at=at)


def list_told(chart: Chart, *, most: int = MOST_SHOWN) -> list[accounting.Disclosure]:
    """Everything that was told about the person, on whatever ground, the latest first."""
    chart.need(Part.CONSENTS)
    found = Disclosure.objects.filter(person=chart.person).order_by("-at", "-pk")[:most]
    return [_told(chart.person, row) for row in found]


def list_denied(chart: Chart, *, most: int = MOST_SHOWN) -> list[Denied]:
    """What was asked for about the person in vain, the latest first. For the privacy officer's chart."""
    chart.need(Part.TRAIL)
    found = DeniedAttempt.objects.filter(person=chart.person).order_by("-at", "-pk")[:most]
    return [
        Denied(row.at, row.by, Purpose(row.purpose), frozenset(map(Category, row.categories)), row.rule)
        for row in found
    ]


def told_of(chart: Chart, row: Disclosure) -> accounting.Disclosure:
    """One disclosure of the chart's person, its words opened."""
    chart.need(Part.CONSENTS)
    return _told(chart.person, row)


def _told(person: Person, row: Disclosure) -> accounting.Disclosure:
    words = json.loads(sealing.open_for(person, bytes(row.words)) or "{}")
    return accounting.Disclosure(
        patient=str(row.person_id),
        recipient=row.recipient,
        recipient_name=words.get("name", ""),
        recipient_address=words.get("address", ""),
        purpose=Purpose(row.purpose),
        categories=frozenset(map(Category, row.categories)),
        rule=row.rule,
        consents=tuple(row.consents),
        by=row.by,
        at=row.at,
        channel=Channel(row.channel),
        notice_version=row.notice_version or None,
        scope=Scope(row.scope) if row.scope else None,
        emergency=words.get("emergency"),
    )
