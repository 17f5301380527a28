"""The consents of one person, what was told on their ground, and what was asked for in vain."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from stepwell.actions import charts, consenting, disclosing, reading_trail
from stepwell.actions.consents_kept import Kept
from stepwell.domain.privacy.access import Purpose as OpenedFor
from stepwell.domain.privacy.access import Role
from stepwell.domain.privacy.consent import LastDay, NamedRecipient, NoEnd
from stepwell.domain.privacy.rules import BY_NAME
from stepwell.domain.privacy.terms import Category, Purpose
from stepwell.interfaces.privacy.tables import as_csv
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock

CATEGORIES: dict[Category, Promise] = {
    Category.PRESENCE: _("that they come here"),
    Category.IDENTITY: _("name"),
    Category.SCHEDULE: _("times to come"),
    Category.FAMILY_SESSIONS: _("family sessions"),
    Category.ATTENDANCE: _("whether they came"),
    Category.EPISODE: _("dates of the stay"),
    Category.MESSAGES: _("messages"),
    Category.BILLING: _("billing"),
    Category.MEDICATIONS: _("medications and doses"),
    Category.DRUG_TESTS: _("drug tests"),
    Category.HEALTH: _("other facts of health"),
    Category.DIAGNOSIS: _("diagnoses"),
    Category.CONTACT: _("how to reach them"),
    Category.SAFETY_PLAN: _("the safety plan"),
}
"""What pages and letters can tell; any other kind is shown by its key."""
PURPOSES: dict[Purpose, Promise] = {
    Purpose.FAMILY: _("family"),
    Purpose.EMPLOYMENT: _("work"),
    Purpose.EDUCATION: _("school"),
    Purpose.AT_PATIENT_REQUEST: _("at the person's request"),
    Purpose.OWN_ACCESS: _("own record"),
    Purpose.TREATMENT: _("treatment"),
    Purpose.PAYMENT: _("payment"),
    Purpose.OPERATIONS: _("running the program"),
    Purpose.CRIMINAL_JUSTICE: _("criminal justice"),
    Purpose.MEDICAL_EMERGENCY: _("a medical emergency"),
}


@for_roles(Role.PRIVACY_OFFICER)
@require_safe
def person(request: Request, person_id: UUID) -> HttpResponse:
    """Every paper with its state, every disclosure with its ground, every denied attempt with its rule."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, OpenedFor.OVERSIGHT, what="consents", at=at)
    zone = reading_trail.zone_of(request.signed_in)
    context = {
        "name": chart.person.full_name,
        "person": person_id,
        "papers": [_paper(one, at=at, zone=zone) for one in consenting.list_consents(chart)],
        "told": [
            {"one": one, "what": _kinds(one.categories), "purpose": _purpose(one.purpose)}
            for one in disclosing.list_told(chart)
        ],
        "denied": [
            {
                "one": one,
                "what": _kinds(one.categories),
                "purpose": _purpose(one.purpose),
                "rule": BY_NAME[one.rule].sentence if one.rule in BY_NAME else one.rule,
            }
            for one in disclosing.list_denied(chart)
        ],
    }
    with timezone.override(zone):
        return render(request, "privacy/person.html", context)


@for_roles(Role.PRIVACY_OFFICER)
@require_safe
def disclosures(request: Request, person_id: UUID) -> HttpResponse:
    """The account of 42 CFR 2.25 for the person: by consent, of three years, oldest first; times in UTC."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, OpenedFor.OVERSIGHT, what="consents", at=at)
    header = ["at", "recipient", "address", "what", "purpose", "channel", "consents", "notice"]
    rows = [
        [
            one.at.isoformat(timespec="seconds"),
            one.recipient_name,
            one.recipient_address,
            " ".join(sorted(each.value for each in one.categories)),
            one.purpose.value,
            one.channel.value,
            " ".join(one.consents),
            one.notice_version or "",
        ]
        for one in disclosing.account_for(chart, at=at)
    ]
    return as_csv(header, rows, name="disclosures")


def _paper(kept: Kept, *, at: datetime, zone: ZoneInfo) -> dict[str, Any]:
    consent = kept.consent
    named = [each.name or "" for each in consent.recipients if isinstance(each, NamedRecipient)]
    ends = consent.ends
    return {
        "to": ", ".join(filter(None, named)) or _("a class of recipients"),
        "address": kept.address,
        "what": _kinds(consent.categories),
        "purpose": ", ".join(sorted(str(_purpose(each)) for each in consent.purposes)),
        "signed_at": consent.signed_at,
        "until": ends.day if isinstance(ends, LastDay) else None,
        "has_no_end": isinstance(ends, NoEnd),
        "taken_back_at": consent.revoked_at,
        "is_signed": kept.is_signed,
        "is_in_force": kept.is_in_force(at=at, zone=zone),
    }


def _kinds(categories: frozenset[Category]) -> str:
    found = [each for each in Category if each in categories]
    return ", ".join(str(CATEGORIES.get(each, each.value)) for each in found)


def _purpose(purpose: Purpose) -> Promise | str:
    return PURPOSES.get(purpose, purpose.value)
