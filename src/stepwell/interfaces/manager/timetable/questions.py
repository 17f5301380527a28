"""The form of "what if"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stepwell.actions.timetabling.viewing import Lane
from stepwell.actions.timetabling.what_if import MOST_ROOMS, Question, WhatIf
from stepwell.interfaces.shared.keys import Keyed


class WhatIfForm(Keyed):
    """Questions to a copy of the draft; each one ticked is solved for itself."""

    saturday = forms.BooleanField(label=_("Open a Saturday track"), required=False)
    groups_of = forms.IntegerField(label=_("Groups of at most"), min_value=2, max_value=30, required=False)
    leader = forms.ChoiceField(label=_("Without this leader"), required=False)
    more = forms.IntegerField(label=_("So many more people"), min_value=1, max_value=200, required=False)
    new_rooms = forms.IntegerField(
        label=_("A new site with so many rooms"), min_value=1, max_value=MOST_ROOMS, required=False
    )
    new_leaders = forms.MultipleChoiceField(
        label=_("Led there by somebody like"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("With the same hours and services. Tick none to see what rooms alone would change."),
    )

    def __init__(self, data: Any, *, leaders: Sequence[Lane]) -> None:
        super().__init__(data)
        choices = [(one.key, one.name) for one in leaders]
        self.fields["leader"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]  # a choice field
        self.fields["new_leaders"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("new_leaders") and not told.get("new_rooms") and "new_rooms" not in self.errors:
            self.add_error("new_rooms", gettext("Say how many rooms the new site has."))
        if not self.errors and not questions_of(told):
            raise ValidationError(gettext("Choose at least one question."))
        return told


def questions_of(told: dict[str, Any]) -> list[WhatIf]:
    """What was ticked, as questions."""
    found = []
    if told.get("saturday"):
        found.append(WhatIf(Question.SATURDAY))
    if told.get("groups_of"):
        found.append(WhatIf(Question.GROUPS_OF_8, number=told["groups_of"]))
    if told.get("leader"):
        found.append(WhatIf(Question.LEADER_AWAY, leader_id=UUID(told["leader"])))
    if told.get("more"):
        found.append(WhatIf(Question.TEN_MORE, number=told["more"]))
    if told.get("new_rooms"):
        like = tuple(UUID(key) for key in told["new_leaders"])
        found.append(WhatIf(Question.NEW_SITE, number=told["new_rooms"], like=like))
    return found
