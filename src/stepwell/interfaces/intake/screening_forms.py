"""What is written about a screening besides its answers: red flags, who decides, the decision itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stepwell.actions.assessing import LONGEST_WORDS, Sheet
from stepwell.interfaces.intake.forms import CHOOSE
from stepwell.interfaces.intake.words import CAME_OF
from stepwell.interfaces.shared.keys import Keyed
from stepwell.interfaces.shared.placing import VARIANCES


class FlagForm(Keyed):
    """What was done about a red flag."""

    flag = forms.CharField(max_length=60, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What was done, and who did it"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    came_of = forms.ChoiceField(
        label=_("What came of it"),
        choices=list(CAME_OF.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it.")},
    )


class AskForm(Keyed):
    """Who decides."""

    clinician = forms.ChoiceField(
        label=_("Who decides"), choices=[], error_messages={"required": _("Choose a clinician of this site.")}
    )
    took_place = forms.BooleanField(label=_("The screening took place"), required=False, initial=True)

    def __init__(self, *args: Any, clinicians: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(str(each.pk), f"{each.full_name}, {each.credential}") for each in clinicians]
        self.fields["clinician"].choices = [*CHOOSE, *named]  # type: ignore[attr-defined]  # a ChoiceField


class SignForm(Keyed):
    """The level, and why where it is not the one suggested."""

    seen = forms.CharField(max_length=600, required=False, widget=forms.HiddenInput)
    selected = forms.ChoiceField(
        label=_("Level of care"),
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a level.")},
    )
    variance = forms.ChoiceField(
        label=_("Why it is not the level suggested"),
        choices=[],
        required=False,
        help_text=_("Only where it differs."),
    )
    words = forms.CharField(
        label=_("In your words"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, sheet: Sheet, **options: Any) -> None:
        super().__init__(*args, **options)
        levels = [(each.id, each.title) for each in sheet.edition.levels]
        self.fields["selected"].choices = levels  # type: ignore[attr-defined]  # a ChoiceField
        reasons = [*CHOOSE, *VARIANCES.items()]
        self.fields["variance"].choices = reasons  # type: ignore[attr-defined]  # a ChoiceField


class AmendForm(Keyed):
    """Something added to a signed decision."""

    words = forms.CharField(
        label=_("What you add"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what you add.")},
    )
