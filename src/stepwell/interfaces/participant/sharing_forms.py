"""Whom a person invites, and what they let them see, parsed; the actions judge it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stepwell.actions.granting import ITEMS
from stepwell.domain.privacy.terms import Category
from stepwell.interfaces.shared import sharing
from stepwell.interfaces.shared.days import DayField

A_WHILE = timedelta(days=90)
"""The day that is offered first: long enough to be of use, short enough to be asked again."""


class InviteForm(forms.Form):
    """A loved one's name and address."""

    key = forms.CharField(max_length=80, widget=forms.HiddenInput)
    given_name = forms.CharField(label=_("First name"), max_length=120)
    family_name = forms.CharField(label=_("Last name"), max_length=120, required=False)
    relation = forms.ChoiceField(label=_("Who is it to you"), choices=sharing.RELATIONS)
    email = forms.EmailField(label=_("Their e-mail address"))


class GrantForm(forms.Form):
    """Item by item, and until when."""

    key = forms.CharField(max_length=80, widget=forms.HiddenInput)
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)
    items = forms.TypedMultipleChoiceField(
        label=_("What they may see"),
        coerce=Category,
        choices=[(item.value, sharing.ITEMS[item]) for item in ITEMS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing, or go back and share nothing.")},
    )
    until = DayField(
        label=_("Until the end of this day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        """Today at the earliest."""
        until: date = self.cleaned_data["until"]
        if until < self.today:
            raise forms.ValidationError(gettext("This day is over. Choose today or a later day."))
        return until
