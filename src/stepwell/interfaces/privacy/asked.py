"""What waits for the privacy officer: requests not to tell something, and what was told in emergencies."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.actions import (
    asking_restrictions,
    charts,
    inviting_supporters,
    reading_trail,
    restricting,
    telling_in_emergencies,
)
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.domain.privacy.request import Restriction
from stepwell.domain.privacy.terms import Category, Relation
from stepwell.interfaces.privacy.papers import CATEGORIES
from stepwell.interfaces.shared import emergencies
from stepwell.interfaces.shared.emergencies import EmergencyForm
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock

EVERYBODY = "everybody"
PLANS = "plans"
WORK = "work"
RELATIONS: dict[str, frozenset[Relation]] = {
    PLANS: frozenset({Relation.HEALTH_PLAN, Relation.THIRD_PARTY_PAYER}),
    WORK: frozenset({Relation.EMPLOYER, Relation.SCHOOL}),
}
WHO: dict[str, Promise] = {
    EVERYBODY: _("everybody outside"),
    PLANS: _("health plans and payers"),
    WORK: _("work and school"),
}
WHAT = [
    Category.PRESENCE,
    Category.SCHEDULE,
    Category.FAMILY_SESSIONS,
    Category.ATTENDANCE,
    Category.EPISODE,
    Category.MESSAGES,
    Category.BILLING,
]


class AnswerForm(forms.Form):
    """To whom what is not to be told, and a few words to the person."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    who = forms.ChoiceField(label=_("Not to be told to"))
    categories = forms.TypedMultipleChoiceField(
        label=_("What (nothing chosen: everything)"),
        coerce=Category,
        choices=[(each.value, CATEGORIES.get(each, each.value)) for each in WHAT],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = forms.CharField(
        label=_("To the person"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, people: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*WHO.items(), *people.items()]
        self.fields["who"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def restriction(self, *, at: datetime) -> Restriction:
        """What is agreed, in the form of the domain; the instants are those of the row."""
        who = self.cleaned_data["who"]
        recipients = frozenset() if who in WHO else frozenset({who})
        return Restriction(
            agreed_at=at,
            recipients=recipients,
            relations=RELATIONS.get(who, frozenset()),
            categories=frozenset(self.cleaned_data["categories"]),
        )


@for_roles(Role.PRIVACY_OFFICER)
@require_safe
def waiting(request: Request) -> HttpResponse:
    """Everything that waits for an answer or a look."""
    at, by = clock.now(), request.signed_in
    context = {
        "requests": asking_restrictions.list_waiting(by, at=at),
        "reviews": telling_in_emergencies.list_waiting(by, at=at),
    }
    with timezone.override(reading_trail.zone_of(by)):
        return render(request, "privacy/asked.html", context)


@for_roles(Role.PRIVACY_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def restrictions(request: Request, person_id: UUID) -> HttpResponse:
    """What is not told of one person; a POST answers the request it names, or agrees without one."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, Purpose.OVERSIGHT, what="restriction", at=at)
    people = _invited(chart)
    if request.method != "POST":
        return _show(request, chart, AnswerForm(initial={"key": fresh_key()}, people=people), people)
    form = AnswerForm(request.POST, people=people)
    if form.is_valid():
        try:
            _answer(chart, request.POST, form)
        except Refusal as refusal:
            form.add_error("words", said(refusal))
        else:
            messages.success(request, gettext("Written down. It counts from now on."))
            return redirect("privacy:restrictions", person_id)
    return _show(request, chart, form, people, status=422)


@for_roles(Role.PRIVACY_OFFICER)
@require_POST
def end(request: Request, person_id: UUID, restriction_id: UUID) -> HttpResponse:
    """What was agreed holds no more."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, Purpose.OVERSIGHT, what="restriction", at=at)
    restricting.end(chart, restriction_id, at=at)
    messages.success(request, gettext("Ended. Consents count again."))
    return redirect("privacy:restrictions", person_id)


@for_roles(Role.PRIVACY_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: Request, person_id: UUID) -> HttpResponse:
    """What was told in emergencies, and a form to write one down."""
    at, by = clock.now(), request.signed_in
    zone = reading_trail.zone_of(by)
    chart = charts.open_for(by, person_id, Purpose.OVERSIGHT, what="emergency", at=at)
    if request.method != "POST":
        return _show_emergency(request, chart, emergencies.empty_form(at=at, zone=zone), zone)
    form = EmergencyForm(request.POST)
    if form.is_valid():
        told, key = form.told(zone)
        try:
            telling_in_emergencies.write_down(chart, told, key=key, at=at)
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, gettext("Written down."))
            return redirect("privacy:emergency", person_id)
    return _show_emergency(request, chart, form, zone, status=422)


@for_roles(Role.PRIVACY_OFFICER)
@require_POST
def review(request: Request, person_id: UUID, review_id: UUID) -> HttpResponse:
    """One of them was looked at."""
    at = clock.now()
    chart = charts.open_for(request.signed_in, person_id, Purpose.OVERSIGHT, what="emergency", at=at)
    telling_in_emergencies.review(chart, review_id, at=at)
    messages.success(request, gettext("Written down that you looked at it."))
    return redirect("privacy:emergency", person_id)


def _answer(chart: Chart, sent: Any, form: AnswerForm) -> None:
    key, words, at = form.cleaned_data["key"], form.cleaned_data["words"], chart.at
    asked = sent.get("request", "")
    if not asked:
        restricting.agree(chart, form.restriction(at=at), key=key, at=at)
        return
    request_id = _uuid(asked)
    if "no" in sent:
        asking_restrictions.decline(chart, request_id, words=words, key=key, at=at)
    else:
        asking_restrictions.agree(chart, request_id, form.restriction(at=at), words=words, key=key, at=at)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise charts.NotHere("There is no such request.") from None


def _invited(chart: Chart) -> dict[str, str]:
    """The loved ones the person invited, by the key that a consent names."""
    return {str(one.key): one.name for one in inviting_supporters.list_invited(chart)}


def _show(
    request: Request, chart: Chart, form: AnswerForm, people: dict[str, str], *, status: int = 200
) -> HttpResponse:
    asked = asking_restrictions.list_asked(chart)
    context = {
        "name": chart.person.full_name,
        "person": chart.person.pk,
        "open": [one for one in asked if one.answered_at is None],
        "answered": [one for one in asked if one.answered_at],
        "agreed": [_agreed(one, people) for one in restricting.list_agreed(chart)],
        "form": form,
    }
    with timezone.override(reading_trail.zone_of(request.signed_in)):
        return render(request, "privacy/restrictions.html", context, status=status)


def _agreed(one: restricting.Agreed, people: dict[str, str]) -> dict[str, Any]:
    told = one.restriction
    named = [people.get(each, each) for each in sorted(told.recipients)]
    groups = [str(WHO[key]) for key, relations in RELATIONS.items() if relations <= told.relations]
    kinds = [str(CATEGORIES.get(each, each.value)) for each in Category if each in told.categories]
    return {
        "key": one.key,
        "who": ", ".join([*named, *groups]) or str(WHO[EVERYBODY]),
        "what": ", ".join(kinds) or gettext("everything"),
        "agreed_at": one.agreed_at,
        "ended_at": one.ended_at,
    }


def _show_emergency(
    request: Request, chart: Chart, form: EmergencyForm, zone: ZoneInfo, *, status: int = 200
) -> HttpResponse:
    context = {
        "name": chart.person.full_name,
        "person": chart.person.pk,
        "reviews": telling_in_emergencies.list_reviews(chart),
        "form": form,
    }
    with timezone.override(zone):
        return render(request, "privacy/emergency.html", context, status=status)
