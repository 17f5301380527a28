"""What is asked at the end of a program and in the year after, parsed; the actions judge it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stepwell.actions import caring_after, continuing_plans, graduating, summarizing
from stepwell.actions.graduating import Line
from stepwell.domain.aftercare.questions import QUESTIONS
from stepwell.domain.aftercare.signs import SIGNS
from stepwell.domain.aftercare.support import PEERS_ASKED_FOR
from stepwell.domain.episodes.judging import VISIT, WAIVED, answers_of
from stepwell.interfaces.shared.days import DayField
from stepwell.interfaces.shared.keys import Keyed


def _translated(words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(code, gettext(text)) for code, text in words.items()]


class AnswerForm(Keyed):
    """What was found about one criterion."""

    code = forms.ChoiceField(
        label=_("How it is"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    on = DayField(label=_("Day of the visit"), required=False)
    words = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=graduating.MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, line: Line) -> None:
        given = {"code": line.answer, "on": line.on, "words": line.words}
        super().__init__(data, prefix=line.key, initial=given)
        answers = [(each.code, gettext(each.words)) for each in answers_of(line.key)]
        if line.asked.criterion.may_be_waived:
            answers.append((WAIVED, gettext("Goes without it; the reason is in the words")))
        self.fields["code"].choices = answers  # type: ignore[attr-defined]  # a ChoiceField
        if line.key != VISIT:
            del self.fields["on"]
        else:
            self.fields["words"].label = gettext("Where, and with whom")


class ContinuingPlanForm(Keyed):
    """The plan for continuing care, heading by heading."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, heading in continuing_plans.HEADINGS.items():
            self.fields[name] = forms.CharField(
                label=gettext(heading),
                required=False,
                max_length=continuing_plans.MOST_LETTERS,
                widget=forms.Textarea(attrs={"rows": 2}),
            )


class GraduateForm(Keyed):
    """The act itself."""

    on = DayField(label=_("Day of graduation"), error_messages={"required": _("Choose the day.")})
    reason = forms.ChoiceField(label=_("Reason"), error_messages={"required": _("Choose a reason.")})
    wish = forms.CharField(
        label=_("What the person wants next, in their own words"),
        max_length=graduating.MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what the person wants next.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].choices = [("", "–"), *_translated(graduating.REASONS)]  # type: ignore[attr-defined]  # a ChoiceField


class SummaryForm(Keyed):
    """What the clinician writes in a discharge summary."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, heading in summarizing.HEADINGS.items():
            self.fields[name] = forms.CharField(
                label=gettext(heading),
                required=False,
                max_length=summarizing.MOST_LETTERS,
                widget=forms.Textarea(attrs={"rows": 4}),
            )


class ContactForm(Keyed):
    """A call of the year after, and what was noticed in it."""

    on = DayField(label=_("Day"), error_messages={"required": _("Choose the day.")})
    was_reached = forms.TypedChoiceField(
        label=_("How it went"),
        choices=[("1", _("We talked")), ("0", _("Not reached"))],
        coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you talked.")},
    )
    manner = forms.ChoiceField(label=_("How"), error_messages={"required": _("Choose how you tried.")})
    signs = forms.MultipleChoiceField(
        label=_("Signs that it gets harder"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=caring_after.MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["manner"].choices = _translated(caring_after.MANNERS)  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["signs"].choices = _translated(SIGNS)  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Signs are noticed in a talk."""
        told = super().clean() or {}
        if told.get("signs") and told.get("was_reached") is False:
            self.add_error("signs", gettext("Signs are noticed in a talk. Choose that you talked, or none."))
        return told


class InvitePeerForm(Keyed):
    """An invitation to come back as a peer."""

    asks_for = forms.ChoiceField(
        label=_("For what"), error_messages={"required": _("Choose what you invite for.")}
    )
    on = DayField(label=_("Day"), error_messages={"required": _("Choose the day.")})
    starts_at = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Choose the time.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["asks_for"].choices = [("", "–"), *_translated(PEERS_ASKED_FOR)]  # type: ignore[attr-defined]  # a ChoiceField


class FollowUpForm(Keyed):
    """The questions of a follow-up, asked by phone."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for question in QUESTIONS:
            self.fields[question.key] = forms.ChoiceField(
                label=gettext(question.words),
                choices=[(code, gettext(text)) for code, text in question.answers],
                required=False,
                widget=forms.RadioSelect,
            )
