"""What was told in a medical emergency, written down at once, and looked at by who looks after privacy.

42 CFR 2.51: medical personnel alone, as far as it is needed, where the person can't be asked; with who got it
and where they work, who told it, when, and what the emergency was. PRV-08.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from stepwell.actions import asking_restrictions, charts, consents_kept, disclosing, once
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy import accounting
from stepwell.domain.privacy.access import Part, Role
from stepwell.domain.privacy.access import Purpose as OpenedFor
from stepwell.domain.privacy.accounting import Channel
from stepwell.domain.privacy.bases import MedicalEmergency
from stepwell.domain.privacy.disclosure import DisclosurePermit
from stepwell.domain.privacy.request import Recipient, Request
from stepwell.domain.privacy.terms import Category, Purpose, Relation
from stepwell.kernel.identifiers import new_id
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.consents.models import EmergencyReview

LATEST = timedelta(days=14)
"""So long after it a disclosure can still be written down here. Program policy: the law says at once."""
MAY_TELL = frozenset({Role.COUNSELOR, Role.PRIVACY_OFFICER})
CHANNELS = (Channel.SPOKEN, Channel.PAPER, Channel.FAX, Channel.EMAIL)
MOST = 50


class CannotTell(Refusal):
    """This is not written down as it stands: a field is missing, or the law doesn't allow it."""


@dataclass(frozen=True)
class Told:
    """What was told in an emergency, as the form has it."""

    recipient_name: str
    recipient_place: str
    is_medical: bool
    nature: str
    categories: frozenset[Category]
    channel: Channel
    told_at: datetime
    consent_cannot_be_had: bool


@dataclass(frozen=True)
class Review:
    """One disclosure in an emergency, and who has looked at it."""

    key: UUID
    disclosure: accounting.Disclosure
    opened_at: datetime
    reviewed_at: datetime | None


@dataclass(frozen=True)
class Waiting:
    """A disclosure nobody has looked at yet, with the chart it belongs to."""

    chart: Chart
    review: Review


def write_down(chart: Chart, told: Told, *, key: str, at: datetime) -> None:
    """Keep what was told, and open its review. What the law doesn't allow is kept as denied, and refused."""
    chart.need(Part.CONSENTS)
    if chart.by.role not in MAY_TELL:
        raise NotHere("There is no such page.")
    _check(told, at=at)
    because = _write(chart, told, key=key, at=at)
    if because:
        raise CannotTell(because)


@transaction.atomic(durable=True)
def review(chart: Chart, review_id: UUID, *, at: datetime) -> None:
    """Who looks after privacy has looked at it. Twice is once."""
    if chart.by.role is not Role.PRIVACY_OFFICER:
        raise NotHere("There is no such page.")
    mine = EmergencyReview.objects.filter(pk=review_id, disclosure__person=chart.person)
    if not mine.exists():
        raise NotHere("There is no such disclosure.")
    if mine.filter(reviewed_at=None).update(reviewed_at=at, reviewed_by=chart.by.account_id):
        chart.note("emergency", review_id, at=at)


def list_reviews(chart: Chart) -> list[Review]:
    """Everything told about the person in emergencies, the latest first."""
    chart.need(Part.CONSENTS)
    rows = EmergencyReview.objects.filter(disclosure__person=chart.person).select_related("disclosure")
    return [_review(chart, row) for row in rows.order_by("-opened_at")[:MOST]]


def list_waiting(by: SignedIn, *, at: datetime) -> list[Waiting]:
    """What nobody has looked at yet, the longest waiting first; one line in the trail names everyone."""
    need_role(by, Role.PRIVACY_OFFICER)
    rows = list(
        EmergencyReview.objects.filter(reviewed_at=None)
        .select_related("disclosure")
        .order_by("opened_at")[:MOST]
    )
    people = [row.disclosure.person_id for row in rows]
    opened = charts.open_list(by, people, OpenedFor.OVERSIGHT, what="emergency", at=at)
    by_person = {chart.person.pk: chart for chart in opened}
    return [
        Waiting(by_person[row.disclosure.person_id], _review(by_person[row.disclosure.person_id], row))
        for row in rows
        if row.disclosure.person_id in by_person
    ]


@transaction.atomic(durable=True)
def _write(chart: Chart, told: Told, *, key: str, at: datetime) -> str:
    """Empty, or why it is not allowed: that answer is kept as well."""
    said = disclosing.decide_for(chart.person, _request(chart, told, at=at), at=told.told_at)
    if not isinstance(said, DisclosurePermit) or said.withheld:
        if not isinstance(said, DisclosurePermit):
            disclosing.deny(chart.person, said, by=chart.by)
        return said.withheld[0].rule.sentence
    if not once.is_first_time(key, action="tell_in_emergency", account_id=chart.by.account_id, at=at):
        return ""
    row = disclosing.record(
        chart.person,
        said,
        by=chart.by,
        recipient_name=told.recipient_name,
        recipient_address=told.recipient_place,
        channel=told.channel,
    )
    opened = EmergencyReview.objects.create(disclosure=row, opened_at=at)
    chart.note("emergency", row.pk, at=at)
    asking_restrictions.tell_officers(opened.pk, at=at)
    return ""


def _check(told: Told, *, at: datetime) -> None:
    missing: Iterable[tuple[str, str]] = (
        (told.recipient_name, gettext_noop("Say who got it.")),
        (told.recipient_place, gettext_noop("Say where they work, with the address.")),
        (told.nature, gettext_noop("Say what the emergency was.")),
    )
    for words, sentence in missing:
        if not words.strip():
            raise CannotTell(sentence)
    if not told.categories:
        raise CannotTell(gettext_noop("Say what was told."))
    if told.told_at > at:
        raise CannotTell(gettext_noop("This time is still ahead. Write down when it was told."))
    if told.told_at < at - LATEST:
        raise CannotTell(gettext_noop("This is long ago. Ask who looks after privacy how to write it down."))


def _request(chart: Chart, told: Told, *, at: datetime) -> Request:
    known = consents_kept.know(chart.person, at=at)
    relation = Relation.MEDICAL_PERSONNEL if told.is_medical else Relation.OTHER
    return Request(
        patient=known.patient,
        discloser=known.discloser,
        recipient=Recipient(id=f"emergency:{new_id()}", relation=relation),
        purpose=Purpose.MEDICAL_EMERGENCY,
        categories=told.categories,
        zone=str(known.zone),
        basis=MedicalEmergency(nature=told.nature, consent_cannot_be_had=told.consent_cannot_be_had),
    )


def _review(chart: Chart, row: EmergencyReview) -> Review:
    return Review(row.pk, disclosing.told_of(chart, row.disclosure), row.opened_at, row.reviewed_at)
