"""Support groups and what graduation asks for, parsed; the actions judge it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stepwell.actions.graduation_asks import MOST_LETTERS, Asked
from stepwell.actions.support_groups import Told
from stepwell.domain.aftercare.support import KINDS
from stepwell.domain.episodes.graduation import USUAL
from stepwell.interfaces.manager.forms.base import DAYS, LANGUAGES, Pick, TimeInput
from stepwell.interfaces.manager.words import titled
from stepwell.interfaces.shared.keys import Keyed


class SupportGroupForm(Keyed):
    """One support group at one time of the week."""

    site = Pick(label=_("Near which site"), error_messages={"required": _("Choose the site.")})
    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Type the name of the group.")}
    )
    kind = forms.ChoiceField(label=_("Kind"), error_messages={"required": _("Choose the kind.")})
    weekday = forms.TypedChoiceField(label=_("Day of the week"), choices=DAYS, coerce=int)
    starts_at = forms.TimeField(
        label=_("Time"), widget=TimeInput(), error_messages={"required": _("Type when it begins.")}
    )
    where = forms.CharField(label=_("Where"), max_length=200, required=False)
    miles = forms.DecimalField(
        label=_("Miles from the site"),
        min_value=0,
        max_value=999,
        decimal_places=1,
        required=False,
        localize=True,
    )
    link = forms.URLField(label=_("Its page or video link"), required=False, assume_scheme="https")
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def __init__(self, *args: Any, sites: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["site"].offer((site, site.name) for site in sites)  # type: ignore[attr-defined]  # a Pick
        self.fields["kind"].choices = [("", "–"), *((code, gettext(words)) for code, words in KINDS.items())]  # type: ignore[attr-defined]  # a ChoiceField

    def told(self) -> Told:
        """What the form says."""
        said = dict(self.cleaned_data)
        del said["key"], said["site"]
        return Told(**said)


class AsksForm(Keyed):
    """What one program asks for before somebody graduates."""

    keys = forms.MultipleChoiceField(
        label=_("The program asks for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    own = forms.CharField(label=_("One more, in your own words"), max_length=MOST_LETTERS, required=False)

    def __init__(self, *args: Any, asked: Sequence[Asked], **options: Any) -> None:
        options["initial"] = {"keys": [one.criterion.key for one in asked]}
        super().__init__(*args, **options)
        usual = [(each.key, gettext(each.title)) for each in USUAL]
        own = [(one.criterion.key, titled(one.title)) for one in asked if one.is_own]
        self.fields["keys"].choices = [*usual, *own]  # type: ignore[attr-defined]  # a ChoiceField
