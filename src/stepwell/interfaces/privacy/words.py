"""The trail's keys in the words of a privacy officer."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stepwell.domain.privacy.access import Purpose

PURPOSES: dict[str, Promise | str] = {
    Purpose.OWN.value: _("own record"),
    Purpose.TREATMENT.value: _("treatment"),
    Purpose.INTAKE.value: _("intake"),
    Purpose.OPERATIONS.value: _("running the program"),
    Purpose.OVERSIGHT.value: _("oversight"),
    Purpose.SAFETY.value: _("safety"),
    Purpose.SYSTEM.value: _("a job of the program"),
    Purpose.SHARED.value: _("shared by the person"),
}
WHATS: dict[str, Promise | str] = {
    "record": _("the record"),
    "today": _("the list for today"),
    "roster": _("a group's list"),
    "check_ins": _("check-ins"),
    "measures": _("answers to questions"),
    "hours": _("hours of the week"),
    "week": _("the week"),
    "search": _("a list of names"),
    "people_list": _("a list of names"),
    "people": _("a list of names"),
    "who_looked": _("who looked"),
    "trail": _("the trail"),
    "consents": _("consents and disclosures"),
    "consent": _("a consent"),
    "sharing": _("what somebody shares"),
    "shared": _("what somebody shares"),
    "invited_supporter": _("an invitation"),
    "letter": _("a letter"),
    "restriction": _("what is not to be told"),
    "emergency": _("what was told in an emergency"),
    "message": _("messages"),
    "messages": _("messages"),
    "family": _("family sessions"),
    "family_session": _("family sessions"),
    "need": _("needs besides treatment"),
    "needs": _("needs besides treatment"),
    "import": _("a record brought along"),
    "attendance": _("who came"),
    "attention": _("the people to look at first"),
    "busy_times": _("times when somebody can't come"),
    "calendar": _("a calendar"),
    "check_in": _("check-ins"),
    "contact_wishes": _("how somebody wants to be reached"),
    "help_now": _("contacts for help"),
    "hours_export": _("a list of hours"),
    "intent": _("a word on coming or not"),
    "list": _("a list of names"),
    "missed_start": _("a reminder"),
    "progress": _("progress"),
    "questions": _("answers to questions"),
    "reminder": _("a reminder"),
    "session": _("a session"),
    "task": _("a call to make"),
}
"""Keys without words here are shown as they are, blanks for underscores: nothing of the trail is hidden."""
