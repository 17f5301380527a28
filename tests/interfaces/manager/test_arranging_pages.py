"""Setting up, admitting and grouping through the pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cast import AT, Cast
from stepwell.actions import founding
from stepwell.domain.privacy.access import Role
from stepwell.records.episodes.models import BusyTime, Episode
from stepwell.records.people.models import ContactWishes, Person
from stepwell.records.program.models import ProgramTemplate, Site
from stepwell.records.schedule.models import Group, RosterEntry, Session


def _admission(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "key": "one",
        "given_name": "Rui",
        "family_name": "Costa",
        "language": "en",
        "site": str(cast.riverside.pk),
        "template": str(cast.template.pk),
        "counselor": str(cast.priya.pk),
        "starts_on": "2026-05-12",
        "state": "active",
        "groups": [str(cast.group.pk)],
        "email": "rui@test.stepwell.invalid",
        "channel": "email",
        "safe_from": "09:00",
        "safe_until": "19:00",
        "busy-TOTAL_FORMS": "1",
        "busy-INITIAL_FORMS": "0",
        "busy-0-kind": "work",
        "busy-0-days": ["0", "1"],
        "busy-0-from_time": "08:00",
        "busy-0-until_time": "16:00",
        **more,
    }


def test_an_admitted_person_has_episode_group_and_busy_times(cast: Cast, june: Client) -> None:
    answer = june.post("/manage/people/new", _admission(cast))

    person = Person.objects.get(given_name="Rui")
    assert answer.status_code == 302
    assert Episode.objects.get(person=person).counselor_id == cast.priya.pk
    assert RosterEntry.objects.filter(person=person, group=cast.group).exists()
    assert BusyTime.objects.filter(person=person).count() == 2


def test_sending_the_admission_twice_admits_once(cast: Cast, june: Client) -> None:
    june.post("/manage/people/new", _admission(cast))
    june.post("/manage/people/new", _admission(cast))

    assert Person.objects.filter(given_name="Rui").count() == 1
    assert Episode.objects.filter(person__given_name="Rui").count() == 1


def test_the_form_sent_again_for_somebody_else_admits_them_and_leaves_the_first_alone(
    cast: Cast, june: Client
) -> None:
    june.post("/manage/people/new", _admission(cast))

    june.post("/manage/people/new", _admission(cast, given_name="Ana", email="ana@test.stepwell.invalid"))

    told = ContactWishes.objects.filter(person__family_name="Costa").values_list(
        "person__given_name", "email"
    )
    assert set(told) == {("Rui", "rui@test.stepwell.invalid"), ("Ana", "ana@test.stepwell.invalid")}


def test_an_address_in_use_leaves_nothing_half_written(cast: Cast, june: Client) -> None:
    taken = cast.sam_account.email
    assert june.post("/manage/people/new", _admission(cast, email=taken, invite="on")).status_code == 422
    assert not Person.objects.filter(given_name="Rui").exists()
    assert june.post("/manage/people/new", _admission(cast, email=taken)).status_code == 302
    assert Episode.objects.get(person__given_name="Rui").is_open


def test_a_group_that_is_full_keeps_nobody_out_of_the_program(cast: Cast, june: Client) -> None:
    Group.objects.filter(pk=cast.group.pk).update(max_members=1)
    assert june.post("/manage/people/new", _admission(cast)).status_code == 302
    assert Episode.objects.get(person__given_name="Rui").is_open
    assert not RosterEntry.objects.filter(person__given_name="Rui").exists()


def test_what_is_wrong_is_said_and_nothing_is_lost(cast: Cast, june: Client) -> None:
    answer = june.post("/manage/people/new", _admission(cast, email="", invite="on"))

    assert answer.status_code == 422
    assert 'value="Costa"' in answer.content.decode()
    assert not Person.objects.filter(given_name="Rui").exists()


def test_an_invited_person_gets_a_link_shown_once(cast: Cast, june: Client) -> None:
    page = june.post("/manage/people/new", _admission(cast, invite="on")).content.decode()

    assert "/enter/" in page


def _group(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "key": "g",
        "name": "Morning",
        "service": str(cast.group_service.pk),
        "room": str(cast.room.pk),
        "leader": str(cast.priya.pk),
        "weekday": "2",
        "start_time": "09:00",
        "minutes": "180",
        "language": "en",
        "max_members": "10",
        "starts_on": "2026-05-13",
        "topics": "One\nTwo",
        **more,
    }


def test_a_new_group_stands_on_the_calendar(cast: Cast, grace: Client) -> None:
    grace.post("/manage/groups/new", _group(cast))

    group = Group.objects.get(title__en="Morning")
    assert Session.objects.filter(group=group).count() > 10


def test_a_taken_room_is_refused_in_a_sentence_and_leaves_no_group(cast: Cast, grace: Client) -> None:
    evening = {"weekday": "1", "start_time": "19:00", "leader": str(cast.omar.pk)}
    answer = grace.post("/manage/groups/new", _group(cast, **evening))

    assert answer.status_code == 422
    assert "is in use at that time" in answer.content.decode()
    assert Session.objects.filter(title__en="One").count() == 0


def test_leaving_and_joining_go_by_date(cast: Cast, grace: Client) -> None:
    address = f"/manage/groups/{cast.group.pk}/change/remove"
    told = {"person": str(cast.sam.pk), "from_on": "2026-05-13"}
    seen = grace.get(address, told).context["proposal"].seen
    done = grace.post(address, {**told, "seen": seen, "key": "k"}, follow=True)
    assert "Sam Reyes" in done.content.decode()

    assert RosterEntry.objects.get(group=cast.group, person=cast.sam).until_on is not None


def test_an_episode_moves_with_a_reason(cast: Cast, grace: Client) -> None:
    address = f"/manage/people/{cast.sam.pk}/episode"
    assert grace.post(address, {"to": "hold", "on": "2026-05-12", "reason": ""}).status_code == 422

    grace.post(address, {"to": "hold", "on": "2026-05-12", "reason": "own_choice"})

    assert Episode.objects.get(person=cast.sam).state == "hold"


def test_a_manager_who_opens_a_site_works_there(cast: Cast, grace: Client) -> None:
    grace.post("/manage/setup/site", {"key": "s", "name": "Lakeside", "zone": "America/Chicago"})
    grace.post("/manage/setup/site", {"key": "s", "name": "Lakeside", "zone": "America/Chicago"})

    site = Site.objects.get(name="Lakeside")
    assert site.staff_here.filter(staff=cast.grace).exists()


def test_an_unknown_key_in_a_program_file_is_named(cast: Cast, grace: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("p.json", b'{"format": "stepwell-program/1", "price": 10}')
    answer = grace.post("/manage/setup/program", {"key": "p", "level": "2.1", "file": file})

    assert answer.status_code == 422
    assert "unknown key: price" in answer.content.decode()
    assert ProgramTemplate.objects.count() == 1


def test_a_room_with_a_group_is_not_retired(cast: Cast, grace: Client) -> None:
    grace.post(f"/manage/setup/room/{cast.room.pk}/retire")
    cast.room.refresh_from_db()
    assert cast.room.retired_at is None

    grace.post(f"/manage/setup/room/{cast.hill_room.pk}/retire")
    cast.hill_room.refresh_from_db()
    assert cast.hill_room.retired_at is not None


def test_a_first_manager_with_nothing_is_led_through_setup(organization: Any) -> None:
    ivy = founding.hire(
        "Ivy",
        "Stone",
        credential="",
        languages=["en"],
        sites=[],
        services=[],
        availability=[],
        role=Role.MANAGER,
        email="ivy@test.stepwell.invalid",
        at=AT,
    )
    browser = Client()
    browser.force_login(ivy.account)

    page = browser.get("/manage/", follow=True).content.decode()
    assert "From here to your first participant" in page

    browser.post("/manage/setup/site", {"key": "s", "name": "First", "zone": "America/Denver"})
    assert "First · week of" in browser.get("/manage/").content.decode()


@pytest.mark.parametrize("kind", ["organization", "site", "room", "service", "staff", "program", "on_call"])
def test_an_empty_form_is_shown_again_with_its_errors(cast: Cast, grace: Client, kind: str) -> None:
    assert grace.post(f"/manage/setup/{kind}", {}).status_code == 422


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_beyond_all_calendars_is_refused_in_a_sentence(cast: Cast, grace: Client, day: str) -> None:
    admission = grace.post("/manage/people/new", _admission(cast, starts_on=day))
    plan = grace.post(f"/manage/people/{cast.sam.pk}/session", {"day": day, "start": "00:00"})

    for answer in (admission, plan):
        assert answer.status_code == 422
        assert "Enter a valid date." in answer.content.decode()
    assert not Person.objects.filter(given_name="Rui").exists()


@pytest.mark.parametrize("week", ["9999-W52", "0001-W01"])
@pytest.mark.parametrize("page", ["", "hours", "hours.csv"])
def test_a_week_beyond_all_calendars_shows_this_week(cast: Cast, grace: Client, page: str, week: str) -> None:
    answer = grace.get(f"/manage/{page}", {"week": week})

    assert answer.status_code == 200
    assert b"".join(answer)  # a table is written while it is sent, and would break off
