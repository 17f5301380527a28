"""Whom a person invites, and what they let them see, parsed; the actions judge it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stepwell.actions.granting import ITEMS
from stepwell.actions.letters import LetterTo
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


LETTER_ITEMS = [
    (Category.SCHEDULE, _("When I am to come in the next two weeks")),
    (Category.ATTENDANCE, _("On which days I came in the last four weeks")),
    (Category.EPISODE, _("Since when I come, and until when")),
]


class PlainLetterForm(forms.Form):
    """Nothing is asked."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)


class LetterForm(forms.Form):
    """To whom a letter goes that says more, and what it says."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    to = forms.TypedChoiceField(
        label=_("Where does it go"),
        coerce=LetterTo,
        choices=[
            (LetterTo.WORK.value, _("Work")),
            (LetterTo.SCHOOL.value, _("School")),
            (LetterTo.COURT.value, _("A court")),
        ],
        widget=forms.RadioSelect,
    )
    recipient_name = forms.CharField(label=_("Who gets it"), max_length=200)
    recipient_address = forms.CharField(
        label=_("Their address"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    items = forms.TypedMultipleChoiceField(
        label=_("What it says"),
        coerce=Category,
        choices=[(item.value, words) for item, words in LETTER_ITEMS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing, or take the plain letter.")},
    )
