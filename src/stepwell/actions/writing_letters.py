"""Letters to work, school or a court, made from the record when the person asks for one.

The plain letter goes to the person alone and says nothing of treatment. One that says more goes to somebody
by name, on a consent for this letter and this day, with the notice of 42 CFR 2.32. Each is a disclosure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from msgspec.structs import replace

from stepwell.actions import consenting, consents_kept, disclosing, once, shared_charts
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.consents_kept import Known
from stepwell.actions.letters import ITEMS, Asked, Letter, LetterTo
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy import access
from stepwell.domain.privacy.accounting import Channel, Scope
from stepwell.domain.privacy.bases import OwnAccess
from stepwell.domain.privacy.consent import Consent, LastDay, NamedDiscloser, NamedRecipient, RightToRevoke
from stepwell.domain.privacy.disclosure import DisclosurePermit, DisclosureRefusal, decide
from stepwell.domain.privacy.request import Recipient, Request
from stepwell.domain.privacy.terms import Category, Purpose, Relation
from stepwell.kernel.sentences import gettext_noop

HOW_TO_REVOKE = gettext_noop(
    "This is for one letter, today. You can take it back in writing; what the letter told can't be untold."
)
_HANDED_OVER = "handed to the person"


_TOWARD = {
    LetterTo.WORK: (Relation.EMPLOYER, Purpose.EMPLOYMENT),
    LetterTo.SCHOOL: (Relation.SCHOOL, Purpose.EDUCATION),
    # The person asks for it; whoever uses it in proceedings against them is bound by the notice.
    LetterTo.COURT: (Relation.COURT, Purpose.AT_PATIENT_REQUEST),
}


class CannotWrite(Refusal):
    """This letter can't be written as it stands."""


@transaction.atomic(durable=True)
def write_plain(chart: Chart, *, key: str, at: datetime) -> Letter:
    """The person's times, and nothing of what they are for. The same `key` again is the same letter."""
    _need_own(chart)
    known = consents_kept.know(chart.person, at=at)
    said = decide(_own_request(known), (), at=at)
    if not isinstance(said, DisclosurePermit):
        raise NotHere("There is no such record.")
    if once.is_first_time(key, action="write_letter", account_id=chart.by.account_id, at=at):
        told = disclosing.record(
            chart.person,
            said,
            by=chart.by,
            recipient_name=_name(chart),
            recipient_address=_HANDED_OVER,
            channel=Channel.PAPER,
        )
        chart.note("letter", told.pk, at=at)
    return Letter(_name(chart), _today(known, at), shared_charts.read_by(chart.person, said, ()))


def preview(chart: Chart, asked: Asked, *, at: datetime) -> Letter:
    """The letter as it would be if the person signed now. Writes nothing."""
    _need_own(chart)
    known = consents_kept.know(chart.person, at=at)
    tried = paper(chart, asked, known, at=at).as_if_signed(at=at)
    said = _decided(chart, asked, [tried], known, at=at)
    if not isinstance(said, DisclosurePermit):
        raise _refused()
    return _letter(chart, asked, said, [tried], known, at=at)


def write_fuller(chart: Chart, asked: Asked, *, key: str, at: datetime) -> Letter:
    """Sign for this letter, and write it. What the consent doesn't open is refused and kept as denied."""
    _need_own(chart)
    known = consents_kept.know(chart.person, at=at)
    tried = paper(chart, asked, known, at=at).as_if_signed(at=at)
    said = _decided(chart, asked, [tried], known, at=at)
    if isinstance(said, DisclosurePermit):
        _sign(chart, asked, known, key=key, at=at)
        said, letter = _written(chart, asked, known, key=key, at=at)
        if letter is not None:
            return letter
    _deny(chart, said)
    raise _refused()


def paper(chart: Chart, asked: Asked, known: Known, *, at: datetime) -> Consent:
    """The consent of 42 CFR 2.31 for one letter, today; not signed yet."""
    _check(asked)
    program = chart.person.organization
    recipient = NamedRecipient(id=asked.recipient_key(chart.person.pk), name=asked.recipient_name.strip())
    return Consent(
        id="not-kept-yet",
        patient=known.patient.id,
        disclosers=(NamedDiscloser(id=known.discloser.id, name=program.name),),
        categories=asked.categories,
        recipients=(recipient,),
        purposes=frozenset({_TOWARD[asked.to][1]}),
        is_asked_by_patient=True,
        right_to_revoke=RightToRevoke(how=HOW_TO_REVOKE),
        ends=LastDay(day=_today(known, at)),
    )


def _check(asked: Asked) -> None:
    if not asked.recipient_name.strip() or not asked.recipient_address.strip():
        raise CannotWrite(gettext_noop("Write who gets the letter, and their address."))
    if not asked.items:
        raise CannotWrite(
            gettext_noop("Choose at least one thing that the letter says, or take the plain one.")
        )
    if not asked.items <= set(ITEMS):
        raise CannotWrite(gettext_noop("A letter can't say this."))


