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
from stepwell.actions.timetabling.what_if import Question, WhatIf
from stepwell.interfaces.manager.forms.base import Keyed


class WhatIfForm(Keyed):
    """Questions to a copy of the draft; each one ticked is solved for itself."""

    saturday = forms.BooleanField(label=_("Open a Saturday track"), required=False)
    groups_of = forms.IntegerField(label=_("Groups of at most"), min_value=2, max_value=30, required=False)
    leader = forms.ChoiceField(label=_("Without this leader"), required=False)
    more = forms.IntegerField(label=_("So many more people"), min_value=1, max_value=200, required=False)
    new_site = forms.BooleanField(label=_("One more site with two rooms"), required=False)

    def __init__(self, data: Any, *, leaders: Sequence[Lane]) -> None:
        super().__init__(data)
        self.fields["leader"].choices = [("", "–"), *((one.key, one.name) for one in leaders)]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
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
    if told.get("new_site"):
        found.append(WhatIf(Question.NEW_SITE))
    return found
