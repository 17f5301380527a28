"""The counselor's pages, asked for as a browser does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast import AT, Cast
from stepwell.actions import charts, enrolling, grouping, reaching, readers
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.privacy.access import Purpose
from stepwell.records.audit.models import AccessLine
from stepwell.records.people.models import Person
from stepwell.records.program.models import Staff
from stepwell.records.sessions.models import Attendance

EVENING = AT + timedelta(hours=6, minutes=12)
"""12 minutes past six: the group of the day has begun."""


@pytest.fixture
def desk(cast: Cast) -> Iterator[Callable[[Staff], Client]]:
    """A browser in which somebody of the staff is signed in, that evening."""

    def sign_in(who: Staff) -> Client:
        client = Client()
        assert who.account is not None
        client.force_login(who.account)
        return client

    with time_machine.travel(EVENING, tick=False):
        yield sign_in


def _form(cast: Cast, person: Person, **more: str) -> dict[str, str]:
    row = Attendance.objects.get(session=cast.today, person=person)
    return {"person": str(person.pk), "base_version": str(row.version), "key": str(uuid4()), **more}


def _mark_url(cast: Cast, what: str = "mark") -> str:
    return reverse(f"clinician:{what}", args=[cast.today.pk])


def test_the_day_shows_the_group_that_is_on_and_who_is_expected(
    cast: Cast, desk: Callable[[Staff], Client]
) -> None:
    page = desk(cast.priya).get(reverse("clinician:today")).content.decode()
    assert "Sam R." in page
    assert "Marcus T." in page
    assert "Nadia" not in page


def test_a_tap_without_script_leads_back_to_the_line(cast: Cast, desk: Callable[[Staff], Client]) -> None:
    answer = desk(cast.priya).post(_mark_url(cast), _form(cast, cast.sam, state="here"))
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#p-{cast.sam.pk}")
    assert Attendance.objects.get(session=cast.today, person=cast.sam).state == "here"


def test_late_counts_the_minutes_of_the_clock(cast: Cast, desk: Callable[[Staff], Client]) -> None:
    answer = desk(cast.priya).post(
        _mark_url(cast), _form(cast, cast.sam, state="late"), headers={"HX-Request": "true"}
    )
    row = Attendance.objects.get(session=cast.today, person=cast.sam)
    assert (row.minutes_late, row.credited_minutes) == (12, 153)
    assert "12 min" in answer.content.decode()
    assert "1 of 2 here" in answer.content.decode()


def test_a_conflict_is_told_on_the_line(cast: Cast, desk: Callable[[Staff], Client]) -> None:
    old = _form(cast, cast.sam, state="missed")
    desk(cast.priya).post(_mark_url(cast), _form(cast, cast.sam, state="late"))
    answer = desk(cast.priya).post(_mark_url(cast), old, headers={"HX-Request": "true"})
    assert "Changed on another device at" in answer.content.decode()
    assert "to late" in answer.content.decode()


def test_too_many_minutes_are_refused_with_the_sentence(cast: Cast, desk: Callable[[Staff], Client]) -> None:
    form = _form(cast, cast.sam, state="late", minutes_late="500")
    answer = desk(cast.priya).post(_mark_url(cast), form)
    assert answer.status_code == 422
    assert "more minutes than the session has" in answer.content.decode()
    assert Attendance.objects.get(session=cast.today, person=cast.sam).state == "expected"


def test_a_session_makes_up_for_a_missed_one(cast: Cast, desk: Callable[[Staff], Client]) -> None:
    lost = Attendance.objects.filter(person=cast.sam, session__held_on__lt=cast.today.held_on).latest(
        "held_on"
    )
    Attendance.objects.filter(pk=lost.pk).update(state="missed")
    client = desk(cast.priya)
    page = client.get(reverse("clinician:session", args=[cast.today.pk])).content.decode()
    assert f'<option value="{lost.pk}">' in page
    client.post(_mark_url(cast), _form(cast, cast.sam, state="here", makes_up_for=str(lost.pk)))
    row = Attendance.objects.get(session=cast.today, person=cast.sam)
    assert (row.makes_up_for_id, row.credited_minutes) == (lost.pk, 165)


def test_a_session_that_was_attended_can_not_be_made_up(cast: Cast, desk: Callable[[Staff], Client]) -> None:
    came = Attendance.objects.filter(person=cast.sam, session__held_on__lt=cast.today.held_on).latest(
        "held_on"
    )
    Attendance.objects.filter(pk=came.pk).update(state="here")
    form = _form(cast, cast.sam, state="here", makes_up_for=str(came.pk))
    answer = desk(cast.priya).post(_mark_url(cast), form)
    assert answer.status_code == 422
    assert Attendance.objects.get(session=cast.today, person=cast.sam).state == "expected"


def test_everyone_is_here_and_one_is_taken_back(cast: Cast, desk: Callable[[Staff], Client]) -> None:
    client = desk(cast.priya)
    client.post(_mark_url(cast, "everyone"), {"key": "k1"})
    assert set(Attendance.objects.filter(session=cast.today).values_list("state", flat=True)) == {"here"}
    client.post(_mark_url(cast, "undo"), _form(cast, cast.sam))
    assert Attendance.objects.get(session=cast.today, person=cast.sam).state == "expected"


def test_everyone_is_here_comes_back_with_the_line_that_was_taken_back(
    cast: Cast, desk: Callable[[Staff], Client]
) -> None:
    client, asked = desk(cast.priya), {"headers": {"HX-Request": "true"}}
    client.post(_mark_url(cast, "everyone"), {"key": "k1"})
    marked = client.post(_mark_url(cast), _form(cast, cast.sam, state="missed"), **asked)
    assert "Everyone is here" not in marked.content.decode()
    for _ in range(2):
        answer = client.post(_mark_url(cast, "undo"), _form(cast, cast.sam), **asked)
    page = answer.content.decode()
    assert '<div id="everyone" hx-swap-oob="true">' in page
    assert "Everyone is here" in page


@pytest.mark.parametrize("tab", ["progress", "sessions", "measures", "contact", "nothing"])
def test_a_record_opens_at_each_section(cast: Cast, desk: Callable[[Staff], Client], tab: str) -> None:
    url = reverse("clinician:person", args=[cast.sam.pk])
    answer = desk(cast.priya).get(url, {"tab": tab})
    assert answer.status_code == 200
    assert "Sam Reyes" in answer.content.decode()


def test_a_record_at_another_site_is_not_there(cast: Cast, desk: Callable[[Staff], Client]) -> None:
    url = reverse("clinician:person", args=[cast.sam.pk])
    assert desk(cast.omar).get(url).status_code == 404
    assert desk(cast.omar).get(reverse("clinician:session", args=[cast.today.pk])).status_code == 404


@pytest.mark.parametrize("name", ["people", "tasks", "groups", "find"])
def test_every_list_opens(cast: Cast, desk: Callable[[Staff], Client], name: str) -> None:
    assert desk(cast.priya).get(reverse(f"clinician:{name}")).status_code == 200


def test_the_palette_finds_by_first_letters_for_each_desk(
    cast: Cast, desk: Callable[[Staff], Client]
) -> None:
    asked = {"headers": {"HX-Request": "true"}}
    for who in (cast.priya, cast.june, cast.grace):
        answer = desk(who).get("/find?q=sa", **asked)
        assert "Sam Reyes" in answer.content.decode()
    assert "Sam Reyes" not in desk(cast.omar).get("/find?q=sa", **asked).content.decode()


def test_today_asks_no_more_of_the_database_for_more_people(
    cast: Cast, desk: Callable[[Staff], Client]
) -> None:
    client = desk(cast.priya)
    _join(cast, 10)
    _queries(client)  # the first page of a browser also writes its session
    few = _queries(client)
    _join(cast, 12)
    many = _queries(client)
    assert few == many


def _join(cast: Cast, count: int) -> None:
    by = readers.system(cast.organization.pk, name="test")
    cast.group.max_members = 60
    cast.group.save(update_fields=["max_members"])
    for number in range(count):
        person = enrolling.register_person(
            given_name=f"Person{number}", family_name="Quill", languages=["en"], at=AT
        )
        enrolling.enroll(
            person,
            site=cast.riverside,
            template=cast.template,
            counselor=cast.priya,
            starts_on=AT.date() - timedelta(weeks=2),
            state=EpisodeState.ACTIVE,
            at=AT,
            by=by,
        )
        grouping.join(cast.group, person, from_on=AT.date(), by=by, at=AT)


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("clinician:today")).status_code == 200
    return len(asked)


def test_closing_a_task_twice_is_closing_it_once(cast: Cast, desk: Callable[[Staff], Client]) -> None:
    chart = charts.open_for(
        cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=EVENING
    )
    task = reaching.open_safety_task(chart, response_id=uuid4(), at=EVENING)
    assert task is not None
    browser = desk(task.owner)
    form = {"outcome": "talked", "words": "Will come on Thursday", "key": str(uuid4())}

    answers = [browser.post(reverse("clinician:task", args=[task.pk]), form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    task.refresh_from_db()
    assert task.outcome == "talked"


@pytest.mark.parametrize("letters", [1000, 1001])
def test_what_a_task_can_not_keep_is_asked_again_and_stays_typed(
    cast: Cast, desk: Callable[[Staff], Client], letters: int
) -> None:
    chart = charts.open_for(
        cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=EVENING
    )
    task = reaching.open_safety_task(chart, response_id=uuid4(), at=EVENING)
    assert task is not None
    form = {"outcome": "safe", "words": "w" * letters, "key": str(uuid4())}

    answer = desk(task.owner).post(reverse("clinician:task", args=[task.pk]), form)

    is_kept = letters == 1000
    task.refresh_from_db()
    assert (answer.status_code, task.done_at is not None) == ((302, True) if is_kept else (422, False))
    if not is_kept:
        page = answer.content.decode()
        assert "w" * letters in page
        assert "Use at most 1000 letters." in page
        assert 'value="safe" checked' in page


def test_an_excuse_has_as_many_words_as_a_task(cast: Cast, desk: Callable[[Staff], Client]) -> None:
    told = _form(cast, cast.sam, state="excused", reason="ill", words="w" * 1000)

    answer = desk(cast.priya).post(_mark_url(cast), told)

    page = desk(cast.priya).get(reverse("clinician:session", args=[cast.today.pk])).content.decode()
    assert answer.status_code == 302
    assert "w" * 1000 in page


def test_a_task_of_somebody_else_is_not_there_and_names_nobody(
    cast: Cast, desk: Callable[[Staff], Client]
) -> None:
    chart = charts.open_for(
        cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=EVENING
    )
    task = reaching.open_safety_task(chart, response_id=uuid4(), at=EVENING)
    assert task is not None
    other = cast.omar if task.owner_id == cast.priya.pk else cast.priya
    lines = AccessLine.objects.count()

    answer = desk(other).post(reverse("clinician:task", args=[task.pk]), {"outcome": "talked"})

    assert answer.status_code == 404
    assert AccessLine.objects.count() == lines


def test_every_page_tells_how_many_wait_for_the_counselor(
    cast: Cast, desk: Callable[[Staff], Client]
) -> None:
    chart = charts.open_own(cast.sign_in(cast.sam), what="questions", at=EVENING)
    waiting = '<span class="count">1<'
    client = desk(cast.priya)
    assert waiting not in client.get(reverse("clinician:groups")).content.decode()

    reaching.open_safety_task(chart, response_id=uuid4(), at=EVENING)

    assert waiting in client.get(reverse("clinician:groups")).content.decode()


def test_where_every_stay_has_ended_the_list_shows_who_was_here(
    cast: Cast, desk: Callable[[Staff], Client]
) -> None:
    omar = desk(cast.omar)
    assert "Nadia" in omar.get("/desk/people").content.decode()
    chart = charts.open_for(
        cast.sign_in(cast.omar), cast.nadia.pk, Purpose.TREATMENT, what="record", at=EVENING
    )
    enrolling.move_episode(
        chart, to=EpisodeState.LEFT, on=AT.date(), reason="own_wish", by=cast.sign_in(cast.omar), at=EVENING
    )
    assert "Nadia" in omar.get("/desk/people").content.decode()
    assert "Nadia" not in omar.get("/desk/people?whose=all").content.decode()
