"""Codes of an enquiry in the words of the intake desk."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stepwell.actions.intake_board import Column

COLUMNS: dict[Column, str | Promise] = {
    Column.NEW: pgettext_lazy("intake board", "New"),
    Column.BOOKED: pgettext_lazy("intake board", "Screening booked"),
    Column.SCREENED: pgettext_lazy("intake board", "Screened"),
    Column.WAITING: pgettext_lazy("intake board", "Waiting"),
    Column.TO_ADMIT: pgettext_lazy("intake board", "To admit"),
}
EMPTY: dict[Column, str | Promise] = {
    Column.NEW: _("Nobody new. Who asks appears here at once."),
    Column.BOOKED: _("No screening is agreed."),
    Column.SCREENED: _("Nobody waits for a decision."),
    Column.WAITING: _("Nobody waits for a seat or to come back."),
    Column.TO_ADMIT: _("Nobody has a seat to start in."),
}
MOVES: dict[Column, str | Promise] = {
    Column.BOOKED: _("Book the screening"),
    Column.SCREENED: _("The screening took place"),
    Column.WAITING: _("Put on the waiting list"),
    Column.TO_ADMIT: _("Give a seat"),
}
ASKERS: dict[str, str | Promise] = {
    "self": _("Asked for themselves"),
    "relative": _("Family or a friend asked"),
    "hospital": _("A hospital or clinic asked"),
    "court": _("Court or probation asked"),
    "other": _("Someone else asked"),
}
UNITS: dict[str, str | Promise] = {"hour": _("hours"), "day": _("days"), "session": _("sessions")}
STATES: dict[str, str | Promise] = {
    "enquiry": pgettext_lazy("episode", "Asked"),
    "screening": pgettext_lazy("episode", "Screening"),
    "referred": pgettext_lazy("episode", "Referred, coming back"),
    "waiting": pgettext_lazy("episode", "On the waiting list"),
    "pending": pgettext_lazy("episode", "Waiting to start"),
    "admitted": pgettext_lazy("episode", "Admitted"),
    "declined": pgettext_lazy("episode", "Chose otherwise"),
    "lost": pgettext_lazy("episode", "Not reached any more"),
}
CAME_OF: dict[str, str | Promise] = {
    "handed_over": _("The person is in other hands now: emergency, hospital, withdrawal service"),
    "goes_on": _("A clinician looked, and the screening may go on"),
    "mistake": _("It was pressed by mistake; nobody said so"),
}
DONE_BY_WORD = frozenset({"ask_arrival", "interim_help", "waiting_call"})
"""Steps that are done by saying so; all others are done by what they ask for."""
