"""What people type about their own times, parsed; the actions judge it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stepwell.actions.changing_times import LOOK_AHEAD, Times
from stepwell.interfaces.participant.forms import BUSY_KINDS, WEEKDAYS
from stepwell.interfaces.shared.days import DayField, refuse_empty_hours

TRAVEL = [
    (0, _("no way, or not needed")),
    (15, _("15 minutes")),
    (30, _("30 minutes")),
    (45, _("45 minutes")),
    (60, _("1 hour")),
    (90, _("1 hour 30 minutes")),
]
ROTAS = [
    ("2-2", _("2 days on, 2 days off")),
    ("3-3", _("3 days on, 3 days off")),
    ("4-4", _("4 days on, 4 days off")),
    ("5-2", _("5 days on, 2 days off")),
    ("4-2", _("4 days on, 2 days off")),
    ("AB", _("week A, then week B")),
]


def _clock(label: Any, **options: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options
    )


def _way() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("From there to the program takes"),
        choices=TRAVEL,
        coerce=int,
        empty_value=0,  # type: ignore[arg-type]  # the stubs know only text
        required=False,
    )


class ChangeForm(forms.Form):
    """One day that is different, from then on or only then."""

    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What changed"), choices=BUSY_KINDS, initial="work")
    day = forms.TypedChoiceField(label=_("Day"), coerce=date.fromisoformat)
    whole_day = forms.BooleanField(label=_("The whole day"), required=False)
    from_time = _clock(_("From"))
    until_time = _clock(_("Until"))
    travel_minutes = _way()
    instead = forms.BooleanField(
        label=_("Instead of my usual times of that day"), required=False, initial=True
    )
    lasting = forms.ChoiceField(
        label=_("How long"),
        choices=[("once", _("Only this day")), ("weekly", _("Each week from then on"))],
        initial="once",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        days = [today + timedelta(days=number) for number in range(LOOK_AHEAD.days)]
        names = {days[0]: gettext("Today"), days[1]: gettext("Tomorrow")}
        self.fields["day"].choices = [  # type: ignore[attr-defined]  # a choice field
            (day.isoformat(), names.get(day) or date_format(day, "LONG_DAY_FORMAT")) for day in days
        ]

    def clean(self) -> dict[str, Any]:
        """Hours, unless it is the whole day."""
        cleaned = super().clean() or {}
        if cleaned.get("whole_day"):
            for name in ("from_time", "until_time"):
                self.errors.pop(name, None)
            return cleaned
        refuse_empty_hours(self, "from_time", "until_time")
        return cleaned


class TakeForm(forms.Form):
    """The time that was tapped, or nothing: ask for one."""

    key = forms.CharField(max_length=80, required=False)
    reason = forms.CharField(max_length=40)
    takes = forms.CharField(max_length=40)

    def clean_takes(self) -> Any:
        """A key, or None for "ask"."""
        text = self.cleaned_data["takes"]
        return None if text == "ask" else forms.UUIDField().clean(text)


class TimesForm(forms.Form):
    """A time the person can't come: on days of the week, once, or by shifts that come round."""

    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What keeps you"), choices=BUSY_KINDS)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Each week on"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    on_date = DayField(
        label=_("Or once, on"),
        required=False,
    )
    rota = forms.ChoiceField(label=_("Or in shifts"), choices=[("", _("no shifts")), *ROTAS], required=False)
    first_on = DayField(
        label=_("Day 1 of the shifts"),
        required=False,
        help_text=_("With week A and B: any day of a week A. Tick the days of week A above."),
    )
    from_time = _clock(_("From"))
    until_time = _clock(_("Until"))
    travel_minutes = _way()

    def clean(self) -> dict[str, Any]:
        """Days of the week, one date or shifts: one of them."""
        cleaned = super().clean() or {}
        refuse_empty_hours(self, "from_time", "until_time")
        rota = cleaned.get("rota")
        weekly = bool(cleaned.get("weekdays")) and rota != "AB"
        if [weekly, bool(cleaned.get("on_date")), bool(rota)].count(True) != 1:
            self.add_error(
                "weekdays", gettext("Choose days of the week, or one date, or shifts: one of them.")
            )
        if rota and not cleaned.get("first_on") and "first_on" not in self.errors:
            self.add_error("first_on", gettext("Say on which day the shifts begin."))
        if rota == "AB" and not cleaned.get("weekdays"):
            self.add_error("weekdays", gettext("Tick the days of week A."))
        return cleaned

    def times(self) -> Times:
        """What the form says, for the action."""
        told = self.cleaned_data
        every, on, first = _rota(told)
        is_weekly = not told["rota"] and not told["on_date"]
        return Times(
            kind=told["kind"],
            from_time=told["from_time"],
            until_time=told["until_time"],
            weekdays=tuple(int(day) for day in told["weekdays"]) if is_weekly else (),
            on_date=told["on_date"],
            rota_days=every,
            rota_on=on,
            first_on=first,
            travel_minutes=told["travel_minutes"] or 0,
        )


def _rota(told: dict[str, Any]) -> tuple[int | None, tuple[int, ...], date | None]:
    """After how many days the shifts come round, on which of them, counted from when."""
    rota, first = told["rota"], told["first_on"]
    if not rota or first is None:
        return None, (), None
    if rota == "AB":
        monday = first - timedelta(days=first.weekday())
        return 14, tuple(sorted(int(day) for day in told["weekdays"])), monday
    on, off = (int(part) for part in rota.split("-"))
    return on + off, tuple(range(on)), first


class ComingForm(forms.Form):
    """How the person can come."""

    by_video = forms.BooleanField(label=_("By video is fine, also with another site"), required=False)
    home_minutes = forms.TypedChoiceField(
        label=_("From home to the program takes"),
        choices=TRAVEL,
        coerce=int,
        empty_value=0,  # type: ignore[arg-type]  # the stubs know only text
        required=False,
        initial=30,
    )
