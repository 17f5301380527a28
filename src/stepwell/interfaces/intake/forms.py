"""What intake writes about somebody on the way, parsed; the actions judge it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stepwell.actions.moving_enquiries import REASONS
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.interfaces.shared.days import DayField
from stepwell.interfaces.shared.keys import fresh_key

CHOOSE = [("", "–")]


class Keyed(forms.Form):
    """A form with a hidden key, and the state it was shown with."""

    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput, initial=fresh_key)
    seen = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    use_required_attribute = False


class _Reasoned(Keyed):
    own_id: str
    """Two of them stand on one page, and each field has an id of its own."""
    reason = forms.ChoiceField(
        label=_("Reason"), choices=[], error_messages={"required": _("Choose a reason.")}
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": self.own_id, **options})
        words = [(code, _(text)) for code, text in REASONS.items()]
        self.fields["reason"].choices = [*CHOOSE, *words]  # type: ignore[attr-defined]  # a ChoiceField


class EndForm(_Reasoned):
    """The way ends before a first day."""

    own_id = "end_%s"

    to = forms.ChoiceField(
        label=_("How it ended"),
        choices=[
            (State.DECLINED.value, _("They chose otherwise, or we can't help")),
            (State.LOST.value, _("Not reached after three tries")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it ended.")},
    )
    field_order = ("to", "reason")


class ReferForm(_Reasoned):
    """Into good hands elsewhere, with a date to come back."""

    own_id = "refer_%s"
    place = forms.CharField(
        label=_("Which place takes over"),
        max_length=200,
        help_text=_("Call there together with the person."),
        error_messages={"required": _("Write down which place takes over.")},
    )
    returns_on = DayField(
        label=_("Comes back on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Agree on a date to come back.")},
    )
    field_order = ("place", "returns_on", "reason")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_returns_on(self) -> date:
        day: date = self.cleaned_data["returns_on"]
        if day <= self.today:
            raise forms.ValidationError(_("Choose a day after today."))
        return day
