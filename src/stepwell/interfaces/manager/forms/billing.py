"""Who pays by which rules, and what is done about a day, parsed; the actions judge it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stepwell.actions.billing_days import MOST_WORDS, DayAct
from stepwell.domain.hours.payer.files import SHIPPED
from stepwell.interfaces.shared.days import DayField
from stepwell.interfaces.shared.keys import Keyed

RULES = [
    ("", "–"),
    ("h0015", _("H0015: three hours a day, three days a week")),
    ("s9480", _("S9480, as in Arizona")),
    ("medicare-iop", _("Medicare: nine hours a week")),
    ("per-15-minutes", _("Per 15 minutes")),
]
ACTS = [
    ("", "–"),
    (DayAct.COUNTS.value, _("It counts")),
    (DayAct.COUNTS_NOT.value, _("It does not count")),
    (DayAct.AS_COUNTED.value, _("It counts as the rules say")),
    (DayAct.TAKEN_BACK.value, _("The bill is taken back")),
]
assert {code for code, _words in RULES} == {"", *SHIPPED}


class RulesForm(Keyed):
    """Rules for a payer from a day on."""

    name = forms.CharField(
        label=_("Payer"),
        max_length=120,
        error_messages={"required": _("Write down what the payer is called.")},
    )
    from_on = DayField(label=_("From"), error_messages={"required": _("Choose the first day.")})
    shipped = forms.ChoiceField(label=_("Rules to copy"), choices=RULES, required=False)
    own = forms.CharField(
        label=_("Or the payer's own rules, as a file"),
        max_length=60_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("The text of a file of rules, as the handbook tells. It comes before the list above."),
    )


class LinkForm(Keyed):
    """Who pays for somebody from a day on."""

    payer = forms.ChoiceField(label=_("Who pays"), required=False)
    link_from = DayField(label=_("From"), error_messages={"required": _("Choose the first day.")})

    def __init__(self, *args: Any, payers: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["payer"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", _("Nobody is billed")),
            *((str(one.pk), one.name) for one in payers),
        ]


class OverruleForm(Keyed):
    """What is done about one day, and why."""

    day = DayField(label=_("Day"), error_messages={"required": _("Choose the day.")})
    what = forms.ChoiceField(
        label=_("What is so"), choices=ACTS, error_messages={"required": _("Choose what to do.")}
    )
    words = forms.CharField(
        label=_("Why"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why, in a few words.")},
    )


class BillForm(Keyed):
    """Days that are billed."""

    days = forms.MultipleChoiceField(
        label=_("Days"), error_messages={"required": _("Choose at least one day.")}
    )

    def __init__(self, *args: Any, unbilled: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["days"].choices = [(one.day.isoformat(), one.day) for one in unbilled]  # type: ignore[attr-defined]  # a MultipleChoiceField
