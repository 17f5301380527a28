"""Days and hours that somebody types or an address names."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

FIRST = date(1900, 1, 1)
LAST = date(2199, 12, 31)


def is_within_reach(day: date) -> bool:
    """Whether a program could mean this day. Outside, weeks and zones run over the calendar's own ends.

    >>> is_within_reach(date(2028, 2, 29)), is_within_reach(date(9999, 12, 31))
    (True, False)
    """
    return FIRST <= day <= LAST


class DayInput(forms.DateInput):
    """The browser's own calendar, which reads and writes days the one way that no language changes."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A date within reach; any other is no valid date."""

    widget = DayInput

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not is_within_reach(day):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def refuse_empty_hours(form: forms.BaseForm, begins: str, ends: str) -> None:
    """Say at `ends` that two equal times are no stretch of time. Called from the form's `clean`."""
    told = getattr(form, "cleaned_data", {})
    if told.get(begins) is not None and told.get(begins) == told.get(ends):
        form.add_error(ends, gettext("It ends when it begins. Type two different times."))
