"""A participant asks the program not to tell something, and who looks after privacy answers (42 CFR 2.26).

The program may say no, with one exception: it agrees not to tell a health plan of care that the person has
paid for in full (42 CFR 2.26; 45 CFR 164.522(a)(1)(vi)).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from stepwell.actions import charts, once, reaching, restricting
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Part, Purpose, Role
from stepwell.domain.privacy.request import Restriction
from stepwell.domain.privacy.terms import Relation
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.consents.models import RestrictionRequest
from stepwell.records.program.models import Staff

MOST_WORDS = 1000
MOST = 50
KIND = "officer_asked"
PLANS = frozenset({Relation.HEALTH_PLAN, Relation.THIRD_PARTY_PAYER})


class CannotAsk(Refusal):
    """The request can't be kept as it stands."""


class CannotAnswer(Refusal):
    """This answer can't be given."""


@dataclass(frozen=True)
class Asked:
    """A request with its answer, in words."""

    key: UUID
    words: str
    is_paid_by_person: bool
    asked_at: datetime
    answered_at: datetime | None
    answer: str
    is_agreed: bool


@dataclass(frozen=True)
class Waiting:
    """A request that waits for an answer, with the chart it belongs to."""

    chart: Chart
    asked: Asked


@transaction.atomic(durable=True)
def ask(chart: Chart, *, words: str, is_paid_by_person: bool, key: str, at: datetime) -> None:
    """Ask, in the person's own words. Who looks after privacy is told that something waits."""
    if chart.purpose is not Purpose.OWN:
        raise NotHere("Only the person asks.")
    text = _checked(words, CannotAsk(gettext_noop("Say what is not to be told, and to whom.")))
    if not once.is_first_time(key, action="ask_restriction", account_id=chart.by.account_id, at=at):
        return
    assert chart.by.account_id is not None  # one's own record is opened by an account
    row = RestrictionRequest.objects.create(
        person=chart.person,
        words=chart.seal(text),
        is_paid_by_person=is_paid_by_person,
        asked_at=at,
        asked_by=chart.by.account_id,
    )
    chart.note("restriction", row.pk, at=at)
    tell_officers(row.pk, at=at)


@transaction.atomic(durable=True)
def agree(
    chart: Chart, request_id: UUID, restriction: Restriction, *, words: str = "", key: str, at: datetime
) -> None:
    """Yes: from now on this is not told, whatever the person has signed."""
    row = _open_request(chart, request_id, key=key, at=at)
    if row is None:
        return
    if row.is_paid_by_person and not (_is_everybody(restriction) or restriction.relations >= PLANS):
        raise CannotAnswer(
            gettext_noop(
                "This person paid in full and asks that no health plan is told. "
                "Choose health plans, or everybody."
            )
        )
    row.agreed = restricting.write(chart, restriction, at=at)
    _answer(chart, row, words, at=at)


@transaction.atomic(durable=True)
def decline(chart: Chart, request_id: UUID, *, words: str, key: str, at: datetime) -> None:
    """No, with a reason that the person reads. Never where the person paid in full and it is about a plan."""
    text = _checked(words, CannotAnswer(gettext_noop("Say why in a sentence. The person reads it.")))
    row = _open_request(chart, request_id, key=key, at=at)
    if row is None:
        return
    if row.is_paid_by_person:
        raise CannotAnswer(gettext_noop("This must be agreed to: the person paid in full (42 CFR 2.26)."))
    _answer(chart, row, text, at=at)


def list_asked(chart: Chart) -> list[Asked]:
    """Everything the person asked, the latest first."""
    chart.need(Part.CONSENTS)
    rows = RestrictionRequest.objects.filter(person=chart.person).order_by("-asked_at")
    return [_asked(chart, row) for row in rows[:MOST]]


def list_waiting(by: SignedIn, *, at: datetime) -> list[Waiting]:
    """The requests that nobody has answered, the longest waiting first; one line names everyone."""
    need_role(by, Role.PRIVACY_OFFICER)
    rows = list(RestrictionRequest.objects.filter(answered_at=None).order_by("asked_at")[:MOST])
    people = [row.person_id for row in rows]
    opened = charts.open_list(by, people, Purpose.OVERSIGHT, what="restriction", at=at)
    by_person = {chart.person.pk: chart for chart in opened}
    return [
        Waiting(by_person[row.person_id], _asked(by_person[row.person_id], row))
        for row in rows
        if row.person_id in by_person
    ]


def tell_officers(about: UUID, *, at: datetime) -> None:
    """A word to everybody who looks after privacy that something waits. Part of an action."""
    officers = Staff.objects.filter(
        account__role=Role.PRIVACY_OFFICER.value, account__is_active=True, retired_at=None
    )
    for officer in officers.only("pk"):
        payload = {"staff": str(officer.pk)}
        reaching.queue(KIND, key=f"{KIND}:{about.hex}:{officer.pk.hex}", payload=payload, due_at=at, at=at)


def _is_everybody(restriction: Restriction) -> bool:
    return not restriction.recipients and not restriction.relations


def _open_request(chart: Chart, request_id: UUID, *, key: str, at: datetime) -> RestrictionRequest | None:
    """The request, locked; None where this very answer was given before."""
    chart.need(Part.CONSENTS)
    if chart.by.role is not Role.PRIVACY_OFFICER:
        raise NotHere("There is no such page.")
    mine = RestrictionRequest.objects.select_for_update(of=("self",)).filter(person=chart.person)
    row = mine.filter(pk=request_id).first()
    if row is None:
        raise NotHere("There is no such request.")
    if not once.is_first_time(key, action="answer_restriction", account_id=chart.by.account_id, at=at):
        return None
    if row.answered_at is not None:
        raise CannotAnswer(gettext_noop("This was answered already. Look at the list of what was agreed."))
    return row


def _answer(chart: Chart, row: RestrictionRequest, words: str, *, at: datetime) -> None:
    row.answered_at, row.answered_by = at, chart.by.account_id
    row.answer = chart.seal(words.strip())
    row.save(update_fields=["answered_at", "answered_by", "answer", "agreed"])
    chart.note("restriction", row.pk, at=at)


def _asked(chart: Chart, row: RestrictionRequest) -> Asked:
    return Asked(
        row.pk,
        chart.read(bytes(row.words), of=Part.CONSENTS),
        row.is_paid_by_person,
        row.asked_at,
        row.answered_at,
        chart.read(bytes(row.answer), of=Part.CONSENTS) if row.answer else "",
        row.agreed_id is not None,
    )


def _checked(words: str, empty: Refusal) -> str:
    text = words.replace("\r\n", "\n").strip()
    if not text:
        raise empty
    if len(text) > MOST_WORDS:
        raise CannotAsk(gettext_noop("Use at most %(most)s letters."), most=MOST_WORDS)
    return text