def _sign(chart: Chart, asked: Asked, known: Known, *, key: str, at: datetime) -> None:
    """A consent in force that covers it is enough; one that doesn't is replaced."""
    consent = paper(chart, asked, known, at=at)
    kept = consents_kept.list_kept(chart.person, recipient=asked.recipient_key(chart.person.pk))
    in_force = [
        one
        for one in kept
        if one.is_in_force(at=at, zone=known.zone) and one.consent.purposes == consent.purposes
    ]
    if any(asked.categories <= one.consent.categories for one in in_force):
        return
    replaces = in_force[0].row.pk if in_force else None
    address = asked.recipient_address.strip()
    consenting.give(chart, consent, address=address, replaces=replaces, key=f"sign:{key}", at=at)


@transaction.atomic(durable=True)
def _deny(chart: Chart, said: DisclosurePermit | DisclosureRefusal) -> None:
    """In a transaction of its own: it stays when the asking is refused."""
    if isinstance(said, DisclosureRefusal):
        disclosing.deny(chart.person, said, by=chart.by)


@transaction.atomic(durable=True)
def _written(
    chart: Chart, asked: Asked, known: Known, *, key: str, at: datetime
) -> tuple[DisclosurePermit | DisclosureRefusal, Letter | None]:
    """The letter with its line in the account, on the consents that are kept; none without a permit."""
    kept = consents_kept.list_kept(chart.person, recipient=asked.recipient_key(chart.person.pk))
    papers = [one.consent for one in kept]
    said = _decided(chart, asked, papers, known, at=at)
    if not isinstance(said, DisclosurePermit):
        return said, None
    if once.is_first_time(key, action="write_letter", account_id=chart.by.account_id, at=at):
        told = disclosing.record(
            chart.person,
            said,
            by=chart.by,
            recipient_name=asked.recipient_name.strip(),
            recipient_address=asked.recipient_address.strip(),
            channel=Channel.PAPER,
            scope=Scope.CLEAR_EXPLANATION,
        )
        chart.note("letter", told.pk, at=at)
    return said, _letter(chart, asked, said, papers, known, at=at)


def _decided(
    chart: Chart, asked: Asked, papers: Sequence[Consent], known: Known, *, at: datetime
) -> DisclosurePermit | DisclosureRefusal:
    """A permit for all of it, or the refusal of what may not stand in it: half a letter is no letter."""
    request = _request(chart, asked, known)
    said = decide(request, papers, at=at)
    if not said.withheld or not isinstance(said, DisclosurePermit):
        return said
    kinds = frozenset(each.category for each in said.withheld)
    return decide(replace(request, categories=kinds), papers, at=at)


def _letter(
    chart: Chart,
    asked: Asked,
    said: DisclosurePermit,
    papers: Iterable[Consent],
    known: Known,
    *,
    at: datetime,
) -> Letter:
    episode = chart.find_episode()
    return Letter(
        name=_name(chart),
        on=_today(known, at),
        shared=shared_charts.read_by(chart.person, said, papers),
        to=asked.to,
        recipient_name=asked.recipient_name.strip(),
        recipient_address=asked.recipient_address.strip(),
        program=chart.person.organization.name,
        phone=episode.site.phone if episode else "",
    )


def _request(chart: Chart, asked: Asked, known: Known) -> Request:
    relation, purpose = _TOWARD[asked.to]
    return Request(
        patient=known.patient,
        discloser=known.discloser,
        recipient=Recipient(id=asked.recipient_key(chart.person.pk), relation=relation),
        purpose=purpose,
        categories=asked.categories,
        zone=str(known.zone),
    )


def _own_request(known: Known) -> Request:
    return Request(
        patient=known.patient,
        discloser=known.discloser,
        recipient=Recipient(id=known.patient.id, relation=Relation.PATIENT),
        purpose=Purpose.OWN_ACCESS,
        categories=frozenset({Category.IDENTITY, Category.SCHEDULE}),
        zone=str(known.zone),
        basis=OwnAccess(),
    )


def _need_own(chart: Chart) -> None:
    if chart.purpose is not access.Purpose.OWN:
        raise NotHere("Only the person asks for their letters.")


def _name(chart: Chart) -> str:
    """As on papers, not as the person is called."""
    return f"{chart.person.given_name} {chart.person.family_name}".strip()


def _today(known: Known, at: datetime) -> date:
    return at.astimezone(known.zone).date()


def _refused() -> CannotWrite:
    return CannotWrite(
        gettext_noop("This letter can't say that now. Take the plain one, or ask your counselor.")
    )
