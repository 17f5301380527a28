"""Forms about people and their groups."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from stepwell.actions.arranging import Arranged
from stepwell.domain.episodes.lifecycle import MOVES, EpisodeState
from stepwell.interfaces.manager.forms.base import DAYS, LANGUAGES, Pick, PickSome, TimeInput
from stepwell.interfaces.manager.words import BUSY, STATES, titled
from stepwell.interfaces.shared.days import DayField, refuse_empty_hours
from stepwell.interfaces.shared.keys import Keyed
from stepwell.kernel import clock
from stepwell.kernel.civil import at_site

REASONS = [
    ("", "–"),
    ("progress", _("Progress in treatment")),
    ("more_care", _("Needs more care")),
    ("less_care", _("Needs less care")),
    ("own_choice", _("The person's choice")),
    ("moved", _("Moved away")),
    ("transferred", _("Transferred elsewhere")),
    ("insurance", _("Insurance ended")),
    ("not_reached", _("Could not be reached")),
    ("other", _("Other")),
]


class AdmitForm(Keyed):
    given_name = forms.CharField(label=_("First name"), max_length=120)
    family_name = forms.CharField(label=_("Last name"), max_length=120)
    preferred_name = forms.CharField(
        label=_("Name to use"), max_length=120, required=False, help_text=_("If it is not the first name.")
    )
    pronouns = forms.CharField(label=_("Pronouns"), max_length=60, required=False)
    birth_date = DayField(label=_("Date of birth"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="en")

    site = Pick(label=_("Site"))
    template = Pick(label=_("Program"), required=False)
    counselor = Pick(label=_("Counselor"), required=False)
    starts_on = DayField(label=_("First day"))
    state = forms.ChoiceField(
        label=_("State"),
        choices=[(state, STATES[state]) for state in ("pending", "admitted", "active")],
        initial="active",
    )
    groups = PickSome(label=_("Groups to join from the first day"), required=False)

    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Messages say “You have an appointment”, nothing more."),
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    channel = forms.ChoiceField(
        label=_("How to send reminders"),
        choices=[("email", _("By e-mail")), ("none", _("Send nothing"))],
        initial="email",
    )
    safe_from = forms.TimeField(label=_("Safe to reach from"), widget=TimeInput(), initial="08:00")
    safe_until = forms.TimeField(label=_("until"), widget=TimeInput(), initial="20:00")
    invite = forms.BooleanField(label=_("Make a one-time link so the person can sign in"), required=False)

    def __init__(self, *args: Any, arranged: Arranged, groups: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = dict(self.fields)
        fields["site"].offer((one, one.name) for one in arranged.sites)
        fields["template"].offer((one, titled(one.title)) for one in arranged.templates)
        fields["counselor"].offer((one, one.full_name) for one in arranged.leaders)
        fields["groups"].offer((group, group_words(group)) for group in groups)

    def clean_birth_date(self) -> date | None:
        day: date | None = self.cleaned_data["birth_date"]
        if day is not None and day > clock.now().date():
            raise forms.ValidationError(_("This day is still ahead. Check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        refuse_empty_hours(self, "safe_from", "safe_until")
        if told.get("invite") and not told.get("email") and "email" not in self.errors:
            self.add_error("email", _("A link needs an e-mail address to sign in with."))
        if told.get("channel") == "email" and not told.get("email") and "email" not in self.errors:
            self.add_error("email", _("Type an address, or choose to send nothing."))
        site, others = (
            told.get("site"),
            [g for g in told.get("groups", []) if g.site_id != getattr(told.get("site"), "pk", None)],
        )
        if site and others:
            self.add_error("groups", _("Choose groups of the same site."))
        return told


class BusyForm(forms.Form):
    """One weekly busy time; an empty line is none."""

    kind = forms.ChoiceField(label=_("Busy with"), choices=[("", "–"), *BUSY.items()], required=False)
    days = forms.TypedMultipleChoiceField(
        label=_("Days"), choices=DAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    from_time = forms.TimeField(label=_("From"), required=False, widget=TimeInput())
    until_time = forms.TimeField(label=_("until"), required=False, widget=TimeInput())
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("kind"):
            for name, words in (
                ("days", _("Choose at least one day.")),
                ("from_time", _("Type when it begins.")),
                ("until_time", _("Type when it ends.")),
            ):
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, words)
            refuse_empty_hours(self, "from_time", "until_time")
        return told


BusyForms = forms.formset_factory(BusyForm, extra=2, max_num=8)


class MoveForm(Keyed):
    to = forms.ChoiceField(label=_("New state"))
    on = DayField(label=_("From"))
    reason = forms.ChoiceField(label=_("Reason"), choices=REASONS)

    def __init__(self, *args: Any, state: str, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        after = [one for one in EpisodeState if one in MOVES[EpisodeState(state)]]
        self.fields["to"].choices = [(one.value, STATES[one.value]) for one in after]  # type: ignore[attr-defined]  # a ChoiceField
        if self.is_bound:  # sent again after it was written, it changes nothing and is no mistake
            self.fields["to"].choices.append((state, STATES[state]))  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["on"].initial = today
        self.moves = len(after)


class PlanForm(Keyed):
    service = Pick(label=_("Service"))
    leader = Pick(label=_("With"))
    room = Pick(label=_("Room"), required=False)
    day = DayField(label=_("Day"))
    start = forms.TimeField(label=_("Start"), widget=TimeInput())
    minutes = forms.IntegerField(label=_("Minutes"), min_value=10, max_value=600, initial=60)

    def __init__(self, *args: Any, arranged: Arranged, site: Any, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone, self.at = ZoneInfo(site.zone), at
        fields: dict[str, Any] = dict(self.fields)
        fields["service"].offer((one, titled(one.title)) for one in arranged.services if one.kind != "group")
        fields["leader"].offer((one, one.full_name) for one in arranged.leaders)
        fields["room"].offer((one, one.name) for one in arranged.rooms if one.site_id == site.pk)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < self.at.astimezone(self.zone).date():
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        return day

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        day, start = told.get("day"), told.get("start")
        if day is not None and start is not None:
            there = at_site(day, start, self.zone).time()
            if there != start:
                words = _("The clocks go forward over this time. Choose %(there)s instead, or another time.")
                self.add_error("start", words % {"there": time_format(there, "TIME_FORMAT")})
        return told


class GroupForm(Keyed):
    name = forms.CharField(label=_("Name"), max_length=120)
    name_es = forms.CharField(label=_("Name in Spanish"), max_length=120, required=False)
    service = Pick(label=_("Service"))
    room = Pick(label=_("Site and room"))
    leader = Pick(label=_("Leader"))
    weekday = forms.TypedChoiceField(label=_("Day"), choices=DAYS, coerce=int)
    start_time = forms.TimeField(label=_("Start"), widget=TimeInput())
    minutes = forms.IntegerField(label=_("Minutes, break included"), min_value=15, max_value=600, initial=180)
    break_after = forms.IntegerField(label=_("Break after so many minutes"), min_value=0, required=False)
    break_minutes = forms.IntegerField(
        label=_("Break, in minutes"), min_value=0, max_value=120, required=False
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    max_members = forms.IntegerField(label=_("Places"), min_value=1, max_value=40, initial=12)
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"), required=False, help_text=_("The first day without it."))
    topics = forms.CharField(
        label=_("Topics"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line, in their order. After the last it begins again."),
    )

    def __init__(self, *args: Any, arranged: Arranged, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = dict(self.fields)
        fields["service"].offer(
            (one, titled(one.title)) for one in arranged.services if one.kind != "individual"
        )
        fields["room"].offer((one, f"{one.site.name}: {one.name}") for one in arranged.rooms)
        fields["leader"].offer((one, one.full_name) for one in arranged.leaders)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        after, long = told.get("break_after"), told.get("break_minutes")
        if bool(after) != bool(long):
            self.add_error(
                "break_minutes", _("Type both when the break begins and how long it is, or neither.")
            )
        elif after and long and told.get("minutes") and after + long > told["minutes"]:
            self.add_error("break_minutes", _("The break ends after the session does."))
        if told.get("ends_on") and told.get("starts_on") and told["ends_on"] <= told["starts_on"]:
            self.add_error("ends_on", _("The last day comes after the first."))
        return told


def group_words(group: Any) -> str:
    """A group as people choose it: its name, day, time and place."""
    day = DAYS[group.weekday][1]
    return f"{titled(group.title)} · {day} {group.start_time:%H:%M} · {group.site.name}"
