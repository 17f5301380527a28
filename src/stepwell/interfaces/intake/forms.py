"""What intake writes about somebody on the way, parsed; the actions judge it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stepwell.actions.moving_enquiries import REASONS
from stepwell.actions.referring import Asked
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.placement.edition import Level
from stepwell.interfaces.shared.days import DayField
from stepwell.interfaces.shared.keys import Keyed

CHOOSE = [("", "–")]


class Seen(Keyed):
    """A form with the state it was shown with."""

    seen = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)


class _Reasoned(Seen):
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
    level = forms.ChoiceField(
        label=_("What they need"), choices=[], error_messages={"required": _("Choose a level.")}
    )
    place = forms.CharField(
        label=_("Which place takes over"),
        max_length=200,
        help_text=_("Call there together with the person."),
        error_messages={"required": _("Write down which place takes over.")},
    )
    taken_over_by = forms.CharField(
        label=_("Who there takes over"),
        max_length=200,
        help_text=_("The name of who you both talked with."),
        error_messages={"required": _("Write down who there takes over.")},
    )
    called_together = forms.BooleanField(
        label=_("We called there together"),
        error_messages={"required": _("Call the place together with the person before you finish.")},
    )
    returns_on = DayField(
        label=_("Comes back on"),
        error_messages={"required": _("Agree on a date to come back.")},
    )
    wants_seat = forms.BooleanField(
        label=_("Hold a seat until then, where the program holds one so long"), required=False
    )
    field_order = ("level", "place", "taken_over_by", "called_together", "returns_on", "wants_seat", "reason")

    def __init__(self, *args: Any, today: date, levels: Sequence[Level], **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        choices = [*CHOOSE, *((each.id, each.title) for each in levels)]
        self.fields["level"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean_returns_on(self) -> date:
        day: date = self.cleaned_data["returns_on"]
        if day <= self.today:
            raise forms.ValidationError(_("Choose a day after today."))
        return day

    def asked(self) -> Asked:
        """The referral as it is told."""
        names = ("level", "place", "taken_over_by", "called_together", "returns_on", "reason", "wants_seat")
        return Asked(**{name: self.cleaned_data[name] for name in names})


class ReturnForm(Keyed):
    """Another date to come back."""

    returns_on = DayField(
        label=_("Comes back on"),
        error_messages={"required": _("Agree on a date to come back.")},
    )
