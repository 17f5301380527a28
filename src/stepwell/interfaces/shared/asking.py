"""The questions to somebody who asks for help: one a page for themselves, all on one page by phone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stepwell.actions.enquiring import Asked
from stepwell.interfaces.shared.keys import fresh_key

Words = str | Promise
FEWEST_DIGITS = 7
SHORTEST = timedelta(hours=1)

ASKERS = [
    ("self", _("For me")),
    ("relative", _("For someone in my family, or a friend")),
    ("hospital", _("For someone I care for at a hospital or clinic")),
    ("court", _("For someone I know through court or probation")),
    ("other", _("For someone else")),
]
LANGUAGES = [("en", "English"), ("es", "Español")]
LABELS: Mapping[str, tuple[Words, Words]] = {
    "asker": (_("Who is this for?"), _("Who is this for?")),
    "given_name": (_("Your first name"), _("Their first name")),
    "family_name": (_("Your last name"), _("Their last name")),
    "site": (_("Which place is best for you?"), _("Which place is best for them?")),
    "asker_name": (_("Your name"), _("Your name")),
    "calls_asker": (_("Who may we call?"), _("Who may we call?")),
    "phone": (_("Phone number"), _("Phone number")),
    "safe_from": (_("From"), _("From")),
    "safe_until": (_("Until"), _("Until")),
    "may_leave_message": (_("You may leave a message"), _("You may leave a message")),
    "language": (_("Which language is best for you?"), _("Which language is best for them?")),
    "words": (_("In your own words"), _("In your own words")),
}
"""What each field is called: asked for oneself, and for another."""


class Asking(forms.Form):
    """A question with its fields. What is optional can be skipped."""

    use_required_attribute = False

    def __init__(self, *args: Any, is_self: bool = True, sites: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if name in LABELS:
                field.label = LABELS[name][0 if is_self else 1]  # type: ignore[assignment]  # a lazy translation is one
        if "site" in self.fields:
            self.fields["site"].choices = [(str(site.pk), site.name) for site in sites]  # type: ignore[attr-defined]  # a ChoiceField
            self.fields["site"].initial = str(sites[0].pk) if len(sites) == 1 else None


class WhoForm(Asking):
    asker = forms.ChoiceField(
        choices=ASKERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who this is for.")},
    )


class NameForm(Asking):
    given_name = forms.CharField(
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write a first name. It may be a short one.")},
    )
    family_name = forms.CharField(
        max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class PlaceForm(Asking):
    site = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": _("Choose a place. You can change it later.")}
    )


class CallForm(Asking):
    asker_name = forms.CharField(
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write your name.")},
    )
    calls_asker = forms.ChoiceField(
        choices=[("1", _("Call me")), ("0", _("Call the person"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who we may call.")},
    )


class PhoneForm(Asking):
    phone = forms.CharField(
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "inputmode": "tel"}),
        error_messages={"required": _("Write a number we can call.")},
    )

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].strip()
        if len(re.sub(r"\D", "", phone)) < FEWEST_DIGITS or re.search(r"[^\d\s()+.,x/-]", phone):
            raise forms.ValidationError(gettext("Write the number with its area code, like 555-123-4567."))
        return phone


def _time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class HoursForm(Asking):
    safe_from = forms.TimeField(initial=time(9), widget=_time_input())
    safe_until = forms.TimeField(initial=time(20), widget=_time_input())
    may_leave_message = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        begins, ends = told.get("safe_from"), told.get("safe_until")
        day = date(2000, 1, 1)
        if begins and ends and datetime.combine(day, ends) - datetime.combine(day, begins) < SHORTEST:
            self.add_error("safe_until", gettext("Choose a time at least one hour after the first."))
        return told


class LanguageForm(Asking):
    language = forms.ChoiceField(
        choices=LANGUAGES, widget=forms.RadioSelect, error_messages={"required": _("Choose a language.")}
    )


class WordsForm(Asking):
    words = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"})
    )


@dataclass(frozen=True)
class Question:
    """One page. `why` is said before the field is filled in."""

    slug: str
    form: type[Asking]
    title: tuple[Words, Words]
    why: Words = ""

    def titled(self, *, is_self: bool) -> Words:
        """The heading: asked for oneself, or for another."""
        return self.title[0 if is_self else 1]


def _same(words: Words) -> tuple[Words, Words]:
    return words, words


QUESTIONS = (
    Question("who", WhoForm, _same(_("Who is this for?"))),
    Question(
        "name",
        NameForm,
        (_("What may we call you?"), _("What is the name of the person?")),
        _("A first name is enough."),
    ),
    Question("place", PlaceForm, (_("Which place is best for you?"), _("Which place is best for them?"))),
    Question(
        "call",
        CallForm,
        _same(_("Who are you, and who may we call?")),
        _("If the person doesn't know that you ask, choose to be called yourself."),
    ),
    Question(
        "phone",
        PhoneForm,
        _same(_("Which number may we call?")),
        _("We use it to talk with you about this, and for nothing else."),
    ),
    Question(
        "hours",
        HoursForm,
        _same(_("When is it safe to call?")),
        _("We call only in these hours. A message says a first name and a number, and nothing more."),
    ),
    Question("language", LanguageForm, _same(_("Which language is best?"))),
    Question(
        "words",
        WordsForm,
        _same(_("Is there anything we should know?")),
        _("You can skip this. Only the people who answer your call can read it."),
    ),
)
"""Every question, in the order in which they are asked."""


class ByPhoneForm(WordsForm, LanguageForm, HoursForm, PhoneForm, CallForm, PlaceForm, NameForm, WhoForm):
    """The same questions on one page, for who writes the answers down during a call."""

    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput, initial=fresh_key)
    field_order = (
        "asker", "given_name", "family_name", "site", "asker_name", "calls_asker", "phone",
        "safe_from", "safe_until", "may_leave_message", "language", "words",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, is_self=False, **options)
        self.fields["asker"].label = gettext("Who is calling?")
        self.fields["asker"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("self", gettext("The person")),
            ("relative", gettext("Family or a friend")),
            ("hospital", gettext("A hospital or clinic")),
            ("court", gettext("Court or probation")),
            ("other", gettext("Someone else")),
        ]
        self.fields["asker_name"].label = gettext("Name of the caller, if it is not the person")
        self.fields["asker_name"].required = False
        self.fields["calls_asker"].required = False
        self.fields["calls_asker"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("0", gettext("The person")),
            ("1", gettext("Who is calling now")),
        ]
        self.fields["calls_asker"].initial = "0"
        self.fields["language"].initial = "en"

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        is_for_another = told.get("asker") not in (None, "", "self")
        if is_for_another and not told.get("asker_name"):
            self.add_error("asker_name", gettext("Write the name of who is calling."))
        return told


def asked_from(told: Mapping[str, Any]) -> Asked:
    """The answers, judged by their forms, as the action takes them."""
    is_self = told["asker"] == "self"
    return Asked(
        asker=told["asker"],
        given_name=told["given_name"],
        family_name=told.get("family_name", ""),
        phone=told["phone"],
        safe_from=told["safe_from"],
        safe_until=told["safe_until"],
        may_leave_message=told["may_leave_message"],
        language=told["language"],
        asker_name="" if is_self else told.get("asker_name", ""),
        calls_asker=not is_self and told.get("calls_asker") == "1",
        words=told.get("words", ""),
    )
