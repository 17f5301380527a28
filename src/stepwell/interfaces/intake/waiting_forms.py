"""What intake writes about seats and places on the list, parsed; the actions judge it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stepwell.actions.seats import TrackSeats
from stepwell.interfaces.intake.forms import CHOOSE, Seen
from stepwell.interfaces.shared.days import DayField
from stepwell.interfaces.shared.tracks import days_of
from stepwell.interfaces.shared.words import one_dot, titled

HELD_DAYS = 3
"""So long an offered seat is held where nobody says otherwise."""


class OfferForm(Seen):
    """A seat, its first day, and until when it is held."""

    track = forms.ChoiceField(
        label=_("Which seat"),
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a seat."), "invalid_choice": _("Choose a seat of the list.")},
    )
    starts_on = DayField(
        label=_("First day"),
        error_messages={"required": _("Agree on the first day.")},
    )
    until = DayField(
        label=_("Held until"),
        help_text=_("To the end of this day nobody else gets the seat."),
        error_messages={"required": _("Say until when the seat is held.")},
    )

    def __init__(
        self, *args: Any, offered: Iterable[tuple[TrackSeats, bool]], today: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["track"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (str(one.track.pk), _offer_words(one, suits=suits)) for one, suits in offered
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        starts_on, until = told.get("starts_on"), told.get("until")
        if starts_on is not None and starts_on < self.today:
            self.add_error("starts_on", _("This day is over. Choose today or a later day."))
        if until is not None and until < self.today:
            self.add_error("until", _("This day is over. Choose today or a later day."))
        return told

    @staticmethod
    def first(today: date, seen: str) -> dict[str, Any]:
        """What stands in it before anybody chose."""
        return {"until": today + timedelta(days=HELD_DAYS), "seen": seen}


class GroundsForm(Seen):
    """What a rule of priority may go by."""

    grounds = forms.MultipleChoiceField(
        label=_("What is so for this person"),
        choices=[],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ask it of everybody in the same words. The person is told only their place."),
    )

    def __init__(self, *args: Any, grounds: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["grounds"].choices = [(code, gettext(words)) for code, words in grounds.items()]  # type: ignore[attr-defined]  # a ChoiceField


class TrackForm(Seen):
    """Groups that one person goes to together."""

    own_id = "track_%s"
    title = forms.CharField(
        label=_("What it is called"),
        max_length=120,
        error_messages={"required": _("Give it a name, like Evenings.")},
    )
    site = forms.ChoiceField(label=_("Site"), choices=[])
    template = forms.ChoiceField(label=_("Program"), choices=[])
    groups = forms.MultipleChoiceField(
        label=_("Groups"),
        choices=[],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one group.")},
    )

    def __init__(
        self, *args: Any, sites: list[Any], templates: list[Any], groups: list[Any], **options: Any
    ) -> None:
        super().__init__(*args, **{"auto_id": self.own_id, **options})
        fields: dict[str, Any] = dict(self.fields)
        fields["site"].choices = [*CHOOSE[: len(sites) != 1], *((str(one.pk), one.name) for one in sites)]
        fields["template"].choices = [
            *CHOOSE[: len(templates) != 1],
            *((str(one.pk), titled(one.title)) for one in templates),
        ]
        fields["groups"].choices = [
            (str(one.pk), f"{titled(one.title)}: {days_of([one])} · {one.site.name}") for one in groups
        ]


class RuleForm(Seen):
    """A rule of the program's own."""

    own_id = "rule_%s"
    title = forms.CharField(
        label=_("Who goes first"),
        max_length=120,
        error_messages={"required": _("Say who goes first, like: comes from detox.")},
    )
    source = forms.CharField(
        label=_("Where this rule comes from"),
        max_length=200,
        help_text=_("A law, a contract, or the board and the day of its decision."),
        error_messages={
            "required": _("Name where the rule comes from. A rule without a source is not fair.")
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": self.own_id, **options})


def _offer_words(one: TrackSeats, *, suits: bool) -> str:
    words = gettext("%(title)s: %(days)s. %(free)d free.") % {
        "title": one.track.title,
        "days": days_of(one.groups),
        "free": one.free,
    }
    words = one_dot(words)
    return words if suits else gettext("%(words)s Clashes with what they told.") % {"words": words}
