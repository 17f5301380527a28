"""What is asked for: each page with enough different people behind it that no cache of one row helps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from bench.people import Program
from bench.weeks import DraftedWeek
from stepwell.domain.privacy.access import Role
from stepwell.records.people.models import Account, Person
from stepwell.records.program.models import Staff
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance, AttendanceState

COUNSELORS = 3
PHONES = 32
CSRF = "b" * 32
SENT_BY_PHONE = {"Accept": "application/json"}
TAP = {"HX-Request": "true"}
"""A tap on the roster is sent by htmx, which gets the one line back."""

SignIn = Callable[[Account], str]
Plan = dict[str, list[dict[str, Any]]]


def of(program: Program, *, sign_in: SignIn) -> Plan:
    """Requests by page: method, path, cookie, and the fields of a form."""
    counselors = list(
        Staff.objects.exclude(family_name="Number long").order_by("pk").select_related("account")[:COUNSELORS]
    )
    cookies = {staff.pk: sign_in(_account(staff)) for staff in counselors}
    long_counselor = Staff.objects.get(family_name="Number long")
    long_road = Person.objects.get(family_name="Road", given_name="Long")
    return {
        "Today": [_get(reverse("clinician:today"), cookies[staff.pk]) for staff in counselors],
        "People": [_get(reverse("clinician:people"), cookies[staff.pk]) for staff in counselors],
        "Record": [request for staff in counselors for request in _records(staff, cookies[staff.pk])],
        "Record, 5,000 sessions": [_get(_record(long_road), sign_in(_account(long_counselor)))],
        "Attendance by tap": [
            request for staff in counselors for request in _taps(program, staff, cookies[staff.pk])
        ],
        "Session with its notes": [
            _get(reverse("clinician:session", args=[_together(program, staff).pk]), cookies[staff.pk])
            for staff in counselors
        ],
        "Line of a note": [
            request for staff in counselors for request in _lines(program, staff, cookies[staff.pk])
        ],
        "Check-in by phone": _check_ins(program, sign_in),
    }


def of_week(week: DraftedWeek, *, sign_in: SignIn) -> Plan:
    """The timetable page with its 600 people, the wall of one site after another; the first look draws it."""
    cookie, page = sign_in(week.manager), reverse("manager:draft", args=[week.draft_id])
    walls = [_get(f"{page}?site={site}", cookie) for site in week.site_ids]
    return {"Timetable, 600 people": [wall for wall in walls for _look in range(2)]}


def _account(staff: Staff) -> Account:
    assert staff.account is not None
    return staff.account


def _record(person: Person) -> str:
    return reverse("clinician:person", args=[person.pk])


def _records(staff: Staff, cookie: str) -> list[dict[str, Any]]:
    mine = Person.objects.filter(episodes__counselor=staff).order_by("pk")
    return [_get(_record(person), cookie) for person in mine]


def _taps(program: Program, staff: Staff, cookie: str) -> list[dict[str, Any]]:
    """Each person of the group that is together now, here and late by turns."""
    together = _together(program, staff)
    people = Attendance.objects.filter(session=together).order_by("pk").values_list("person_id", flat=True)
    path = reverse("clinician:mark", args=[together.pk])
    return [
        _post(path, cookie, {"person": str(person), "state": state.value, "base_version": "0"}, headers=TAP)
        for state in (AttendanceState.HERE, AttendanceState.LATE)
        for person in people
    ]


def _together(program: Program, staff: Staff) -> Session:
    """The group that a counselor leads now."""
    now = Session.objects.filter(leader=staff, starts_at__lte=program.now, ends_at__gt=program.now)
    return now.get()


def _lines(program: Program, staff: Staff, cookie: str) -> list[dict[str, Any]]:
    """Each person's line of that group, saved as the page's script saves it: two texts by turns."""
    together = _together(program, staff)
    people = Attendance.objects.filter(session=together).order_by("pk").values_list("person_id", flat=True)
    path = reverse("clinician:note_line", args=[together.pk])
    told = {"participation": "freely", "device": "bench", "base_version": "0"}
    return [
        _post(path, cookie, {**told, "person": str(person), "line": line}, headers=SENT_BY_PHONE)
        for line in ("Named two people to call on Friday.", "Named one person to call on Friday.")
        for person in people
    ]


def _check_ins(program: Program, sign_in: SignIn) -> list[dict[str, Any]]:
    phones = Account.objects.filter(role=Role.PARTICIPANT.value, organization=program.organization).order_by(
        "pk"
    )
    path = reverse("participant:checkin")
    fields = {
        "on": program.today.isoformat(),
        "mood": "4",
        "craving": "2",
        "sleep_hours": "7",
        "use": "no",
        "words": "A calm morning.",
    }
    return [_post(path, sign_in(account), fields, headers=SENT_BY_PHONE) for account in phones[:PHONES]]


def _get(path: str, cookie: str) -> dict[str, Any]:
    return {"method": "GET", "path": path, "cookie": cookie}


def _post(
    path: str, cookie: str, fields: dict[str, str], *, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    told = {**fields, "csrfmiddlewaretoken": CSRF}
    return {"method": "POST", "path": path, "cookie": cookie, "fields": told, "headers": headers or {}}
