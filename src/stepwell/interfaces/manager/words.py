"""Codes of the records in the manager's words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stepwell.domain.funnel.gates import Gate
from stepwell.interfaces.shared.words import said as said
from stepwell.interfaces.shared.words import titled as titled

KINDS = {"group": _("Group"), "individual": _("Individual"), "family": _("Family")}
ICONS = {"group": "users", "individual": "user", "family": "house"}
GATES: dict[Gate, str | Promise] = {
    Gate.ENQUIRY: pgettext_lazy("gate", "Asked"),
    Gate.SCREENING: pgettext_lazy("gate", "Screened"),
    Gate.LEVEL: pgettext_lazy("gate", "Level decided"),
    Gate.SEAT: pgettext_lazy("gate", "Seat"),
    Gate.ADMISSION: pgettext_lazy("gate", "Admitted"),
    Gate.FIRST_SESSION: pgettext_lazy("gate", "First session"),
    Gate.GRADUATION: pgettext_lazy("gate", "Graduated"),
}
SOURCES: dict[str, str | Promise] = {
    "self": _("The person"),
    "relative": _("Family or a friend"),
    "hospital": _("A hospital or clinic"),
    "court": _("Court or probation"),
    "other": _("Someone else"),
    "not_from_here": _("Came without asking here"),
}
STATES = {
    "enquiry": pgettext_lazy("episode", "Asked"),
    "screening": pgettext_lazy("episode", "Screening"),
    "referred": pgettext_lazy("episode", "Referred, coming back"),
    "waiting": pgettext_lazy("episode", "On the waiting list"),
    "declined": pgettext_lazy("episode", "Chose otherwise"),
    "lost": pgettext_lazy("episode", "Not reached any more"),
    "pending": pgettext_lazy("episode", "Waiting to start"),
    "admitted": pgettext_lazy("episode", "Admitted"),
    "active": pgettext_lazy("episode", "Active"),
    "step_up": pgettext_lazy("episode", "Stepped up"),
    "step_down": pgettext_lazy("episode", "Stepped down"),
    "hold": pgettext_lazy("episode", "On hold"),
    "lapsed": pgettext_lazy("episode", "Out of touch"),
    "left": pgettext_lazy("episode", "Left"),
    "administrative": pgettext_lazy("episode", "Ended by the program"),
    "discharged": pgettext_lazy("episode", "Discharged"),
    "graduated": pgettext_lazy("episode", "Graduated"),
    "continuing_care": pgettext_lazy("episode", "Continuing care"),
    "alumni": pgettext_lazy("episode", "Alumni"),
    "completed": pgettext_lazy("episode", "The year after is over"),
    "ended": pgettext_lazy("episode", "Ended"),
}
WEEKDAYS = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]

BUSY = {
    "work": _("Work"),
    "school": _("School"),
    "court": _("Court"),
    "travel": _("Travel"),
    "care": _("Caring for others"),
    "other": _("Other"),
}
