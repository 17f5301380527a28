"""The page of one admission, with every form as it stands, or as it came back with what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from stepwell.actions import (
    admission_checklist,
    admission_papers,
    admitting_enquiries,
    holding_seats,
    told_at_admission,
)
from stepwell.actions.admission_checklist import LATER, NO_CONTACT, NO_MEDICATION, SAFETY
from stepwell.actions.charts import Chart
from stepwell.actions.told_at_admission import Kind
from stepwell.domain.episodes.checklist import Act
from stepwell.interfaces.intake import admission_forms as forms
from stepwell.interfaces.shared.requests import Request
from stepwell.kernel.decisions import Permit


def shown(
    request: Request,
    chart: Chart,
    enquiry: Any,
    *,
    at: datetime,
    status: int = 200,
    link: str = "",
    bound: Mapping[str, Form] = MappingProxyType({}),
) -> HttpResponse:
    """Checklist, papers, what was told, and the admission. `bound` are forms that came back, by name."""
    found = admission_checklist.of_chart(chart, enquiry, at=at)
    held = holding_seats.find_held(chart.person, at=at)
    account = admitting_enquiries.find_account(chart)
    today = enquiry.site.day_at(at)
    context = {
        "person": chart.person,
        "enquiry": enquiry,
        "lines": found.lines,
        "missing": found.missing,
        "acts": [(words, found.stopped_by(act)) for act, words in forms.ACTS.items()],
        "may_admit": isinstance(found.may[Act.ADMIT], Permit),
        "papers": admission_papers.list_papers(chart.person),
        "consent": admission_papers.find_disclosure_consent(chart.person, at=at),
        "contacts": told_at_admission.list_told(chart, Kind.CONTACT),
        "medications": told_at_admission.list_told(chart, Kind.MEDICATION),
        "plans": told_at_admission.list_told(chart, Kind.SAFETY_PLAN),
        "paying": told_at_admission.find_paying(chart),
        "facts": admission_checklist.facts_of(enquiry),
        "safety": SAFETY,
        "later": LATER,
        "no_contact": NO_CONTACT,
        "no_medication": NO_MEDICATION,
        "held": held,
        "account": account,
        "link": link,
        "zone": ZoneInfo(enquiry.site.zone),
        "form": next(iter(bound.values()), None),
        **_forms(chart, enquiry, held, today, bound),
    }
    return render(request, "intake/admission.html", context, status=status)


def _forms(chart: Chart, enquiry: Any, held: Any, today: date, bound: Mapping[str, Form]) -> dict[str, Any]:
    first_day = held.starts_on if held is not None else None
    wishes = chart.contact_wishes
    plain: dict[str, Callable[[], Form]] = {
        "contact": forms.ContactForm,
        "medication": forms.MedicationForm,
        "safety_plan": forms.SafetyPlanForm,
        "coverage": lambda: forms.CoverageForm(initial={"from_on": first_day or today}),
        "authorization": lambda: forms.AuthorizationForm(initial={"from_on": first_day or today}),
        "invite": lambda: forms.InviteForm(
            initial={"email": wishes.email if wishes else "", "language": wishes.language if wishes else "en"}
        ),
        "admit": lambda: forms.AdmitForm(
            initial={"starts_on": first_day, "seen": enquiry.state},
            counselors=admitting_enquiries.list_counselors(chart, enquiry),
        ),
    }
    return {f"{name}_form": bound.get(name) or make() for name, make in plain.items()}
