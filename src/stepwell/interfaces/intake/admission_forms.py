"""What intake writes down at admission, parsed; the actions judge it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stepwell.domain.episodes.checklist import Act
from stepwell.interfaces.intake.forms import CHOOSE, Seen
from stepwell.interfaces.intake.words import UNITS
from stepwell.interfaces.shared.days import DayField

LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]


class Own(Seen):
    """Several of them stand on one page, and each field has an id of its own."""

    own_id: str

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": self.own_id, **options})

    def told(self) -> dict[str, str]:
        """What was typed, without what only the form needs."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name not in {"key", "seen"}}


class ContactForm(Own):
    """Whom to call in an emergency."""

    own_id = "contact_%s"
    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Write down a name.")}
    )
    relation = forms.CharField(label=_("Who they are to the person"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, error_messages={"required": _("Write down a number to call.")}
    )


class MedicationForm(Own):
    """One medicine, as the person takes it."""

    own_id = "medication_%s"
    name = forms.CharField(
        label=_("Medicine"), max_length=120, error_messages={"required": _("Write down which medicine.")}
    )
    dose = forms.CharField(label=_("How much, and when"), max_length=120, required=False)
    prescriber = forms.CharField(label=_("Who prescribes it"), max_length=120, required=False)


class SafetyPlanForm(Own):
    """What helps when life is in danger, in the person's own words."""

    own_id = "safety_%s"
    signs = forms.CharField(
        label=_("How I notice that it gets dangerous"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write down at least how the person notices it.")},
    )
    alone = forms.CharField(
        label=_("What I can do by myself"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    people = forms.CharField(
        label=_("Whom I can call or go to"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    helpers = forms.CharField(
        label=_("Which helpers I can reach at any hour"),
        max_length=1000,
        required=False,
        initial=_("988, by call or text, at any hour"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    around = forms.CharField(
        label=_("How we make my place safer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CoverageForm(Own):
    """Who pays."""

    own_id = "coverage_%s"
    who = forms.ChoiceField(
        label=_("Who pays"),
        choices=[
            ("plan", _("A health plan or agency, which has to authorize")),
            ("plain", _("A health plan or agency, without authorization")),
            ("self", _("The person")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who pays.")},
    )
    payer = forms.CharField(label=_("Which plan or agency"), max_length=120, required=False)
    number = forms.CharField(label=_("Member number"), max_length=60, required=False)
    from_on = DayField(label=_("From"), error_messages={"required": _("Say from which day.")})


class AuthorizationForm(Own):
    """What the payer agreed to."""

    own_id = "authorization_%s"
    number = forms.CharField(label=_("Authorization number"), max_length=60, required=False)
    units = forms.IntegerField(
        label=_("How many"),
        min_value=1,
        max_value=2000,
        error_messages={"required": _("Say how many units are authorized.")},
    )
    unit = forms.ChoiceField(label=_("Units"), choices=list(UNITS.items()))
    from_on = DayField(label=_("From"), error_messages={"required": _("Say from which day.")})
    until_on = DayField(label=_("Through"), error_messages={"required": _("Say through which day.")})

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        begins, ends = told.get("from_on"), told.get("until_on")
        if begins is not None and ends is not None and ends < begins:
            self.add_error("until_on", _("It ends before it begins. Look at the two days again."))
        return told


class AdmitForm(Own):
    """The first day and the counselor."""

    own_id = "admit_%s"
    starts_on = DayField(label=_("First day"), error_messages={"required": _("Agree on the first day.")})
    counselor = forms.ChoiceField(
        label=_("Counselor"),
        choices=[],
        error_messages={"required": _("Choose a counselor."), "invalid_choice": _("Choose a counselor.")},
    )

    def __init__(self, *args: Any, counselors: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["counselor"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            *CHOOSE,
            *((str(one.pk), one.full_name) for one in counselors),
        ]


class InviteForm(Own):
    """Where the person's account is, so that they sign on their own phone."""

    own_id = "invite_%s"
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("They sign in with it. Nothing is sent: show or read them the link."),
        error_messages={"required": _("Write down the address they will sign in with.")},
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


ACTS: dict[Act, str | Promise] = {
    Act.ADMIT: _("Admission"),
    Act.ATTEND: _("The first session"),
    Act.BILL: _("Billing"),
    Act.DISCLOSE: _("Telling a payer or another provider"),
}


class ItemForm(Own):
    """An item of the checklist as the program wants it."""

    own_id = "item_%s"
    item = forms.ChoiceField(label=_("Which item"), choices=[], required=False)
    title = forms.CharField(
        label=_("What has to be done"),
        max_length=160,
        error_messages={"required": _("Say what has to be done.")},
    )
    stops = forms.MultipleChoiceField(
        label=_("What waits for it"),
        choices=[(act.name, words) for act, words in ACTS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick only what must wait. Without a tick it is asked for, and stops nothing."),
    )
    source = forms.CharField(
        label=_("Where the rule comes from"),
        max_length=200,
        error_messages={"required": _("Name where the rule comes from.")},
    )
    is_left_out = forms.BooleanField(label=_("Leave it out: nobody is asked for it"), required=False)

    def __init__(self, *args: Any, items: Iterable[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["item"].choices = [("", _("Another item of our own")), *items]  # type: ignore[attr-defined]  # a ChoiceField
