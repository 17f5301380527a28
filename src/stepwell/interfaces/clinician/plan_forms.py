"""The parts of a plan as somebody writes them, parsed; the rules of a plan judge them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stepwell.actions.plan_choices import Choices
from stepwell.domain.plans.nodes import (
    BY_NAME,
    KINDS,
    AnyNode,
    Finding,
    Goal,
    Intervention,
    MeasuredBy,
    Objective,
    Problem,
    Source,
    Standing,
)
from stepwell.domain.plans.plan import Plan
from stepwell.interfaces.shared.days import DayField
from stepwell.interfaces.shared.keys import Keyed
from stepwell.interfaces.shared.plan_words import MEASURED, SOURCES, STANDINGS
from stepwell.interfaces.shared.words import titled

LONGEST = 600
MOST_A_WEEK = 14


class Seen(Keyed):
    """A form with the number of the revision it was shown with."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0)


class PartForm(Seen):
    """What every part of a plan has: its words, and what it comes from."""

    kind: type[AnyNode]
    words_label = _("What it says")
    words_help: Any = ""
    words = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write a few words."),
            "max_length": _("Use %(limit_value)d letters at most. These are %(show_value)d."),
        },
    )
    comes_from = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, plan: Plan, choices: Choices, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["words"].label = self.words_label
        self.fields["words"].help_text = self.words_help
        self._offer_before(plan)
        self.offer(choices)

    def _offer_before(self, plan: Plan) -> None:
        place = KINDS.index(self.kind)
        before = plan.of(KINDS[place - 1]) if place else ()
        if not before:
            del self.fields["comes_from"]
            return
        field = self.fields["comes_from"]
        field.label = FROM[self.kind]
        field.choices = [(node.key, node.words) for node in before]  # type: ignore[attr-defined]  # of choices
        if len(before) == 1:
            field.initial = [before[0].key]

    def offer(self, choices: Choices) -> None:
        """What can be chosen at this site; most parts choose nothing."""

    def node(self, key: str, *, since_on: date) -> AnyNode:
        """The part as it was written."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "seen"}}
        told["comes_from"] = tuple(told.get("comes_from", ()))
        return self.kind(key=key, since_on=since_on, **self.told(told))

    def told(self, values: dict[str, Any]) -> dict[str, Any]:
        """The fields of the part; each kind reads its own."""
        return values


class FindingForm(PartForm):
    kind = Finding
    words_label = _("What was found")
    source = forms.ChoiceField(label=_("Where it comes from"), choices=list(SOURCES.items()))
    found_on = DayField(
        label=_("On which day"),
        required=False,
    )
    field_order = ("words", "source", "found_on")

    def told(self, values: dict[str, Any]) -> dict[str, Any]:
        return {**values, "source": Source(values["source"])}


class ProblemForm(PartForm):
    kind = Problem
    words_label = _("What is in the way")


class GoalForm(PartForm):
    kind = Goal
    words_label = _("What the person wants")
    words_help = _("In their own words, as they said it.")


class ObjectiveForm(PartForm):
    kind = Objective
    words_label = _("A step that one can see")
    words_help = _("For example: calls a friend on three evenings a week.")
    target_on = DayField(
        label=_("By when"),
        required=False,
    )
    measured_by = forms.ChoiceField(
        label=_("How one sees it"), choices=list(MEASURED.items()), required=False
    )
    standing = forms.ChoiceField(label=_("Where it stands"), choices=list(STANDINGS.items()))
    field_order = ("words", "comes_from", "target_on", "measured_by", "standing")

    def told(self, values: dict[str, Any]) -> dict[str, Any]:
        measured, standing = MeasuredBy(values["measured_by"]), Standing(values["standing"])
        return {**values, "measured_by": measured, "standing": standing}


class InterventionForm(PartForm):
    kind = Intervention
    words_label = _("What is done")
    where = forms.ChoiceField(label=_("In which group or service"), required=False)
    staff = forms.ChoiceField(label=_("Who answers for it"), required=False)
    by_person = forms.BooleanField(label=_("The person does it by themselves"), required=False)
    times_a_week = forms.IntegerField(
        label=_("How many times a week"),
        required=False,
        min_value=0,
        max_value=MOST_A_WEEK,
        error_messages={
            "invalid": _("Type a whole number."),
            "max_value": _("Type %(limit_value)d or less."),
            "min_value": _("Type 0 or more."),
        },
    )
    field_order = ("words", "comes_from", "where", "staff", "by_person", "times_a_week")

    def offer(self, choices: Choices) -> None:
        services = [(f"service:{each.key}", titled(each.title)) for each in choices.services]
        groups = [(f"group:{each.service.key}:{each.pk}", titled(each.title)) for each in choices.groups]
        none = [("", _("A practice between sessions"))]
        where = [*none, (_("Groups"), groups), (_("Services"), services)]
        self.fields["where"].choices = where  # type: ignore[attr-defined]  # a ChoiceField
        staff = [(str(each.pk), each.full_name) for each in choices.staff]
        self.fields["staff"].choices = [("", "–"), *staff]  # type: ignore[attr-defined]  # a ChoiceField

    def told(self, values: dict[str, Any]) -> dict[str, Any]:
        what, _colon, rest = values.pop("where", "").partition(":")
        service, _colon, group = rest.partition(":") if what == "group" else (rest, "", "")
        times = values.pop("times_a_week") or 0
        return {**values, "service": service, "group": group, "times_a_week": times}


FROM: dict[type[AnyNode], Any] = {
    Problem: _("Which finding it rests on"),
    Goal: _("Which problem it answers"),
    Objective: _("Which goal it leads to"),
    Intervention: _("Which objective it serves"),
}
FORMS: dict[type[AnyNode], type[PartForm]] = {
    form.kind: form for form in (FindingForm, ProblemForm, GoalForm, ObjectiveForm, InterventionForm)
}


def form_of(kind: str) -> type[PartForm] | None:
    """The form of a kind by its name, or None for any other word."""
    found = BY_NAME.get(kind)
    return FORMS[found] if found else None


def initial_of(node: AnyNode) -> dict[str, Any]:
    """The fields of the form filled with a part as it is."""
    told: dict[str, Any] = {"words": node.words, "comes_from": list(node.comes_from)}
    if isinstance(node, Finding):
        told |= {"source": node.source.value, "found_on": node.found_on}
    if isinstance(node, Objective):
        told |= {"target_on": node.target_on, "standing": node.standing.value}
        told["measured_by"] = node.measured_by.value
    if isinstance(node, Intervention):
        where = f"group:{node.service}:{node.group}" if node.group else f"service:{node.service}"
        told |= {"where": where if node.service else "", "staff": node.staff, "by_person": node.by_person}
        told["times_a_week"] = node.times_a_week or None
    return told


def words_of(nodes: Iterable[AnyNode]) -> list[str]:
    """What these parts say."""
    return [node.words for node in nodes]
