"""What is owed when something is disclosed: the notice, the scope of the consent, the line in the account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stepwell.domain.privacy.bases import (
    AuditOrEvaluation,
    ByConsent,
    MedicalEmergency,
    OwnAccess,
    Redisclosure,
    ScientificResearch,
    WithinProgram,
)
from stepwell.domain.privacy.redisclosing import by_the_consent
from stepwell.domain.privacy.request import Request
from stepwell.domain.privacy.terms import Purpose, Relation
from stepwell.kernel.sentences import gettext_noop


@dataclass(frozen=True)
class Obligation:
    """Something that must go with a disclosure or follow it."""

    name: str
    source: str
    sentence: str


ATTACH_NOTICE = Obligation(
    "attach_notice", "42 CFR 2.32(a)", gettext_noop("Send the notice with it, in one of its two texts.")
)
ATTACH_SCOPE = Obligation(
    "attach_scope",
    "42 CFR 2.32(b)",
    gettext_noop("Send a copy of the consent with it, or a clear account of its scope."),
)
RECORD_DISCLOSURE = Obligation(
    "record_disclosure",
    "42 CFR 2.25; 45 CFR 164.528",
    gettext_noop("Record to whom, what, for what, on what ground and when."),
)
RECORD_ACCESS = Obligation(
    "record_access", "45 CFR 164.312(b)", gettext_noop("Write the access into the trail.")
)
ONLY_WHAT_IS_NECESSARY = Obligation(
    "only_what_is_necessary", "42 CFR 2.13(a)", gettext_noop("Tell no more than the purpose needs.")
)
RECORD_EMERGENCY = Obligation(
    "record_emergency",
    "42 CFR 2.51(c)",
    gettext_noop(
        "Write down at once who was told, where they belong, who told it, when, and what the emergency was."
    ),
)
LIST_OF_INTERMEDIARY = Obligation(
    "list_of_intermediary",
    "42 CFR 2.24",
    gettext_noop(
        "The intermediary lists to whom it handed on, and gives the list within 30 days of being asked."
    ),
)
ONLY_FOR_THIS_CASE = Obligation(
    "only_for_this_case",
    "42 CFR 2.35(d)",
    gettext_noop("The recipient may use it only for the case that it monitors."),
)
NOTHING_ELSE = Obligation(
    "nothing_else",
    "42 CFR 2.52(b), 2.53, 2.62",
    gettext_noop(
        "The recipient uses it for nothing else, passes it to nobody, and destroys or returns it in the end."
    ),
)


def obligations(request: Request) -> tuple[Obligation, ...]:
    """Everything that is owed when this request is permitted."""
    return tuple(_owed(request))


def goes_by_consent(request: Request) -> bool:
    """A disclosure of this request would be made with the person's written consent."""
    basis = request.basis
    return isinstance(basis, ByConsent) or (isinstance(basis, Redisclosure) and by_the_consent(basis))


def _owed(request: Request) -> Iterator[Obligation]:
    if goes_by_consent(request):
        yield from (ATTACH_NOTICE, ATTACH_SCOPE)
    yield RECORD_ACCESS if isinstance(request.basis, OwnAccess | WithinProgram) else RECORD_DISCLOSURE
    if not isinstance(request.basis, OwnAccess):
        yield ONLY_WHAT_IS_NECESSARY
    yield from _by_ground(request)


def _by_ground(request: Request) -> Iterator[Obligation]:
    if isinstance(request.basis, MedicalEmergency):
        yield RECORD_EMERGENCY
    if isinstance(request.basis, ScientificResearch | AuditOrEvaluation):
        yield NOTHING_ELSE
    if goes_by_consent(request) and request.purpose is Purpose.CRIMINAL_JUSTICE:
        yield ONLY_FOR_THIS_CASE
    if request.recipient.through is not None or request.recipient.relation is Relation.INTERMEDIARY:
        yield LIST_OF_INTERMEDIARY
