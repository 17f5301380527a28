"""Whether one consent covers one kind of information of a request, and the first reason why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from stepwell.domain.privacy.bases import Redisclosure
from stepwell.domain.privacy.consent import (
    ClassOfDisclosers,
    ClassOfRecipients,
    Consent,
    IntermediaryRecipient,
    NamedRecipient,
)
from stepwell.domain.privacy.elements import lacking
from stepwell.domain.privacy.request import Request
from stepwell.domain.privacy.restricting import is_restricted
from stepwell.domain.privacy.rules import by_consent
from stepwell.domain.privacy.rules.rule import Rule
from stepwell.domain.privacy.terms import (
    NOTES_KEPT_APART,
    TPO,
    Category,
    Purpose,
    RecipientClass,
    Relation,
    Statement,
)
from stepwell.domain.privacy.values import has_come, is_blank

RELATION_OF = {
    RecipientClass.TREATING_PROVIDERS: Relation.TREATING_PROVIDER,
    RecipientClass.HEALTH_PLANS: Relation.HEALTH_PLAN,
    RecipientClass.THIRD_PARTY_PAYERS: Relation.THIRD_PARTY_PAYER,
    RecipientClass.PROGRAM_HELPERS: Relation.PROGRAM_HELPER,
    RecipientClass.CRIMINAL_JUSTICE: Relation.CRIMINAL_JUSTICE,
}


@dataclass(frozen=True)
class Question:
    """One consent, held against one kind of information of a request at an instant."""

    consent: Consent
    request: Request
    category: Category
    at: datetime


def first_fault(question: Question) -> tuple[Rule, int] | None:
    """The first rule by which the consent does not cover it, and how far it came; None when it covers it.

    An element that is missing is passed over by the comparisons, so that it is told as missing and not as
    different.
    """
    for near, step in enumerate(_STEPS):
        fault = step(question)
        if fault is not None:
            return fault, near
    return None


def covering_rule(request: Request, category: Category) -> Rule:
    """The rule that a consent permits by, once nothing speaks against it."""
    if category in NOTES_KEPT_APART:
        return by_consent.CONSENT_FOR_NOTES
    if request.purpose in TPO:
        return by_consent.CONSENT_FOR_TPO
    if request.purpose is Purpose.CRIMINAL_JUSTICE:
        return by_consent.CONSENT_FOR_CRIMINAL_JUSTICE
    if request.purpose is Purpose.LEGAL_PROCEEDINGS:
        return by_consent.CONSENT_FOR_PROCEEDINGS
    return by_consent.CONSENT


def _person(question: Question) -> Rule | None:
    named = question.consent.patient
    is_other = not is_blank(named) and named != question.request.patient.id
    return by_consent.OTHER_PERSON if is_other else None


def _recipient(question: Question) -> Rule | None:
    named = question.consent.recipients
    if not named or any(_designates(each, question.request) for each in named):
        return None
    recipient = question.request.recipient
    is_by_way = recipient.through is not None or recipient.relation is Relation.INTERMEDIARY
    return by_consent.INTERMEDIARY_NOT_NAMED if is_by_way else by_consent.RECIPIENT_NOT_NAMED


def _designates(named: NamedRecipient | ClassOfRecipients | IntermediaryRecipient, request: Request) -> bool:
    recipient = request.recipient
    if isinstance(named, IntermediaryRecipient):
        return _hands_on(named, request)
    if recipient.through is not None or recipient.relation is Relation.INTERMEDIARY:
        return False  # the way leads through somebody whom such a line of the form does not name
    if isinstance(named, NamedRecipient):
        return named.id in recipient.keys
    is_for_monitoring = named.of is RecipientClass.CRIMINAL_JUSTICE
    fits = request.purpose is Purpose.CRIMINAL_JUSTICE if is_for_monitoring else request.purpose in TPO
    return fits and recipient.relation is RELATION_OF[named.of]


def _hands_on(named: IntermediaryRecipient, request: Request) -> bool:
    recipient = request.recipient
    if recipient.through is None:
        return recipient.relation is Relation.INTERMEDIARY and named.id in recipient.keys
    if recipient.through != named.id:
        return False
    treats = named.treating_participants and recipient.relation is Relation.TREATING_PROVIDER
    return treats or not named.participants.isdisjoint(recipient.keys)


def _discloser(question: Question) -> Rule | None:
    if isinstance(question.request.basis, Redisclosure):
        return None  # the consent names who told the one that now hands on
    named, asked = question.consent.disclosers, question.request.discloser
    fits = (
        each.of in asked.classes if isinstance(each, ClassOfDisclosers) else each.id == asked.id
        for each in named
    )
    return None if not named or any(fits) else by_consent.DISCLOSER_NOT_NAMED


def _category(question: Question) -> Rule | None:
    granted = question.consent.categories
    return None if not granted or question.category in granted else by_consent.CATEGORY_NOT_GRANTED


def _purpose(question: Question) -> Rule | None:
    granted, wanted = question.consent.purposes, question.request.purpose
    if not granted or (wanted in granted and wanted is not Purpose.OTHER):
        return None
    said, asked = question.consent.purpose_in_words, question.request.purpose_in_words
    is_same = wanted in granted and (is_blank(said) or _plain(said) == _plain(asked))
    return None if is_same else by_consent.PURPOSE_NOT_GRANTED


def _plain(words: str | None) -> str:
    return " ".join((words or "").casefold().split())


def _paper(question: Question) -> Rule | None:
    return next(iter(lacking(question.consent, question.request.patient)), None)


def _hipaa_statement(question: Question) -> Rule | None:
    is_wanted = question.request.recipient.is_under_hipaa and question.request.purpose in TPO
    is_said = Statement.MAY_BE_REDISCLOSED_UNDER_HIPAA in question.consent.statements
    return by_consent.ELEMENT_4_STATEMENT if is_wanted and not is_said else None


def _signed(question: Question) -> Rule | None:
    return None if has_come(question.consent.signed_at, at=question.at) else by_consent.NOT_SIGNED_YET


def _true(question: Question) -> Rule | None:
    return by_consent.KNOWN_FALSE if question.consent.is_known_false else None


def _unrevoked(question: Question) -> Rule | None:
    is_revoked = question.consent.is_revoked(at=question.at, zone=question.request.clock)
    return by_consent.REVOKED if is_revoked else None


def _unexpired(question: Question) -> Rule | None:
    ends = question.consent.ends
    is_over = ends is not None and ends.has_come(at=question.at, zone=question.request.clock)
    return by_consent.EXPIRED if is_over else None


def _monitoring(question: Question) -> Rule | None:
    if question.request.purpose is not Purpose.CRIMINAL_JUSTICE:
        return None
    recipient = question.request.recipient
    is_of_it = recipient.relation in {Relation.CRIMINAL_JUSTICE, Relation.COURT}
    return None if is_of_it and recipient.monitors_patient else by_consent.MONITORING_ONLY


def _unrestricted(question: Question) -> Rule | None:
    is_barred = is_restricted(question.request, question.category, at=question.at)
    return by_consent.RESTRICTION_AGREED if is_barred else None


_STEPS: tuple[Callable[[Question], Rule | None], ...] = (
    _person,
    _recipient,
    _discloser,
    _category,
    _purpose,
    _paper,
    _hipaa_statement,
    _signed,
    _true,
    _unrevoked,
    _unexpired,
    _monitoring,
    _unrestricted,
)
"""In this order: the later a consent fails, the nearer it came, and the nearest is the one to tell about."""
