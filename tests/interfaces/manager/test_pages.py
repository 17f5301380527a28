"""The manager's and intake's pages, as their readers and others get them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cast import Cast
from stepwell.records.audit.models import AccessedPerson, AccessLine

PAGES = ("", "feed", "groups", "groups/new", "people", "people/new")
MANAGERS_ONLY = ("hours", "hours.csv", "setup", "setup/site", "setup/staff", "setup/program", "setup/on_call")


@pytest.mark.parametrize("page", [*PAGES, *MANAGERS_ONLY])
def test_a_manager_reaches_every_page(grace: Client, page: str) -> None:
    assert grace.get(f"/manage/{page}").status_code == 200


@pytest.mark.parametrize("page", MANAGERS_ONLY)
def test_intake_finds_no_manager_page(june: Client, page: str) -> None:
    assert june.get(f"/manage/{page}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_intake_reaches_what_it_arranges(june: Client, page: str) -> None:
    assert june.get(f"/manage/{page}").status_code == 200


def test_the_week_names_sessions_and_nobody_in_them(cast: Cast, june: Client) -> None:
    page = june.get(f"/manage/?site={cast.riverside.pk}&week=2026-W20").content.decode()

    assert "Coping with cravings" in page or "Noticing triggers" in page
    assert "Sam" not in page
    assert "style=" not in page


def test_a_manager_sees_who_is_below_the_floor_and_one_line_names_them(cast: Cast, grace: Client) -> None:
    lines = AccessLine.objects.count()

    page = grace.get(f"/manage/?site={cast.riverside.pk}&week=2026-W20").content.decode()

    assert "2 people below the floor" in page
    assert "Sam Reyes" in page
    assert AccessLine.objects.count() == lines + 1
    named = AccessedPerson.objects.filter(line=AccessLine.objects.order_by("-sequence").first())
    assert {one.person_id for one in named} == {cast.sam.pk, cast.marcus.pk}


@pytest.mark.parametrize("view", ["day", "room", "leader"])
def test_times_are_the_sites_own(cast: Cast, grace: Client, view: str) -> None:
    page = grace.get(f"/manage/?site={cast.riverside.pk}&week=2026-W20&view={view}").content.decode()

    assert ">6 p.m.</time>" in page
    assert ">9 p.m.</time>" in page


@pytest.mark.parametrize("view", ["room", "leader"])
def test_the_week_is_shown_by_room_and_by_leader(cast: Cast, grace: Client, view: str) -> None:
    page = grace.get(f"/manage/?site={cast.riverside.pk}&view={view}").content.decode()

    assert "Room 2" in page
    assert "Priya N." in page


def test_hours_name_the_reason_and_note_who_was_shown(cast: Cast, grace: Client) -> None:
    page = grace.get("/manage/hours?week=2026-W20").content.decode()

    assert "Sam Reyes" in page
    assert "are planned; the week asks for 10 h" in page or "the week asks for 9 h" in page
    line = AccessLine.objects.order_by("-sequence").first()
    assert line is not None
    assert line.what == "hours"


def test_a_person_of_the_site_is_shown_and_an_unknown_one_is_not_here(cast: Cast, grace: Client) -> None:
    assert grace.get(f"/manage/people/{cast.sam.pk}").status_code == 200
    assert grace.get(f"/manage/people/{uuid4()}").status_code == 404
    assert grace.get(f"/manage/people/{cast.other_person.pk}").status_code == 404


def test_intake_sees_no_attendance(cast: Cast, june: Client, grace: Client) -> None:
    assert "Latest sessions" in grace.get(f"/manage/people/{cast.sam.pk}").content.decode()
    assert "Latest sessions" not in june.get(f"/manage/people/{cast.sam.pk}").content.decode()


def test_a_calendar_feed_is_read_signed_out_until_it_ends(cast: Cast, grace: Client) -> None:
    page = grace.post("/manage/feed", {"do": "make", "site": str(cast.riverside.pk)}).content.decode()
    address = "/calendar/" + page.split("/calendar/")[1].split('"')[0]

    read = Client().get(address)
    assert read["Content-Type"].startswith("text/calendar")
    assert read["Cache-Control"] == "no-store"
    assert Client().get(address, headers={"If-None-Match": read["ETag"]}).status_code == 304

    grace.post("/manage/feed", {"do": "end"})
    assert Client().get(address).status_code == 404


def test_a_session_is_called_off_on_its_page_with_a_reason(cast: Cast, grace: Client) -> None:
    address = f"/manage/sessions/{cast.today.pk}"
    assert "loses 2 h 45 min" in grace.get(address).content.decode()
    assert grace.post(f"{address}/change/cancel", {"key": "k", "reason": ""}).status_code == 422
    shown = grace.get(f"{address}/change/cancel", {"look": "1", "reason": "weather"})
    seen = shown.context["proposal"].seen

    grace.post(f"{address}/change/cancel", {"key": "k", "reason": "weather", "seen": seen})

    cast.today.refresh_from_db()
    assert cast.today.status == "cancelled"


def test_intake_changes_wishes_and_busy_times_after_admission(cast: Cast, june: Client) -> None:
    person = f"/manage/people/{cast.sam.pk}"
    june.post(
        f"{person}/contact",
        {
            "key": "a",
            "email": "new@test.stepwell.invalid",
            "channel": "email",
            "safe_from": "09:00",
            "safe_until": "17:00",
            "language": "es",
        },
    )
    told = {"key": "b", "kind": "court", "days": ["4"], "from_time": "09:00", "until_time": "11:00"}
    june.post(f"{person}/busy", told)

    page = june.get(person).content.decode()
    assert "new@test.stepwell.invalid" in page
    assert "Court" in page


def test_a_colleagues_hours_are_shown_and_changed(cast: Cast, grace: Client) -> None:
    address = f"/manage/setup/staff/{cast.priya.pk}"
    assert 'value="09:00"' in grace.get(address).content.decode()

    answer = grace.post(
        address,
        {
            "key": "k",
            "services": [str(cast.individual.pk)],
            "hours-TOTAL_FORMS": "1",
            "hours-INITIAL_FORMS": "1",
            "hours-0-site": str(cast.riverside.pk),
            "hours-0-days": ["0", "4"],
            "hours-0-from_time": "10:00",
            "hours-0-until_time": "14:00",
        },
    )

    assert answer.status_code == 302
    assert {one.weekday for one in cast.priya.availability.all()} == {0, 4}


@pytest.mark.parametrize("who", ["grace", "june"])
def test_finding_a_person_leads_to_the_managers_page_of_them(
    cast: Cast, who: str, request: pytest.FixtureRequest
) -> None:
    browser: Client = request.getfixturevalue(who)
    page = browser.get(reverse("find:find"), {"q": "sam"}, headers={"HX-Request": "true"}).content.decode()

    assert f"/manage/people/{cast.sam.pk}" in page
