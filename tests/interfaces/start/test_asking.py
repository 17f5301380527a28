"""Asking for help on a phone: one question a page, left and taken up again, checked, sent once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cast import Cast, employ_june
from stepwell.records.enquiries.models import BegunEnquiry, Enquiry, Screening
from stepwell.records.people.models import Person

pytestmark = pytest.mark.usefixtures("noon")

ANSWERS = {
    "who": {"asker": "relative"},
    "name": {"given_name": "Robin", "family_name": "Ekberg"},
    "call": {"asker_name": "Kim Ekberg", "calls_asker": "1"},
    "phone": {"phone": "555-123-4567"},
    "hours": {"safe_from": "09:00", "safe_until": "20:00"},
    "language": {"language": "en"},
    "words": {"words": "After work, please."},
}


@pytest.fixture
def june(cast: Cast) -> Cast:
    """June works at Riverside alone, from nine to five."""
    cast.june.at_sites.filter(site=cast.hill).delete()
    employ_june(cast)
    return cast


def address(cast: Cast, name: str, *more: str) -> str:
    return reverse(f"start:{name}", args=[cast.organization.pk, *more])


def answer_all(cast: Cast, browser: Client, answers: dict[str, dict[str, str]] = ANSWERS) -> None:
    for slug, given in answers.items():
        answer = browser.post(address(cast, "ask", slug), given)
        assert answer.status_code == 302, answer.content.decode()


def test_the_whole_way_without_an_account(june: Cast) -> None:
    browser = Client()
    browser.get(address(june, "first"))
    answer_all(june, browser)
    page = browser.get(address(june, "check")).content.decode()

    sent = browser.post(address(june, "check"))
    offered = browser.get(sent["Location"])
    first = offered.context["offers"][0].starts_at
    booked = browser.post(sent["Location"], {"starts_at": first.isoformat(), "manner": "phone", "key": "k"})
    done = browser.get(booked["Location"]).content.decode()

    assert "Kim Ekberg" in page
    assert "555-123-4567" in page
    assert "You talk with June." in done
    assert Screening.objects.get().starts_at == first
    assert Enquiry.objects.get().state == "screening"


def test_every_page_gives_nothing_away_and_has_a_number_to_tap(june: Cast) -> None:
    browser = Client()
    pages = [address(june, "first"), *(address(june, "ask", slug) for slug in ("who", "name"))]

    for page in pages:
        content = browser.get(page).content.decode()
        assert "<title>Notes</title>" in content
        assert 'href="tel:988"' in content
        assert "Leave quickly" in content
        assert "style=" not in content


def test_who_asks_for_themselves_is_not_asked_who_calls(june: Cast) -> None:
    browser = Client()

    after_who = browser.post(address(june, "ask", "who"), {"asker": "self"})
    after_name = browser.post(address(june, "ask", "name"), {"given_name": "Robin"})

    assert after_who["Location"] == address(june, "ask", "name")
    assert after_name["Location"] == address(june, "ask", "phone")
    assert browser.get(address(june, "ask", "call")).status_code == 302


@pytest.mark.parametrize(
    ("slug", "given", "sentence"),
    [
        ("who", {}, "Choose who this is for."),
        ("name", {"given_name": " "}, "Write a first name."),
        ("phone", {"phone": "12"}, "with its area code"),
        ("phone", {"phone": "call me please"}, "with its area code"),
        ("hours", {"safe_from": "20:00", "safe_until": "09:00"}, "at least one hour"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(
    june: Cast, slug: str, given: dict[str, str], sentence: str
) -> None:
    browser = Client()

    answer = browser.post(address(june, "ask", slug), given)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "<title>Error: Notes" in answer.content.decode()


def test_a_change_leads_back_to_the_check_and_nothing_is_asked_twice(june: Cast) -> None:
    browser = Client()
    answer_all(june, browser)

    changed = browser.post(address(june, "ask", "phone"), {"phone": "555-765-4321"})

    assert changed["Location"] == address(june, "check")
    assert "555-765-4321" in browser.get(address(june, "check")).content.decode()


def test_sent_twice_is_sent_once_and_back_leads_to_what_comes_next(june: Cast) -> None:
    browser = Client()
    answer_all(june, browser)
    browser.post(address(june, "check"))

    browser.post(address(june, "check"))
    back = browser.get(address(june, "ask", "phone"))

    assert Enquiry.objects.count() == 1
    assert back["Location"] == address(june, "done")


def test_half_an_answer_is_saved_and_the_address_leads_back_once_on_another_device(june: Cast) -> None:
    browser, other, third = Client(), Client(), Client()
    browser.post(address(june, "ask", "who"), {"asker": "self"})
    told = browser.post(address(june, "ask", "phone"), {"phone": "555", "keep": "1"})
    path = told.context["address"].split("testserver")[1]

    looked = other.get(path)
    opened = other.post(path)
    page = other.get(address(june, "ask", "phone")).content.decode()

    assert looked.status_code == 200
    assert opened.status_code == 302
    assert 'value="555"' in page
    assert third.get(path).status_code == 404


def test_leaving_quickly_takes_the_answers_off_this_browser(june: Cast) -> None:
    browser = Client()
    browser.post(address(june, "ask", "name"), {"given_name": "Robin"})

    browser.post("/leave")

    assert "Robin" not in browser.get(address(june, "ask", "name")).content.decode()


def test_another_browser_sees_nothing_of_it(june: Cast) -> None:
    browser = Client()
    answer_all(june, browser)
    browser.post(address(june, "check"))

    for page in ("check", "times", "done"):
        assert Client().get(address(june, page)).status_code == 302


def test_a_flood_from_one_network_is_slowed(june: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stepwell.interfaces.start.views.BEGINNINGS", 3)

    answers = [Client().post(address(june, "ask", "who"), {"asker": "self"}) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429, 429]
    assert BegunEnquiry.objects.count() == 3


def test_a_time_that_is_gone_is_told_and_others_are_shown(june: Cast) -> None:
    first, second = Client(), Client()
    for browser in (first, second):
        answer_all(june, browser)
        browser.post(address(june, "check"))
    start = first.get(address(june, "times")).context["offers"][0].starts_at
    told = {"starts_at": start.isoformat(), "manner": "phone"}
    first.post(address(june, "times"), {**told, "key": "one"})

    late = second.post(address(june, "times"), {**told, "key": "two"})

    assert late.status_code == 422
    assert "taken just now" in late.content.decode()
    assert start not in [offer.starts_at for offer in late.context["offers"]]


def test_where_nobody_does_intake_the_page_says_whom_to_call(cast: Cast) -> None:
    cast.june.at_sites.all().delete()

    page = Client().get(address(cast, "first")).content.decode()

    assert "Please call the program" in page
    assert Person.objects.filter(given_name="Robin").count() == 0


def test_an_unknown_program_is_not_found(db: None) -> None:
    assert Client().get("/start/00000000-0000-7000-8000-000000000000/").status_code == 404


def test_it_speaks_spanish(june: Cast) -> None:
    page = Client().get(address(june, "first"), headers={"accept-language": "es"})

    assert 'lang="es"' in page.content.decode()
