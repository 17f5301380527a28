"""A consent is offered, signed, replaced by another, taken back. None of it is ever overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from msgspec.structs import replace

from stepwell.actions import consents_kept, once
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.consents_kept import Kept
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy import elements
from stepwell.domain.privacy.access import Part, Purpose
from stepwell.domain.privacy.consent import Consent, Signature
from stepwell.domain.privacy.terms import Signer
from stepwell.kernel.decisions import Refuse
from stepwell.kernel.identifiers import new_id
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.consents import models as rows
from stepwell.records.consents.models import Turn
from stepwell.records.people import sealing
from stepwell.records.people.models import Person
from stepwell.records.tenancy import plainly

CHANGED = gettext_noop("This was changed in the meantime. Look again at what is shared.")


class NotInForce(Refusal):
    """The paper lacks something, so it can't be put in force. The sentence names what."""


class ChangedMeanwhile(Refusal):
    """The consent that was to be replaced is over already."""


class NotYoursToSign(Refusal):
    """Nobody signs in somebody else's place."""


def write_offer(chart: Chart, consent: Consent, *, address: str = "", key: str, at: datetime) -> Kept:
    """A paper for the person to read and sign; it permits nothing yet. The same `key` gives the first one."""
    return _written(chart, consent, address=address, replaces=None, key=key, at=at)[0]


offer = transaction.atomic(durable=True)(write_offer)
"""`write_offer` in a transaction of its own."""


@transaction.atomic(durable=True)
def give(
    chart: Chart,
    consent: Consent,
    *,
    address: str = "",
    replaces: UUID | None = None,
    key: str,
    at: datetime,
) -> Kept:
    """The person's own consent, offered and signed at once; it ends the one it replaces.

    The same `key` again signs nothing anew. Refused where an element is missing, with its name,
    and where another consent for the same recipient and purposes is in force: two would add up.
    """
    kept, is_first = _written(chart, consent, address=address, replaces=replaces, key=key, at=at)
    if not is_first:
        return kept
    if replaces is not None:
        _replace(chart, replaces, at=at)
    _refuse_second(chart, kept, at=at)
    return _signed(chart, kept, at=at)


@transaction.atomic(durable=True)
def sign(chart: Chart, consent_id: UUID, *, key: str, at: datetime) -> Kept:
    """The person signs a paper that was offered. Refused where an element is missing, or when it is over."""
    kept = _find(chart, consent_id)
    is_first = once.is_first_time(key, action="sign_consent", account_id=chart.by.account_id, at=at)
    if kept.is_signed or not is_first:
        return kept
    if kept.is_over(at=at, zone=consents_kept.zone_of(chart.person)):
        raise ChangedMeanwhile(gettext_noop("This has ended already. Look again at what is shared."))
    return _signed(chart, kept, at=at)


@transaction.atomic(durable=True)
def revoke(chart: Chart, consent_id: UUID, *, key: str, at: datetime) -> Kept:
    """Take a consent back. The next reading of anything asks, and finds it taken back.

    What was told before stays told, and stays in the account. Twice is once. For criminal
    justice it may have to wait (42 CFR 2.35); then it binds by itself when the while is over.
    """
    kept = _find(chart, consent_id)
    if once.is_first_time(key, action="revoke_consent", account_id=chart.by.account_id, at=at):
        turn = Turn.REVOKED if kept.is_signed else Turn.DECLINED
        if _turn(chart, kept.row.pk, turn, at=at):
            chart.note("consent", kept.row.pk, at=at, turn=turn.value)
    return _find(chart, consent_id)


def list_consents(chart: Chart) -> list[Kept]:
    """Every consent of the person of the chart, the latest first."""
    chart.need(Part.CONSENTS)
    return consents_kept.list_kept(chart.person)


def _find(chart: Chart, consent_id: UUID) -> Kept:
    chart.need(Part.CONSENTS)
    kept = consents_kept.find_kept(chart.person, consent_id)
    if kept is None:
        raise NotHere("There is no such consent.")
    return kept


def _written(
    chart: Chart, consent: Consent, *, address: str, replaces: UUID | None, key: str, at: datetime
) -> tuple[Kept, bool]:
    chart.need(Part.CONSENTS)
    _wait_for_others(chart)
    done, is_first = once.claim(key, action="offer_consent", account_id=chart.by.account_id, at=at)
    if not is_first:
        return _find(chart, UUID(done.result["consent"])), False
    row_id = new_id()
    form, words = consents_kept.apart(replace(consent, id=str(row_id)), address=address)
    assert chart.by.account_id is not None  # no job consents to anything
    rows.Consent.objects.create(
        id=row_id,
        person=chart.person,
        recipient=_first_key(consent),
        form=form,
        words=sealing.seal_for(chart.person, words),
        replaces_id=replaces,
        offered_at=at,
        offered_by=chart.by.account_id,
    )
    done.result = {"consent": str(row_id)}
    done.save(update_fields=["result"])
    chart.note("consent", row_id, at=at)
    return _find(chart, row_id), True


def _wait_for_others(chart: Chart) -> None:
    """Two who sign for one person at once: the later reads what the earlier has signed."""
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=chart.person.pk)


def _first_key(consent: Consent) -> str:
    keys: Sequence[str] = [getattr(each, "id", "") for each in consent.recipients]
    return next(iter(keys), "")


def _signed(chart: Chart, kept: Kept, *, at: datetime) -> Kept:
    if chart.purpose is not Purpose.OWN:
        raise NotYoursToSign(gettext_noop("Only the person signs. Ask them to sign on their phone."))
    signature = Signature(by=Signer.PATIENT, is_electronic=True)
    as_signed = replace(kept.consent, signatures=(*kept.consent.signatures, signature), signed_at=at)
    judged = elements.conforms(as_signed, consents_kept.know(chart.person, at=at).patient)
    if isinstance(judged, Refuse):
        raise NotInForce(judged.because)
    row = {"consent_id": kept.row.pk, "signer": Signer.PATIENT.value, "is_electronic": True}
    row |= {"signed_at": at, "account_id": chart.by.account_id}
    if plainly.insert_if_new(rows.ConsentSignature, row):
        chart.note("consent", kept.row.pk, at=at, signed=True)
    return _find(chart, kept.row.pk)


def _replace(chart: Chart, consent_id: UUID, *, at: datetime) -> None:
    before = _find(chart, consent_id)
    is_over = before.is_over(at=at, zone=consents_kept.zone_of(chart.person))
    if is_over or not _turn(chart, before.row.pk, Turn.REPLACED, at=at):
        raise ChangedMeanwhile(CHANGED)


def _refuse_second(chart: Chart, kept: Kept, *, at: datetime) -> None:
    zone = consents_kept.zone_of(chart.person)
    for other in consents_kept.list_kept(chart.person, recipient=kept.row.recipient):
        is_same = other.row.pk != kept.row.pk and other.consent.purposes == kept.consent.purposes
        if is_same and other.is_in_force(at=at, zone=zone):
            raise ChangedMeanwhile(CHANGED)


def _turn(chart: Chart, consent_id: UUID, turn: Turn, *, at: datetime) -> bool:
    row = {"consent_id": consent_id, "turn": turn.value, "at": at, "account_id": chart.by.account_id}
    return plainly.insert_if_new(rows.ConsentTurn, row)
