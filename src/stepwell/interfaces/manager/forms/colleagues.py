"""What somebody may lead and when they work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stepwell.actions.arranging import Arranged
from stepwell.actions.founding import WeeklyHours
from stepwell.interfaces.manager.forms.base import DAYS, Pick, PickSome, TimeInput
from stepwell.interfaces.manager.words import titled
from stepwell.interfaces.shared.keys import Keyed

SPARE_LINES = 2


class ColleagueForm(Keyed):
    services = PickSome(label=_("May lead"), required=False)
    supervisor = forms.TypedChoiceField(
        label=_("Notes are co-signed by"),
        help_text=_("For somebody in training. Others sign alone."),
        coerce=UUID,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, arranged: Arranged, besides: UUID, **options: Any) -> None:
        super().__init__(*args, **options)
        signers = [one for one in arranged.staff if one.credential and one.pk != besides]
        named = [(str(one.pk), f"{one.full_name}, {one.credential}") for one in signers]
        self.fields["supervisor"].choices = [("", gettext("nobody")), *named]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["services"].offer((one, titled(one.title)) for one in arranged.services)  # type: ignore[attr-defined]  # PickSome


class HoursForm(forms.Form):
    """The same hours on some days of the week at one site; a line without days is none."""

    site = Pick(label=_("Site"), required=False)
    days = forms.TypedMultipleChoiceField(
        label=_("Days"), choices=DAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    from_time = forms.TimeField(label=_("From"), required=False, widget=TimeInput())
    until_time = forms.TimeField(label=_("until"), required=False, widget=TimeInput())
    use_required_attribute = False

    def __init__(self, *args: Any, sites: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["site"].offer((site, site.name) for site in sites)  # type: ignore[attr-defined]  # a Pick

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("days"):
            for name, words in (
                ("site", _("Choose the site.")),
                ("from_time", _("Type when it begins.")),
                ("until_time", _("Type when it ends.")),
            ):
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, words)
            begins, ends = told.get("from_time"), told.get("until_time")
            if begins and ends and ends <= begins:
                self.add_error("until_time", _("The end comes after the start, on the same day."))
        return told


HoursForms = forms.formset_factory(HoursForm, extra=SPARE_LINES, max_num=40)


def lines_of(staff: Any, sites: Sequence[Any]) -> list[dict[str, Any]]:
    """The hours in force at these sites as lines of the form: one line for all days that share them."""
    shown = {site.pk for site in sites}
    lines: dict[tuple[Any, time, time], list[int]] = {}
    for one in sorted(staff.availability.all(), key=lambda one: (one.weekday, one.from_time)):
        if one.site_id in shown:
            lines.setdefault((one.site_id, one.from_time, one.until_time), []).append(one.weekday)
    return [
        {"site": str(site), "days": days, "from_time": begins, "until_time": ends}
        for (site, begins, ends), days in lines.items()
    ]


def hours_of(lines: Any) -> list[WeeklyHours]:
    """What the valid lines say."""
    return [
        WeeklyHours(one["site"], day, one["from_time"], one["until_time"])
        for one in lines.cleaned_data
        for day in one.get("days", [])
    ]
