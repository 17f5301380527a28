"""When a site is closed, a room can't be used, or somebody is away; and what a week of work holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from stepwell.actions.timetabling.shaping import Limit, Shape
from stepwell.interfaces.manager.forms.base import Pick, TimeInput
from stepwell.interfaces.shared.days import DayField
from stepwell.interfaces.shared.keys import Keyed
from stepwell.kernel.civil import at_site, start_of


class HolidayForm(Keyed):
    """A day of a site. `sure` is sent by the button that also calls that day's so many sessions off."""

    site = Pick(label=_("Site"), error_messages={"required": _("Choose the site.")})
    on = DayField(label=_("Day"), error_messages={"required": _("Choose the day it is closed.")})
    sure = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sites: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["site"].offer((site, site.name) for site in sites)  # type: ignore[attr-defined]  # a Pick


class SpanForm(Keyed):
    """From a day, or an hour of it, through another."""

    first = DayField(label=_("From"), error_messages={"required": _("Choose the first day.")})
    begins = forms.TimeField(label=_("From what time"), required=False, widget=TimeInput())
    last = DayField(label=_("Through"), error_messages={"required": _("Choose the last day.")})
    ends = forms.TimeField(label=_("Until what time"), required=False, widget=TimeInput())

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("first") and told.get("last"):
            begins, ends = self.span(ZoneInfo("UTC"))
            if ends <= begins:
                name = "last" if told["last"] < told["first"] else "ends"
                self.add_error(name, _("The end has to be after the start."))
        return told

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Its two ends by the clock of a site."""
        told = self.cleaned_data
        begins = (
            at_site(told["first"], told["begins"], zone)
            if told.get("begins")
            else start_of(told["first"], zone)
        )
        next_day = told["last"] + timedelta(days=1)
        ends = at_site(told["last"], told["ends"], zone) if told.get("ends") else start_of(next_day, zone)
        return begins, ends


class ClosureForm(SpanForm):
    """A room and a span."""

    room = Pick(label=_("Room"), error_messages={"required": _("Choose the room.")})

    def __init__(self, *args: Any, rooms: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["room"].offer((room, f"{room.site.name}, {room.name}") for room in rooms)  # type: ignore[attr-defined]  # a Pick


class LimitForm(Keyed):
    """How much somebody leads, in hours as people say them."""

    hours = forms.DecimalField(
        label=_("Leads at most, hours a week"),
        min_value=Decimal(0),
        max_value=Decimal(60),
        decimal_places=2,
        localize=True,
        error_messages={"required": _("Type how many hours a week.")},
        help_text=_("Groups and times alone together. The usual is 25."),
    )
    by_video = forms.BooleanField(label=_("Also leads by video"), required=False)

    @classmethod
    def initial_of(cls, limit: Limit) -> dict[str, Any]:
        """What holds now, as the form shows it."""
        hours = (Decimal(limit.weekly_minutes) / 60).quantize(Decimal("0.01")).normalize()
        return {"hours": Decimal(f"{hours:f}"), "by_video": limit.by_video}

    def limit(self) -> Limit:
        """What the form says."""
        told = self.cleaned_data
        return Limit(int((told["hours"] * 60).to_integral_value()), told["by_video"])


class ShapeForm(Keyed):
    """How sessions of a service are held."""

    minutes = forms.IntegerField(
        label=_("Minutes of a session"),
        min_value=15,
        max_value=480,
        error_messages={"required": _("Type how many minutes a session lasts.")},
    )
    is_open = forms.BooleanField(
        label=_("Open to all"),
        required=False,
        help_text=_("Also for people whose weeks don't ask for it, where a seat is free."),
    )
    by_gender = forms.BooleanField(
        label=_("May be held for one gender"),
        required=False,
        help_text=_("People are then asked whether they wish for it."),
    )

    def shape(self) -> Shape:
        """What the form says."""
        told = self.cleaned_data
        return Shape(told["minutes"], told["is_open"], told["by_gender"])
