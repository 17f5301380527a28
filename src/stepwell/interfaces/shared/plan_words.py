"""The parts of a treatment plan in the words of the pages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise

KINDS: dict[str, Words] = {
    "finding": _("Finding"),
    "problem": _("Problem"),
    "goal": _("Goal"),
    "objective": _("Objective"),
    "intervention": _("What we do"),
}
OWN: dict[str, Words] = {
    "finding": _("What we found"),
    "problem": _("What is in the way"),
    "goal": _("What I want"),
    "objective": _("A step I can see"),
    "intervention": _("What we do"),
}
"""The kinds as the person reads them."""
MANY: dict[str, Words] = {
    "finding": _("Findings"),
    "problem": _("Problems"),
    "goal": _("Goals, in the person's own words"),
    "objective": _("Objectives"),
    "intervention": _("What we do"),
    "served": _("What served it"),
}
SOURCES: dict[str, Words] = {
    "screening": _("screening"),
    "measure": _("answers to questions"),
    "check_ins": _("check-ins"),
    "tests": _("tests"),
    "told": _("told by the person"),
}
MEASURED: dict[str, Words] = {
    "": "–",
    "phq9": "PHQ-9",
    "gad7": "GAD-7",
    "check_ins": _("check-ins"),
    "sessions": _("sessions come to"),
    "tests": _("tests"),
    "together": _("judged together"),
}
STANDINGS: dict[str, Words] = {
    "open": pgettext_lazy("objective", "open"),
    "met": pgettext_lazy("objective", "met"),
    "taken_along": pgettext_lazy("objective", "taken along"),
    "let_go": pgettext_lazy("objective", "let go"),
}
STANDING_TONES = {"open": "sun", "met": "water", "taken_along": "plum", "let_go": ""}
TURNS: dict[str, tuple[Words, str]] = {
    "same": (_("same"), ""),
    "added": (_("new"), "water"),
    "changed": (_("changed"), "sun"),
    "taken_out": (_("taken out"), "clay"),
}
LEVELS: dict[str, Words] = {
    "1": _("outpatient (1)"),
    "2.1": _("intensive outpatient (2.1)"),
    "2.5": _("partial hospital (2.5)"),
    "3": _("residential (3)"),
}
OUTCOMES: dict[str, Words] = {
    "continue": _("Go on as planned"),
    "change": _("Change the plan"),
    "step_up": _("Step up"),
    "step_down": _("Step down"),
    "discharge": _("Discharge"),
}
TRIGGERS: dict[str, Words] = {
    "request": _("The person asked for it"),
    "lapse": _("A return to use"),
    "safety": _("A safety screening needs a closer look"),
    "pregnancy": _("A pregnancy"),
    "arrest": _("An arrest"),
    "housing_loss": _("The place to live was lost"),
    "absences": _("Three days missed within 14 days"),
    "worsening": _("Answers reliably worse"),
    "program": _("The program's own time"),
}
