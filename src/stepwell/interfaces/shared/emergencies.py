"""What was told in a medical emergency, parsed: the same form at the desk and for who looks after privacy."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stepwell.actions.telling_in_emergencies import CHANNELS, Told
from stepwell.domain.privacy.accounting import Channel
from stepwell.domain.privacy.terms import Category
from stepwell.interfaces.shared.days import DayField
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.kernel.civil import at_site

KINDS: dict[Category, Promise] = {
    Category.PRESENCE: _("that they come here"),
    Category.IDENTITY: _("name and date of birth"),
    Category.MEDICATIONS: _("medications and doses"),
    Category.DRUG_TESTS: _("drug tests"),
    Category.HEALTH: _("other facts of health"),
    Category.DIAGNOSIS: _("diagnoses"),
    Category.CONTACT: _("how to reach them"),
    Category.SAFETY_PLAN: _("the safety plan"),
}
"""What may be needed to meet a medical emergency."""
HOW: dict[Channel, Promise] = {
    Channel.SPOKEN: _("spoken, by phone or in person"),
    Channel.PAPER: _("on paper"),
    Channel.FAX: _("by fax"),
    Channel.EMAIL: _("by mail"),
}


class EmergencyForm(forms.Form):
    """Who got it, where they work, what was told, when, and what the emergency was."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    recipient_name = forms.CharField(label=_("Who got it"), max_length=200)
    recipient_place = forms.CharField(
        label=_("Where they work, with the address"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_medical = forms.BooleanField(label=_("They are medical personnel"), required=False)
    nature = forms.CharField(
        label=_("What the emergency was"), max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )
    consent_cannot_be_had = forms.BooleanField(label=_("The person could not be asked"), required=False)
    categories = forms.TypedMultipleChoiceField(
        label=_("What was told"),
        coerce=Category,
        choices=[(each.value, words) for each, words in KINDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    channel = forms.TypedChoiceField(
        label=_("How"), coerce=Channel, choices=[(each.value, HOW[each]) for each in CHANNELS]
    )
    told_on = DayField(label=_("Day"))
    told_time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def told(self, zone: ZoneInfo) -> tuple[Told, str]:
        """What the action takes, and the key of the form. The time is that of the clock on the wall."""
        found: dict[str, Any] = dict(self.cleaned_data)
        key: str = found.pop("key")
        told_at = at_site(found.pop("told_on"), found.pop("told_time"), zone)
        categories = frozenset(found.pop("categories"))
        return Told(categories=categories, told_at=told_at, **found), key


def empty_form(*, at: datetime, zone: ZoneInfo) -> EmergencyForm:
    """A form that begins with now."""
    now = at.astimezone(zone)
    return EmergencyForm(initial={"key": fresh_key(), "told_on": now.date(), "told_time": now.time()})
