"""The papers of admission: staff give them, the person reads and signs them on a phone.

A paper keeps the text as it was given, by version and language. The consent for treatment, payment
and operations is one of `consenting`; here it is put together and offered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from stepwell.actions import consenting, consents_kept, once
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.consents_kept import Kept
from stepwell.domain.episodes.papers import PAPERS, Text, paper_of
from stepwell.domain.privacy.access import Part, Purpose
from stepwell.domain.privacy.consent import (
    ClassOfRecipients,
    Consent,
    NamedDiscloser,
    NoEnd,
    RightToRevoke,
)
from stepwell.domain.privacy.terms import TPO, Category, RecipientClass, Statement
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.admission.models import Paper, PaperTurn, Turn
from stepwell.records.people.models import Person
from stepwell.records.tenancy import plainly

Say = Callable[[str], str]

SHARED = (
    Category.PRESENCE,
    Category.IDENTITY,
    Category.EPISODE,
    Category.ATTENDANCE,
    Category.DIAGNOSIS,
    Category.ASSESSMENT,
    Category.TREATMENT_PLAN,
    Category.PROGRESS,
    Category.MEASURES,
    Category.DRUG_TESTS,
    Category.MEDICATIONS,
    Category.DISCHARGE_SUMMARY,
    Category.BILLING,
)
"""What the consent for treatment, payment and operations opens. No notes, no words of the person's own."""
RECIPIENTS = (
    RecipientClass.TREATING_PROVIDERS,
    RecipientClass.HEALTH_PLANS,
    RecipientClass.THIRD_PARTY_PAYERS,
    RecipientClass.PROGRAM_HELPERS,
)
HOW_TO_REVOKE = gettext_noop(
    "You can take this back at any time: tap Take it back, or write to the program. It ends at once. "
    "What was shared before can't be unshared."
)


@dataclass(frozen=True)
class Given:
    """A paper somebody was given: its text, when, and when they signed."""

    paper: Paper
    is_agreement: bool
    given_at: datetime
    signed_at: datetime | None
    by_hand: bool = False

    @property
    def kind(self) -> str:
        return self.paper.kind


@transaction.atomic(durable=True)
def give_papers(chart: Chart, *, language: str, say: Say, key: str, at: datetime) -> None:
    """Give the person everything they read and sign at admission; what they have already stays as it is.

    `say` gives a sentence in `language`. The person signs on their own phone.
    """
    chart.need(Part.CONSENTS)
    if not once.is_first_time(key, action="give_papers", account_id=chart.by.account_id, at=at):
        return
    for text in PAPERS:
        _turn(chart, _kept_text(chart.person, text, language, say, at=at), Turn.GIVEN, at=at)
    if find_disclosure_consent(chart.person, at=at) is None:
        consenting.write_offer(chart, disclosure_paper(chart.person), key=f"tpo:{key}", at=at)


@transaction.atomic(durable=True)
def sign(chart: Chart, kind: str, *, key: str, at: datetime) -> None:
    """The person signs the text they were given, or says that they read it. Twice is once."""
    if chart.purpose is not Purpose.OWN:
        raise consenting.NotYoursToSign(
            gettext_noop("Only the person signs. Ask them to sign on their phone.")
        )
    if not once.is_first_time(key, action="sign_paper", account_id=chart.by.account_id, at=at):
        return
    _turn(chart, _latest(chart.person, kind).paper, Turn.SIGNED, at=at)


@transaction.atomic(durable=True)
def sign_by_hand(chart: Chart, kind: str, *, key: str, at: datetime) -> None:
    """The person signed the same text on paper, at the desk; the signed sheet is in the file."""
    chart.need(Part.CONSENTS)
    if once.is_first_time(key, action="sign_paper", account_id=chart.by.account_id, at=at):
        _turn(chart, _latest(chart.person, kind).paper, Turn.SIGNED, by_hand=True, at=at)


def list_papers(person: Person) -> list[Given]:
    """The latest text of each kind the person was given, in the order in which they are read."""
    turns = PaperTurn.objects.filter(person=person).select_related("paper").order_by("at", "pk")
    given: dict[str, Given] = {}
    for turn in turns:
        known = given.get(turn.paper.kind)
        if turn.turn == Turn.GIVEN.value:
            given[turn.paper.kind] = Given(turn.paper, _is_agreement(turn.paper.kind), turn.at, None)
        elif known is not None and known.paper.pk == turn.paper_id:
            given[turn.paper.kind] = Given(
                turn.paper, known.is_agreement, known.given_at, turn.at, turn.by_hand
            )
    order = [text.kind for text in PAPERS]
    return sorted(given.values(), key=lambda one: order.index(one.kind) if one.kind in order else 99)


def find_paper(chart: Chart, kind: str) -> Given:
    """One of them; NotHere for what the person was not given."""
    chart.need(Part.CONSENTS)
    return _latest(chart.person, kind)


def find_disclosure_consent(person: Person, *, at: datetime) -> Kept | None:
    """The latest consent for treatment, payment and operations that isn't over, signed or not."""
    zone = consents_kept.zone_of(person)
    found = consents_kept.list_kept(person)
    return next(
        (one for one in found if one.consent.purposes >= TPO and not one.is_over(at=at, zone=zone)), None
    )


def disclosure_paper(person: Person) -> Consent:
    """The one consent of 42 CFR 2.31(a)(4)(i) and 2.33(b): for all treatment, payment and operations."""
    program = person.organization
    return Consent(
        id="not-kept-yet",
        patient=str(person.pk),
        disclosers=(NamedDiscloser(id=str(program.pk), name=program.name),),
        categories=frozenset(SHARED),
        recipients=tuple(ClassOfRecipients(of=each) for each in RECIPIENTS),
        purposes=TPO,
        right_to_revoke=RightToRevoke(how=HOW_TO_REVOKE),
        ends=NoEnd(),
        statements=frozenset(
            {
                Statement.MAY_BE_REDISCLOSED_UNDER_HIPAA,
                Statement.MAY_LOSE_PROTECTION,
                Statement.CONSEQUENCES_OF_REFUSING,
            }
        ),
    )


def _kept_text(person: Person, text: Text, language: str, say: Say, *, at: datetime) -> Paper:
    program = {"program": person.organization.name}
    row, _ = Paper.objects.get_or_create(
        kind=text.kind,
        version=text.version,
        language=language[:2],
        defaults={
            "title": say(text.title) % program,
            "text": [[say(heading) % program, say(words) % program] for heading, words in text.parts],
            "made_at": at,
        },
    )
    return row


def _turn(chart: Chart, paper: Paper, turn: Turn, *, by_hand: bool = False, at: datetime) -> None:
    row: dict[str, object] = {"paper_id": paper.pk, "person_id": chart.person.pk, "turn": turn.value}
    row |= {"by_hand": by_hand, "at": at, "account_id": chart.by.account_id}
    if plainly.insert_if_new(PaperTurn, row):
        chart.note("paper", paper.pk, at=at, turn=turn.value)


def _latest(person: Person, kind: str) -> Given:
    found = next((one for one in list_papers(person) if one.kind == kind), None)
    if found is None:
        raise NotHere("There is no such paper.")
    return found


def _is_agreement(kind: str) -> bool:
    text = paper_of(kind)
    return text is None or text.is_signed
