"""Forms of the setup page: each makes one thing by one action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from stepwell.actions import setting_up
from stepwell.actions.arranging import Arranged
from stepwell.actions.readers import SignedIn
from stepwell.domain.instruments.cadence import LONGEST_DAYS, SHORTEST_DAYS
from stepwell.domain.privacy.access import Role
from stepwell.domain.program import programs
from stepwell.interfaces.manager.forms.base import LANGUAGES, Pick, PickSome, zones
from stepwell.interfaces.manager.words import KINDS, titled
from stepwell.interfaces.shared.keys import Keyed

STAFF_ROLES = [
    ("counselor", _("Counselor")),
    ("intake", _("Intake")),
    ("manager", _("Manager")),
    ("privacy_officer", _("Privacy officer")),
]
LEVELS = [
    ("2.1", _("2.1 Intensive outpatient")),
    ("2.5", _("2.5 Partial hospital")),
    ("1", _("1 Outpatient")),
]


class Adding(Keyed):
    """Makes one thing. `save` answers a secret to be shown once, or nothing."""

    title: ClassVar[Promise | str]
    done: ClassVar[Promise | str]

    def __init__(self, *args: Any, arranged: Arranged, **options: Any) -> None:
        super().__init__(*args, **options)
        self.arranged = arranged
        self.offer(arranged)

    def offer(self, arranged: Arranged) -> None:
        """Fill the choices with what stands."""

    def save(self, by: SignedIn, *, at: datetime) -> str:
        raise NotImplementedError


class OrganizationForm(Adding):
    title, done = _("Name the program"), _("The program has its name.")
    name = forms.CharField(label=_("Name of the program"), max_length=200)

    def offer(self, arranged: Arranged) -> None:
        self.fields["name"].initial = arranged.organization.name

    def save(self, by: SignedIn, *, at: datetime) -> str:
        setting_up.name_organization(by, name=self.cleaned_data["name"], key=self.cleaned_data["key"], at=at)
        return ""


class SiteForm(Adding):
    title, done = _("Add a site"), _("The site is open.")
    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("What people call it, such as Riverside.")
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones,
        initial="America/New_York",
        help_text=_("All its sessions keep this clock."),
    )
    address = forms.CharField(label=_("Address"), max_length=240, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)

    def save(self, by: SignedIn, *, at: datetime) -> str:
        told = self.cleaned_data
        setting_up.add_site(
            by,
            name=told["name"],
            zone=told["zone"],
            address=told["address"],
            phone=told["phone"],
            key=told["key"],
            at=at,
        )
        return ""


class RoomForm(Adding):
    title, done = _("Add a room"), _("The room is there.")
    site = Pick(label=_("Site"))
    name = forms.CharField(label=_("Name"), max_length=120)
    seats = forms.IntegerField(label=_("Seats"), min_value=0, max_value=500, initial=12)
    is_video = forms.BooleanField(label=_("This is a video room"), required=False)
    video_link = forms.URLField(
        label=_("Video address"),
        required=False,
        assume_scheme="https",
        help_text=_("Shown only to the members of a session."),
    )

    def offer(self, arranged: Arranged) -> None:
        self.fields["site"].offer((site, site.name) for site in arranged.sites)  # type: ignore[attr-defined]  # a Pick

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("is_video") and not told.get("video_link") and "video_link" not in self.errors:
            self.add_error("video_link", _("Type the address people join at."))
        return told

    def save(self, by: SignedIn, *, at: datetime) -> str:
        told = self.cleaned_data
        setting_up.add_room(
            by,
            told["site"],
            name=told["name"],
            seats=told["seats"],
            is_video=told["is_video"],
            video_link=told["video_link"],
            key=told["key"],
            at=at,
        )
        return ""


class ServiceForm(Adding):
    title, done = _("Add a service"), _("The service is offered.")
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Such as Group CBT or Family hour."))
    name_es = forms.CharField(label=_("Name in Spanish"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if not slugify(name):
            raise forms.ValidationError(_("Use at least one letter from A to Z."))
        return name

    def save(self, by: SignedIn, *, at: datetime) -> str:
        told = self.cleaned_data
        title = {"en": told["name"], **({"es": told["name_es"]} if told["name_es"] else {})}
        name = _key(told["name"])
        setting_up.add_service(by, name, kind=told["kind"], title=title, key=told["key"], at=at)
        return ""


def _key(name: str) -> str:
    return slugify(name).replace("-", "_")[:60]


class StaffForm(Adding):
    title, done = _("Add a colleague"), _("The colleague is here.")
    given_name = forms.CharField(label=_("First name"), max_length=120)
    family_name = forms.CharField(label=_("Last name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=STAFF_ROLES)
    email = forms.EmailField(label=_("E-mail for signing in"))
    credential = forms.CharField(
        label=_("Credential"), max_length=60, required=False, help_text=_("Such as LCSW.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES, initial=["en"], widget=forms.CheckboxSelectMultiple
    )
    sites = PickSome(label=_("Works at"))
    services = PickSome(label=_("May lead"), required=False)

    def offer(self, arranged: Arranged) -> None:
        self.fields["sites"].offer((site, site.name) for site in arranged.sites)  # type: ignore[attr-defined]  # PickSome
        self.fields["services"].offer((one, titled(one.title)) for one in arranged.services)  # type: ignore[attr-defined]  # PickSome

    def save(self, by: SignedIn, *, at: datetime) -> str:
        told = self.cleaned_data
        return setting_up.add_colleague(
            by,
            given_name=told["given_name"],
            family_name=told["family_name"],
            role=Role(told["role"]),
            email=told["email"],
            credential=told["credential"],
            languages=told["languages"],
            sites=told["sites"],
            services=told["services"],
            key=told["key"],
            at=at,
        )


class ProgramForm(Adding):
    """A program with one phase from the form, or any program from a file."""

    title, done = _("Add a program"), _("The program is offered.")
    file = forms.FileField(
        label=_("Program file"),
        required=False,
        help_text=_("A stepwell-program/1 file in JSON. With a file, the fields below are not needed."),
    )
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    weeks = forms.TypedChoiceField(
        label=_("Weeks"),
        choices=[(number, number) for number in range(8, 13)],
        coerce=int,
        initial=10,
        required=False,
    )
    level = forms.ChoiceField(label=_("Level of care"), choices=LEVELS, initial="2.1")
    group_min = forms.IntegerField(
        label=_("Smallest group"), min_value=1, max_value=40, initial=4, required=False
    )
    group_max = forms.IntegerField(
        label=_("Largest group"), min_value=1, max_value=40, initial=12, required=False
    )

    review_days = forms.IntegerField(
        label=_("A plan is looked at again after so many days"),
        min_value=1,
        max_value=180,
        initial=30,
        required=False,
    )
    seat_days = forms.IntegerField(
        label=_("The seat of who leaves is held so many days"),
        help_text=_("0: it is free at once."),
        min_value=0,
        max_value=90,
        initial=30,
        required=False,
    )

    def offer(self, arranged: Arranged) -> None:
        for service in arranged.services:
            self.fields[f"service-{service.key}"] = forms.IntegerField(
                label=_("%(service)s, minutes a week") % {"service": titled(service.title)},
                min_value=0,
                max_value=1200,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors:
            try:
                self.template = self._from_file(told["file"]) if told.get("file") else self._from_fields(told)
            except programs.NotAProgram as error:
                self.add_error("file" if told.get("file") else None, str(error))
        return told

    def _from_file(self, file: Any) -> programs.Template:
        if file.size > 200_000:
            raise programs.NotAProgram("The file is larger than a program can be.")
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise programs.NotAProgram("The file is not text.") from None
        return programs.from_json(text)

    def _from_fields(self, told: Mapping[str, Any]) -> programs.Template:
        mix = {
            service.key: minutes
            for service in self.arranged.services
            if (minutes := told.get(f"service-{service.key}"))
        }
        weeks = told["weeks"] or 10
        phase = programs.Phase(weeks, sum(mix.values()), mix, told["name"])
        if not mix:
            raise programs.NotAProgram("The program needs minutes a week for at least one service.")
        return programs.Template(
            told["name"], weeks, (phase,), told["group_min"] or 4, told["group_max"] or 12
        )

    def save(self, by: SignedIn, *, at: datetime) -> str:
        told = self.cleaned_data
        days = {name: told[name] for name in ("review_days", "seat_days") if told[name] is not None}
        setting_up.add_program(by, self.template, level_of_care=told["level"], **days, key=told["key"], at=at)
        return ""


class DaysForm(Keyed):
    """How often plans are looked at and questionnaires asked, and how long a seat is held."""

    review_days = forms.IntegerField(
        label=_("A plan is looked at again after so many days"),
        min_value=1,
        max_value=setting_up.LONGEST_REVIEW,
        error_messages={"required": _("Say after how many days.")},
    )
    seat_days = forms.IntegerField(
        label=_("The seat of who leaves is held so many days"),
        help_text=_("0: it is free at once."),
        min_value=0,
        max_value=setting_up.LONGEST_SEAT,
        error_messages={"required": _("Say for how many days.")},
    )
    ask_days = forms.IntegerField(
        label=_("PHQ-9 and GAD-7 are asked again after so many days"),
        help_text=_("Both look back two weeks."),
        min_value=SHORTEST_DAYS,
        max_value=LONGEST_DAYS,
        error_messages={"required": _("Say after how many days.")},
    )


class OnCallForm(Adding):
    title, done = _("Name who is on call"), _("The person on call is named.")
    site = Pick(label=_("Site"))
    staff = Pick(label=_("Who answers for safety"), help_text=_("From now on, until further notice."))

    def offer(self, arranged: Arranged) -> None:
        self.fields["site"].offer((site, site.name) for site in arranged.sites)  # type: ignore[attr-defined]  # a Pick
        self.fields["staff"].offer((one, one.full_name) for one in arranged.staff)  # type: ignore[attr-defined]  # a Pick

    def save(self, by: SignedIn, *, at: datetime) -> str:
        told = self.cleaned_data
        setting_up.name_on_call(by, told["staff"], site=told["site"], key=told["key"], at=at)
        return ""


class SwapsForm(Adding):
    title, done = _("When somebody's week changes"), _("It holds from now on.")
    site = Pick(label=_("Site"))
    policy = forms.ChoiceField(
        label=_("Another session that does the same job"),
        choices=[
            ("at_once", _("They take it at once, and their counselor is told")),
            ("ask", _("Their counselor says yes or no")),
        ],
        widget=forms.RadioSelect,
    )

    def offer(self, arranged: Arranged) -> None:
        self.fields["site"].offer((site, site.name) for site in arranged.sites)  # type: ignore[attr-defined]  # a Pick

    def save(self, by: SignedIn, *, at: datetime) -> str:
        told = self.cleaned_data
        setting_up.choose_swaps(by, told["site"], policy=told["policy"], key=told["key"], at=at)
        return ""


ADDING: dict[str, type[Adding]] = {
    "organization": OrganizationForm,
    "site": SiteForm,
    "room": RoomForm,
    "service": ServiceForm,
    "staff": StaffForm,
    "program": ProgramForm,
    "on_call": OnCallForm,
    "swaps": SwapsForm,
}
