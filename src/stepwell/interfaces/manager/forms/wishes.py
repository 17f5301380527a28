"""What is changed about a person after they came: how to reach them, and what keeps them busy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stepwell.interfaces.manager.forms.base import DAYS, LANGUAGES, TimeInput
from stepwell.interfaces.manager.words import BUSY
from stepwell.interfaces.shared.days import refuse_empty_hours
from stepwell.interfaces.shared.keys import Keyed


class ContactForm(Keyed):
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Messages say “You have an appointment”, nothing more."),
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    channel = forms.ChoiceField(
        label=_("How to send reminders"),
        choices=[("email", _("By e-mail")), ("none", _("Send nothing"))],
    )
    safe_from = forms.TimeField(label=_("Safe to reach from"), widget=TimeInput(), initial="08:00")
    safe_until = forms.TimeField(label=_("until"), widget=TimeInput(), initial="20:00")
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="en")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        refuse_empty_hours(self, "safe_from", "safe_until")
        if told.get("channel") == "email" and not told.get("email") and "email" not in self.errors:
            self.add_error("email", _("Type an address, or choose to send nothing."))
        return told


class BusyTimeForm(Keyed):
    kind = forms.ChoiceField(label=_("Busy with"), choices=list(BUSY.items()))
    days = forms.TypedMultipleChoiceField(
        label=_("Days"),
        choices=DAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    from_time = forms.TimeField(
        label=_("From"), widget=TimeInput(), error_messages={"required": _("Type when it begins.")}
    )
    until_time = forms.TimeField(
        label=_("until"), widget=TimeInput(), error_messages={"required": _("Type when it ends.")}
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        refuse_empty_hours(self, "from_time", "until_time")
        return told
