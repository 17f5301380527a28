"""What participants write, parsed; the actions judge it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from stepwell.interfaces.shared.days import refuse_empty_hours

MOODS = [
    (1, pgettext_lazy("day", "Hard")),
    (2, pgettext_lazy("day", "Low")),
    (3, pgettext_lazy("day", "OK")),
    (4, pgettext_lazy("day", "Good")),
    (5, pgettext_lazy("day", "Strong")),
]
CRAVINGS = range(11)
USES = [("yes", _("Yes")), ("no", _("No")), ("unsaid", _("Rather not say"))]
REASONS = [
    ("work", _("Work")),
    ("school", _("School")),
    ("court", _("Court")),
    ("ill", _("I'm ill")),
    ("travel", _("No way to get there")),
    ("care", _("Someone needs my care")),
    ("other", _("Something else")),
]
BUSY_KINDS = [
    ("work", _("Work")),
    ("school", _("School or school run")),
    ("care", _("Someone needs my care")),
    ("court", _("Court")),
    ("travel", _("Travel")),
    ("other", _("Something else")),
]
WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class CheckInForm(forms.Form):
    """Every part can be left out; an untouched slider sends nothing and is no answer."""

    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    idempotency_key = forms.CharField(max_length=80, required=False)
    filled_at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M:%S.%fZ"])
    on = forms.DateField(label=_("Day"), widget=forms.Select)
    mood = forms.TypedChoiceField(
        label=_("How is the day"), choices=MOODS, coerce=int, required=False, empty_value=None
    )
    craving = forms.IntegerField(label=_("Craving"), required=False)
    sleep_hours = forms.DecimalField(
        label=_("Hours of sleep"), required=False, decimal_places=1, max_digits=3, localize=True
    )
    use = forms.ChoiceField(label=_("Did you use"), choices=USES, required=False)
    words = forms.CharField(label=_("A few words"), required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, days: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = days

    def day_choices(self) -> list[tuple[str, str]]:
        """The days that can be filled in, today first."""
        names = [gettext("Today"), gettext("Yesterday")]
        return [
            (day.isoformat(), names[place] if place < 2 else date_format(day, "LONG_DAY_FORMAT"))
            for place, day in enumerate(self.days)
        ]

    def clean(self) -> dict[str, Any]:
        """No choice about use is the same as rather not to say."""
        cleaned = super().clean() or {}
        cleaned["use"] = cleaned.get("use") or "unsaid"
        return cleaned


class AnswerForm(forms.Form):
    """I'm coming, or I can't make it and why."""

    key = forms.CharField(max_length=80, required=False)
    intent = forms.ChoiceField(choices=[("coming", ""), ("cannot", "")])
    reason = forms.CharField(max_length=40, required=False)
    words = forms.CharField(required=False)


class ContactForm(forms.Form):
    """Whether, when and in which language the program writes."""

    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("Reminders"),
        choices=[("email", _("By e-mail")), ("none", _("No messages"))],
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    safe_from = forms.TimeField(
        label=_("Not before"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    safe_until = forms.TimeField(
        label=_("Not after"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("en", "English"), ("es", "Español")])

    def clean(self) -> dict[str, Any]:
        """Who wants messages says where to."""
        cleaned = super().clean() or {}
        refuse_empty_hours(self, "safe_from", "safe_until")
        if cleaned.get("channel") == "email" and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", gettext("Write the address that reminders go to, or choose no messages."))
        return cleaned
