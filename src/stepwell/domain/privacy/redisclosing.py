"""When somebody who got records may hand them on (42 CFR 2.33(b))."""

from __future__ import annotations

from stepwell.domain.privacy.bases import Holder, ReceivedUnder, Redisclosure
from stepwell.domain.privacy.request import Request
from stepwell.domain.privacy.rules import by_ground
from stepwell.domain.privacy.rules.rule import Rule
from stepwell.domain.privacy.terms import NOTES_KEPT_APART, Category, Purpose, Relation
from stepwell.domain.privacy.verdicts import Verdict, no, yes_unless

_WORK = frozenset({Purpose.PAYMENT, Purpose.OPERATIONS})
_FOR_WORK = frozenset({ReceivedUnder.TPO_CONSENT, ReceivedUnder.PAYMENT_OR_OPERATIONS_CONSENT})


def by_the_consent(basis: Redisclosure) -> bool:
    """The holder may hand on only what the consent of the person says, so that the consents decide."""
    return basis.holder is Holder.PART2_PROGRAM and basis.received_under is ReceivedUnder.TPO_CONSENT


def redisclosure(basis: Redisclosure, request: Request, category: Category) -> Verdict:
    """What the rules let this holder hand on; a program that goes by the consent is asked elsewhere."""
    if basis.received_under is ReceivedUnder.RESEARCH_OR_AUDIT:
        return no(by_ground.NOT_AFTER_RESEARCH_OR_AUDIT)
    apart = (category not in NOTES_KEPT_APART, by_ground.NOTES_NEED_OWN_CONSENT)
    if basis.holder is Holder.UNDER_HIPAA:
        allowed = basis.received_under in _FOR_WORK and basis.hipaa_allows
        return yes_unless(by_ground.REDISCLOSURE_UNDER_HIPAA, (allowed, by_ground.NO_REDISCLOSURE), apart)
    return yes_unless(
        _RULE_OF[basis.holder], (_is_for_work(basis, request), by_ground.NO_REDISCLOSURE), apart
    )


def _is_for_work(basis: Redisclosure, request: Request) -> bool:
    return (
        basis.holder is Holder.OTHER
        and basis.received_under in _FOR_WORK
        and request.purpose in _WORK
        and request.recipient.relation is Relation.CONTRACTOR
        and basis.as_necessary
    )


_RULE_OF: dict[Holder, Rule] = {
    Holder.PART2_PROGRAM: by_ground.REDISCLOSURE_BY_PROGRAM,
    Holder.OTHER: by_ground.REDISCLOSURE_TO_CONTRACTOR,
}
