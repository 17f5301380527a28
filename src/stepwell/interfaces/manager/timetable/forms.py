"""Forms of the timetable's pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stepwell.actions.timetabling.sites import SiteChoice
from stepwell.interfaces.shared.keys import Keyed
from stepwell.kernel.weeks import NotAWeek, Week

SECONDS = [
    (20, _("20 seconds: a quick look")),
    (60, _("1 minute")),
    (300, _("5 minutes")),
    (900, _("15 minutes")),
]


class SolveForm(Keyed):
    """Which sites, which week, and how long to look for something better."""

    site_ids = forms.MultipleChoiceField(label=_("Sites"), widget=forms.CheckboxSelectMultiple)
    week = forms.CharField(
        label=_("Week"),
        max_length=8,
        widget=forms.TextInput(attrs={"type": "week", "placeholder": "2026-W49"}),
    )
    seconds = forms.TypedChoiceField(label=_("Time to solve"), choices=SECONDS, coerce=int, initial=60)
    name = forms.CharField(
        label=_("Name"), max_length=120, required=False, help_text=_("To tell drafts apart.")
    )

    def __init__(self, data: Any, *, sites: Sequence[SiteChoice], coming: Week) -> None:
        super().__init__(
            data, initial={"week": str(coming), "site_ids": [str(one.site_id) for one in sites[:1]]}
        )
        self._sites = {str(one.site_id): one.site_id for one in sites}
        self.fields["site_ids"].choices = [(str(one.site_id), one.name) for one in sites]  # type: ignore[attr-defined]  # a choice field

    def clean_site_ids(self) -> list[UUID]:
        return [self._sites[one] for one in self.cleaned_data["site_ids"]]

    def clean_week(self) -> Week:
        try:
            return Week.parse(self.cleaned_data["week"])
        except NotAWeek:
            raise ValidationError(gettext("Type a week like 2026-W49.")) from None
