"""How a review ends, and how a stay is moved, as a clinician tells it; the actions judge it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stepwell.actions import leaving
from stepwell.actions.moving_levels import LEAVE_REASONS, LEVELS, Level
from stepwell.actions.reviewing_level import Decision, Words
from stepwell.domain.reviews.due import TOLD
from stepwell.domain.reviews.outcome import REASONS, Outcome
from stepwell.interfaces.clinician.plan_forms import Seen
from stepwell.interfaces.shared.days import DayField
from stepwell.interfaces.shared.plan_words import LEVELS as LEVEL_WORDS
from stepwell.interfaces.shared.plan_words import OUTCOMES, TRIGGERS

CHOOSE = [("", "–")]
LONGEST = 1000
MOST_HOURS, MOST_DAYS = 60, 366


def _words(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        **options,
    )


class DecisionForm(Seen):
    """One of five ends, its reason, and what it needs besides."""

    outcome = forms.ChoiceField(
        label=_("How it ends"),
        choices=list(OUTCOMES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it ends.")},
    )
    reason = forms.ChoiceField(label=_("Reason"), error_messages={"required": _("Choose a reason.")})
    why = _words(_("Why, in a few words"))
    wish = _words(
        _("What the person wants"), help_text=_("For a step or a discharge this has to be written down.")
    )
    level = forms.ChoiceField(
        label=_("New level"),
        required=False,
        choices=[*CHOOSE, *((code, LEVEL_WORDS[code]) for code in LEVELS)],
        help_text=_("For a step up or down."),
    )
    weekly_hours = forms.DecimalField(
        label=_("Hours a week"),
        required=False,
        min_value=0,
        max_value=MOST_HOURS,
        decimal_places=2,
        error_messages={"max_value": _("Type %(limit_value)d or less.")},
    )
    from_on = DayField(label=_("From which day"), required=False)
    care_elsewhere = _words(
        _("Care that follows"), help_text=_("For a discharge: who goes on, and from when.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        groups = [
            (OUTCOMES[outcome.value], [(code, _(words)) for code, words in reasons.items()])
            for outcome, reasons in REASONS.items()
        ]
        self.fields["reason"].choices = [*CHOOSE, *groups]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        outcome = told.get("outcome")
        if outcome and Outcome(outcome).moves_level:
            for name in ("level", "weekly_hours", "from_on"):
                if name not in self.errors and told.get(name) in (None, ""):
                    self.add_error(name, _("A step names the new level, its hours and its first day."))
        return told

    @property
    def decision(self) -> Decision:
        """What was told, as the action takes it."""
        told = self.cleaned_data
        outcome = Outcome(told["outcome"])
        level = None
        if outcome.moves_level:
            level = Level(told["level"], round(told["weekly_hours"] * 60), told["from_on"])
        words = Words(told["why"].strip(), told["wish"].strip(), told["care_elsewhere"].strip())
        return Decision(outcome, told["reason"], words, level)


class TellForm(Seen):
    """Something that happened and asks for a review."""

    prefix = "tell"

    trigger = forms.ChoiceField(
        label=_("What happened"),
        choices=[*CHOOSE, *((each.value, TRIGGERS[each.value]) for each in TOLD)],
        error_messages={"required": _("Choose what happened.")},
    )


class PayerForm(Seen):
    """A payer that wants a review again after so many days."""

    prefix = "payer"

    name = forms.CharField(
        label=_("Payer"), max_length=80, error_messages={"required": _("Type the name of the payer.")}
    )
    days = forms.IntegerField(
        label=_("Every so many days"),
        min_value=1,
        max_value=MOST_DAYS,
        error_messages={
            "required": _("Type after how many days."),
            "invalid": _("Type a whole number."),
            "min_value": _("Type 1 or more."),
            "max_value": _("Type %(limit_value)d or less."),
        },
    )
    since = DayField(
        label=_("Counted from"), error_messages={"required": _("Choose the day it is counted from.")}
    )


class LeaveForm(Seen):
    """A leave with a date to come back."""

    prefix = "leave"
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[*CHOOSE, *((code, _(words)) for code, words in LEAVE_REASONS.items())],
        error_messages={"required": _("Choose a reason.")},
    )
    returns_on = DayField(
        label=_("Comes back on"), error_messages={"required": _("Agree on a date to come back.")}
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_returns_on(self) -> date:
        day: date = self.cleaned_data["returns_on"]
        if day <= self.today:
            raise forms.ValidationError(_("Choose a day after today."))
        return day


class LeavingForm(Seen):
    """The person leaves the program, and knows the way back."""

    prefix = "left"
    reason = forms.ChoiceField(
        label=_("What they said"),
        choices=[*CHOOSE, *((code, _(words)) for code, words in leaving.REASONS.items())],
        error_messages={"required": _("Choose a reason.")},
    )
    told = forms.BooleanField(
        label=_("I told them the way back: the seat is held, and one tap on their phone is enough"),
        error_messages={"required": _("Tell the person the way back first.")},
    )
