"""The intake desk: everybody on the way with step, owner and due time; moved by button, refused in words."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast import AT, Cast, employ_june
from stepwell.actions import booking_screenings, enquiring
from stepwell.actions.enquiring import Asked
from stepwell.kernel import clock
from stepwell.records.audit.models import AccessLine
from stepwell.records.enquiries.models import Enquiry, Screening

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def june(cast: Cast) -> Client:
    """June of intake in a browser; she works at Riverside from nine to five."""
    employ_june(cast)
    browser = Client()
    browser.force_login(cast.june.account)
    return browser


def ask(cast: Cast, name: str = "Robin", *, at: datetime = AT) -> Enquiry:
    asked = Asked(
        "self", name, "Ekberg", "555-0177", time(8), time(20), may_leave_message=True, language="en"
    )
    by = enquiring.by_the_public()
    return enquiring.enquire(by, asked, site=cast.riverside, key=f"ask {name}", at=at)


def book(cast: Cast, enquiry: Enquiry) -> None:
    chart = enquiring.open_chart(cast.sign_in(cast.june), enquiry, at=AT)
    first = booking_screenings.offer_times(enquiry.site, manner="phone", at=AT)[0]
    booking_screenings.book(chart, enquiry, starts_at=first.starts_at, manner="phone", key="book", at=AT)


def address(name: str, enquiry: Enquiry) -> str:
    return reverse(f"intake:{name}", args=[enquiry.pk])


def cards(browser: Client) -> dict[str, list[str]]:
    """Who stands where on the board."""
    columns = browser.get("/intake/").context["columns"]
    return {column["key"]: [card.person.given_name for card in column["cards"]] for column in columns}


def test_who_asked_stands_on_the_board_overdue_on_top(cast: Cast, june: Client) -> None:
    ask(cast, "Robin")
    ask(cast, "Kim", at=AT - timedelta(hours=6))

    page = june.get("/intake/").content.decode()

    assert cards(june)["new"] == ["Kim", "Robin"]
    assert "Overdue" in page
    assert "Offer the next free screening time." in page
    assert "style=" not in page


def test_the_board_tells_the_day_of_the_site(june: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    late = datetime(2026, 5, 13, 3, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: late)

    assert "Tuesday, May 12" in june.get("/intake/").content.decode()


def test_intake_comes_to_the_board_after_sign_in_and_still_reaches_the_week(june: Client) -> None:
    home = june.get("/")

    assert home["Location"] == "/intake/"
    assert 'href="/manage/"' in june.get("/intake/").content.decode()


def test_one_line_in_the_trail_names_everybody_shown(cast: Cast, june: Client) -> None:
    ask(cast, "Robin")
    ask(cast, "Kim")
    lines = AccessLine.objects.count()

    june.get("/intake/")

    assert AccessLine.objects.count() == lines + 1


def test_the_board_asks_as_often_for_many_as_for_few(cast: Cast, june: Client) -> None:
    ask(cast, "Robin")
    june.get("/intake/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        june.get("/intake/")
    for number in range(8):
        ask(cast, f"Robin {number}")

    with CaptureQueriesContext(connection) as many:
        june.get("/intake/")

    assert len(many) == len(few)


def test_the_same_questions_by_phone_lead_to_the_next_free_times(cast: Cast, june: Client) -> None:
    told = {
        "key": "form",
        "asker": "hospital",
        "given_name": "Robin",
        "site": str(cast.riverside.pk),
        "asker_name": "Dr. Amadi",
        "calls_asker": "0",
        "phone": "555-123-4567",
        "safe_from": "09:00",
        "safe_until": "20:00",
        "language": "en",
    }

    answer = june.post("/intake/new", told)
    june.post("/intake/new", told)
    enquiry = Enquiry.objects.get()
    offered = june.get(answer["Location"])

    assert enquiry.by_phone
    assert enquiry.owner == cast.june
    assert answer["Location"] == address("times", enquiry)
    assert offered.context["offers"]


def test_what_is_missing_by_phone_is_told_and_nothing_is_lost(june: Client) -> None:
    answer = june.post("/intake/new", {"asker": "court", "given_name": "Robin"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Write the name of who is calling." in page
    assert 'value="Robin"' in page


def test_a_screening_is_booked_held_and_the_card_moves(cast: Cast, june: Client) -> None:
    enquiry = ask(cast)
    start = june.get(address("times", enquiry)).context["offers"][0].starts_at

    june.post(address("times", enquiry), {"starts_at": start.isoformat(), "manner": "phone", "key": "a"})
    booked = cards(june)["booked"]
    june.post(address("move", enquiry), {"to": "screened", "from": "board", "key": "b"})

    assert booked == ["Robin"]
    assert cards(june)["screened"] == ["Robin"]


def test_a_move_that_may_not_be_is_refused_in_words_and_changes_nothing(cast: Cast, june: Client) -> None:
    enquiry = ask(cast)
    book(cast, enquiry)

    answer = june.post(address("move", enquiry), {"to": "waiting", "from": "board", "key": "a"}, follow=True)

    assert "A clinician decides on the level of care and signs it first." in answer.content.decode()
    assert cards(june)["booked"] == ["Robin"]


@pytest.mark.parametrize("to", ["nowhere", "", "new"])
def test_a_move_to_nowhere_changes_nothing(cast: Cast, june: Client, to: str) -> None:
    enquiry = ask(cast)

    answer = june.post(address("move", enquiry), {"to": to, "from": "board", "key": "a"})

    assert answer.status_code == 302
    assert cards(june)["new"] == ["Robin"]


def test_whose_way_ended_is_in_the_list_with_the_reason(cast: Cast, june: Client) -> None:
    enquiry = ask(cast)

    told = {"to": "declined", "reason": "too_far", "key": "a", "seen": "enquiry"}
    june.post(address("end", enquiry), told)
    page = june.get("/intake/ended").content.decode()

    assert "Robin Ekberg" in page
    assert "It is too far" in page
    assert not any(cards(june).values())


def test_who_asks_again_has_a_new_way_and_the_old_one_stays(cast: Cast, june: Client) -> None:
    enquiry = ask(cast)
    june.post(address("end", enquiry), {"to": "declined", "reason": "too_far", "key": "a"})

    june.post(address("again", enquiry), {"key": "b"})
    june.post(address("again", enquiry), {"key": "b"})

    assert cards(june)["new"] == ["Robin"]
    assert "Robin Ekberg" in june.get("/intake/ended").content.decode()
    assert Enquiry.objects.count() == 2


def test_an_end_without_a_reason_is_told_at_the_field(cast: Cast, june: Client) -> None:
    enquiry = ask(cast)

    answer = june.post(address("end", enquiry), {"to": "declined", "key": "a"})

    assert answer.status_code == 422
    assert "Choose a reason." in answer.content.decode()


def test_a_warm_referral_waits_with_its_date_to_come_back(cast: Cast, june: Client) -> None:
    enquiry = ask(cast)
    told = {
        "level": "residential",
        "place": "Lakeside Detox",
        "taken_over_by": "Mr. Castellano",
        "called_together": "on",
        "returns_on": "2026-05-20",
        "reason": "needs_more",
        "key": "a",
    }

    june.post(address("refer", enquiry), told)
    page = june.get(address("enquiry", enquiry)).content.decode()

    assert cards(june)["waiting"] == ["Robin"]
    assert "Lakeside Detox" in page
    assert "Ask whether the person arrived." in page


def test_a_try_is_written_down_and_a_missed_screening_is_offered_anew(cast: Cast, june: Client) -> None:
    enquiry = ask(cast)
    book(cast, enquiry)

    june.post(address("tried", enquiry), {"reached": "0", "key": "a"})
    june.post(address("missed", enquiry), {"key": "b"})
    page = june.get(address("enquiry", enquiry)).content.decode()

    assert "not reached" in page
    assert "No time is agreed." in page
    assert Screening.objects.get().why_void == "missed"


def test_what_was_said_is_read_by_intake_alone(cast: Cast, june: Client) -> None:
    enquiry = ask(cast)
    grace, priya = Client(), Client()
    grace.force_login(cast.grace.account)
    priya.force_login(cast.priya.account)

    assert "555-0177" in june.get(address("enquiry", enquiry)).content.decode()
    for browser in (grace, priya):
        assert browser.get(address("enquiry", enquiry)).status_code == 404
        assert browser.get(reverse("manager:person", args=[enquiry.person_id])).status_code == 404
        assert "Robin" not in browser.get("/find?q=robin").content.decode()


def test_the_page_of_who_asked_opens_in_the_places_intake_had_before(cast: Cast, june: Client) -> None:
    enquiry = ask(cast)

    assert june.get(reverse("manager:person", args=[enquiry.person_id])).status_code == 200
    assert june.get("/manage/people?q=robin&everyone=1").status_code == 200
