"""Restrictions that the program has agreed with a person (42 CFR 2.26)."""

from __future__ import annotations

from datetime import datetime

from stepwell.domain.privacy.request import Request, Restriction
from stepwell.domain.privacy.terms import Category
from stepwell.domain.privacy.values import has_come


def is_restricted(request: Request, category: Category, *, at: datetime) -> bool:
    """A restriction in force speaks of this recipient, this purpose and this kind of information."""
    return any(_bars(each, request, category, at=at) for each in request.patient.restrictions)


def _bars(agreed: Restriction, request: Request, category: Category, *, at: datetime) -> bool:
    recipient = request.recipient
    names_nobody = not agreed.recipients and not agreed.relations
    is_meant = (
        names_nobody
        or not agreed.recipients.isdisjoint(recipient.keys)
        or recipient.relation in agreed.relations
    )
    return (
        is_meant
        and (not agreed.categories or category in agreed.categories)
        and (not agreed.purposes or request.purpose in agreed.purposes)
        and has_come(agreed.agreed_at, at=at)
        and not has_come(agreed.ended_at, at=at)
    )
