"""Courts, crimes and reports: what a court order opens, and what may be reported without one."""

from __future__ import annotations

from datetime import datetime

from stepwell.domain.privacy.bases import ChildAbuseReport, CourtOrder, OrderKind
from stepwell.domain.privacy.request import Request
from stepwell.domain.privacy.rules import by_ground
from stepwell.domain.privacy.terms import NOTES_KEPT_APART, Category, Purpose, Relation
from stepwell.domain.privacy.values import has_come
from stepwell.domain.privacy.verdicts import Verdict, yes_unless

_WORDS_IN_CONFIDENCE = NOTES_KEPT_APART | {Category.SESSION_NOTES, Category.CHECK_INS, Category.MESSAGES}
_OF_A_REPORT = frozenset({Category.PRESENCE, Category.IDENTITY, Category.CONTACT, Category.INCIDENT})


def court_order(order: CourtOrder, request: Request, category: Category, *, at: datetime) -> Verdict:
    """What the order names, to whom it names, while it is in force and compelled."""
    is_in_force = has_come(order.entered_at, at=at) and not has_come(order.ends_at, at=at)
    may_tell_words = category not in _WORDS_IN_CONFIDENCE or order.covers_confidential_words
    return yes_unless(
        by_ground.COURT_ORDER,
        (order.kind is not OrderKind.UNDERCOVER, by_ground.UNDERCOVER_OPENS_NOTHING),
        (is_in_force, by_ground.ORDER_NOT_IN_FORCE),
        (not order.recipients.isdisjoint(request.recipient.keys), by_ground.ORDER_NAMES_OTHERS),
        (category in order.categories, by_ground.ORDER_IS_NARROWER),
        (may_tell_words, by_ground.CONFIDENTIAL_WORDS),
        (order.with_subpoena, by_ground.SUBPOENA_NEEDED),
        (request.purpose is Purpose.LEGAL_PROCEEDINGS, by_ground.WRONG_PURPOSE),
    )


def crime_here(request: Request, category: Category) -> Verdict:
    """The incident, and who and where the person is, to law enforcement."""
    return yes_unless(
        by_ground.CRIME_HERE,
        (request.recipient.relation is Relation.LAW_ENFORCEMENT, by_ground.POLICE_ONLY),
        (request.purpose in {Purpose.LEGAL_PROCEEDINGS, Purpose.PROTECTION}, by_ground.WRONG_PURPOSE),
        (category in _OF_A_REPORT, by_ground.INCIDENT_ONLY),
    )


def child_abuse_report(basis: ChildAbuseReport, request: Request, category: Category) -> Verdict:
    """The incident, and who and where the person is, to the authorities of child protection."""
    return yes_unless(
        by_ground.CHILD_ABUSE_REPORT,
        (
            request.recipient.relation in {Relation.CHILD_PROTECTION, Relation.LAW_ENFORCEMENT}
            and basis.is_initial,
            by_ground.INITIAL_REPORT_ONLY,
        ),
        (request.purpose is Purpose.PROTECTION, by_ground.WRONG_PURPOSE),
        (category in _OF_A_REPORT, by_ground.INCIDENT_ONLY),
    )
