"""A page asks the database as often for 36 people as for 12, and for a long record as for a short one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast import AT, STARTED, TODAY, Cast
from stepwell.actions import charts, enrolling, grouping, reaching, readers
from stepwell.actions.readers import SignedIn
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.privacy.access import Purpose
from stepwell.kernel.identifiers import new_id
from stepwell.records.people.models import Account, Person
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance

BACKEND = "stepwell.interfaces.signin.backends.WithOrganization"


@dataclass
class Program:
    """The cast's program, growing by twelve people at a time, each twelve in a group of their own."""

    cast: Cast
    cohorts: int = 0

    @property
    def by(self) -> SignedIn:
        return readers.system(self.cast.organization.pk, name="test")

    def add_twelve(self) -> None:
        began = datetime.combine(STARTED, time(0), tzinfo=UTC)
        group = grouping.open_group(
            site=self.cast.riverside,
            room=self.cast.room,
            service=self.cast.group_service,
            leader=self.cast.priya,
            title={"en": f"Morning {self.cohorts}", "es": f"Mañana {self.cohorts}"},
            weekday=TODAY.weekday(),
            start_time=time(8 + 3 * self.cohorts),
            minutes=120,
            starts_on=STARTED,
            at=began,
        )
        for number in range(12):
            grouping.join(group, self._participant(number), from_on=STARTED, by=self.by, at=began)
        grouping.plan_sessions(group, until=TODAY + timedelta(days=14), at=began)
        self.cohorts += 1

    def _participant(self, number: int) -> Person:
        person = enrolling.register_person(
            given_name=f"Given{number}", family_name=f"Family{self.cohorts}", languages=["en"], at=AT
        )
        enrolling.enroll(
            person,
            site=self.cast.riverside,
            template=self.cast.template,
            counselor=self.cast.priya,
            starts_on=STARTED,
            state=EpisodeState.ACTIVE,
            at=AT,
            by=self.by,
        )
        return person

    def session_of(self, cohort: int, on: date = TODAY) -> Session:
        return Session.objects.get(group__title__en=f"Morning {cohort}", held_on=on)


@pytest.fixture
def program(cast: Cast) -> Iterator[Program]:
    """Twelve people more than the cast, at noon of the cast's day."""
    with time_machine.travel(AT, tick=False):
        program = Program(cast)
        program.add_twelve()
        yield program


def queries_of(ask: Callable[[], int], *, status: int = 200) -> int:
    """How many statements the second asking sends; the first fills what is filled once."""
    assert ask() == status
    with CaptureQueriesContext(connection) as captured:
        assert ask() == status
    return len(captured)


def signed_in(account: Account | None) -> Client:
    assert account is not None
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


@pytest.mark.parametrize(
    "page",
    [
        "clinician:today",
        "clinician:people",
        "clinician:tasks",
        "clinician:due",
        "clinician:groups",
        "clinician:earlier",
        "clinician:find",
        "clinician:messages",
        "clinician:needs",
    ],
)
def test_a_page_of_the_desk_asks_as_often_for_three_times_the_people(program: Program, page: str) -> None:
    client = signed_in(program.cast.priya.account)
    at_twelve = queries_of(lambda: client.get(reverse(page)).status_code)
    program.add_twelve()
    program.add_twelve()
    assert queries_of(lambda: client.get(reverse(page)).status_code) == at_twelve


def test_the_tasks_ask_as_often_for_twelve_calls_as_for_one(program: Program) -> None:
    client = signed_in(program.cast.priya.account)
    rows = list(program.session_of(0).attendances.order_by("pk"))
    by = program.cast.sign_in(program.cast.priya)

    def call(row: Attendance) -> None:
        chart = charts.open_for(by, row.person_id, Purpose.TREATMENT, what="task", at=AT)
        assert reaching.open_call_task(chart, attendance_id=row.pk, leader=None, at=AT)

    call(rows[0])
    at_one = queries_of(lambda: client.get(reverse("clinician:tasks")).status_code)
    for row in rows[1:]:
        call(row)
    assert queries_of(lambda: client.get(reverse("clinician:tasks")).status_code) == at_one


@pytest.mark.parametrize("page", ["manager:week", "manager:hours", "manager:people"])
def test_a_page_of_the_manager_asks_as_often_for_three_times_the_people(program: Program, page: str) -> None:
    client = signed_in(program.cast.grace.account)
    at_twelve = queries_of(lambda: client.get(reverse(page)).status_code)
    program.add_twelve()
    program.add_twelve()
    assert queries_of(lambda: client.get(reverse(page)).status_code) == at_twelve


def test_a_record_asks_as_often_for_a_long_stay_as_for_a_short_one(program: Program) -> None:
    client = signed_in(program.cast.priya.account)
    address = reverse("clinician:person", args=[program.cast.sam.pk])
    at_first = queries_of(lambda: client.get(address).status_code)
    later = datetime.combine(TODAY, time(0), tzinfo=UTC)
    grouping.plan_sessions(program.cast.group, until=TODAY + timedelta(weeks=30), at=later)
    assert queries_of(lambda: client.get(address).status_code) == at_first


def test_a_tap_asks_as_often_in_a_full_program(program: Program) -> None:
    client = signed_in(program.cast.priya.account)
    session = program.session_of(0)
    address = reverse("clinician:mark", args=[session.pk])
    people = iter(session.attendances.order_by("pk").values_list("person_id", flat=True))

    def tap() -> int:
        told = {"person": str(next(people)), "state": "here", "base_version": "0", "key": str(new_id())}
        return client.post(address, told, headers={"HX-Request": "true"}).status_code

    at_twelve = queries_of(tap)
    program.add_twelve()
    program.add_twelve()
    assert queries_of(tap) == at_twelve


@pytest.mark.parametrize(
    "page",
    [
        "participant:today",
        "participant:week",
        "participant:progress",
        "participant:who",
        "participant:sharing",
        "participant:messages",
        "participant:needs",
    ],
)
def test_a_page_of_the_phone_asks_as_often_whoever_else_is_there(program: Program, page: str) -> None:
    client = signed_in(program.cast.sam_account)
    at_twelve = queries_of(lambda: client.get(reverse(page)).status_code)
    program.add_twelve()
    program.add_twelve()
    assert queries_of(lambda: client.get(reverse(page)).status_code) == at_twelve
