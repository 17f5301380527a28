"""What every page's shell needs to know: who is signed in, and where they can go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stepwell.actions import deciding_levels, notes_due, reaching, reading_trail, unread_messages
from stepwell.actions.readers import SignedIn
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.shared.requests import find_signed_in
from stepwell.kernel import clock

Words = str | Promise


@dataclass(frozen=True)
class Place:
    """A page in a shell, by the name of its address."""

    url_name: str
    name: Words
    icon: str = ""
    is_help: bool = False
    also: tuple[str, ...] = ()
    """Addresses that stand under it though they don't begin like it."""


DESK: dict[Role, tuple[Place, ...]] = {
    Role.COUNSELOR: (
        Place("clinician:today", _("Today")),
        Place("clinician:people", _("People")),
        Place("clinician:groups", _("Groups")),
        Place("clinician:notes_due", _("Notes")),
        Place("clinician:tasks", _("Tasks")),
        Place("intake:decisions", _("Decisions"), also=("intake:board",)),
        Place("clinician:due", _("Plans and reviews")),
        Place("clinician:needs", _("Needs")),
        Place("clinician:after_list", _("The year after")),
        Place("clinician:messages", _("Messages")),
    ),
    Role.INTAKE: (
        Place("intake:board", _("Intake")),
        Place("manager:week", _("Week")),
        Place("manager:people", _("People")),
    ),
    Role.MANAGER: (
        Place("manager:week", _("Week")),
        Place("manager:timetable", _("Timetable")),
        Place("manager:hours", _("Hours")),
        Place("manager:people", _("People")),
        Place("manager:way", _("The way")),
        Place("manager:setup", _("Setup")),
    ),
    Role.PRIVACY_OFFICER: (
        Place("privacy:trail", _("Who looked")),
        Place("privacy:asked", _("To answer")),
    ),
}
PHONE: dict[Role, tuple[Place, ...]] = {
    Role.PARTICIPANT: (
        Place("participant:today", _("Today"), "sun"),
        Place("participant:week", _("Week"), "calendar-days"),
        Place("participant:progress", _("Progress"), "trending-up", also=("participant:plan",)),
        Place(
            "participant:who",
            _("Privacy"),
            "shield-check",
            also=("participant:sharing", "participant:letters"),
        ),
        Place("participant:help", _("Help now"), "life-buoy", is_help=True),
    ),
    Role.FAMILY: (
        Place("family:home", _("Today"), "sun"),
        Place("family:lessons", _("To read"), "book-open"),
        Place("family:threads", _("Messages"), "message-circle"),
        Place("shared:help_now", _("Help now"), "life-buoy", is_help=True),
    ),
}
ROLE_NAMES: dict[Role, Words] = {
    Role.PARTICIPANT: _("Participant"),
    Role.FAMILY: _("Family"),
    Role.COUNSELOR: _("Counselor"),
    Role.INTAKE: _("Intake"),
    Role.MANAGER: _("Manager"),
    Role.PRIVACY_OFFICER: _("Privacy officer"),
}
FIND = dict.fromkeys((Role.COUNSELOR, Role.INTAKE, Role.MANAGER), "find:find")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Where the shells lead. A view's own context goes before this."""
    known: dict[str, Any] = {
        "signed_in": None,
        "home_url": "/",
        "leave_to": "/away",
        "help_url": "/help-now",
        "sign_out_url": "/sign-out",
    }
    reader = find_signed_in(request)
    known["here_today"] = partial(_today, reader)  # asked only where a page says no day of its own
    if reader is None:
        return known
    known["signed_in"] = reader
    if reader.role in PHONE:
        person = reader.reader.person_id
        known["tabs"] = _places(request, PHONE[reader.role])
        known["person_key"] = str(person) if person else ""
        return known
    known["nav"] = _places(request, DESK.get(reader.role, ()))
    for place in known["nav"]:
        if place["url"] == _address("clinician:tasks"):
            # Asked when the bar is drawn, and once: the answer to a tap draws no bar.
            place["count"] = cache(partial(reaching.count_tasks, reader))
        elif place["url"] == _address("clinician:notes_due"):
            place["count"] = cache(partial(notes_due.count_due, reader))
        elif place["url"] == _address("clinician:messages"):
            place["count"] = cache(partial(unread_messages.count_new, reader))
        elif place["url"] == _address("intake:decisions"):
            place["count"] = cache(partial(deciding_levels.count_asked_of, reader))
    known["staff_name"] = reader.name
    known["staff_role"] = ROLE_NAMES.get(reader.role, "")
    known["find_url"] = _address(FIND.get(reader.role, "")) or known["home_url"]
    return known


def _today(reader: SignedIn | None) -> date:
    """The day it is where the reader is: in the zone the page chose, or else at their site."""
    zone = timezone.get_current_timezone()
    if reader is not None and timezone.get_current_timezone_name() == settings.TIME_ZONE:
        zone = reading_trail.zone_of(reader)
    return clock.now().astimezone(zone).date()


def _places(request: HttpRequest, places: tuple[Place, ...]) -> list[dict[str, Any]]:
    """The places that exist, the one that is shown marked: the longest address the page's own begins with."""
    found = [(place, address) for place in places if (address := _address(place.url_name))]
    leads_to = {
        begins: address
        for place, address in found
        for begins in filter(None, (address, *map(_address, place.also)))
    }
    longest = max((begins for begins in leads_to if request.path.startswith(begins)), key=len, default="")
    here = leads_to.get(longest, "")
    return [
        {
            "url": address,
            "name": place.name,
            "icon": place.icon,
            "is_help": place.is_help,
            "current": address == here,
        }
        for place, address in found
    ]


def _address(url_name: str) -> str:
    return _reversed(url_name, get_script_prefix())


@cache
def _reversed(url_name: str, prefix: str) -> str:
    """Every page's bar leads to the same few places."""
    try:
        return reverse(url_name) if url_name else ""
    except NoReverseMatch:
        return ""
