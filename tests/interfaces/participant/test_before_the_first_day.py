"""Who waits sees their place without anybody else's name, and reads and signs papers on the phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from cast import AT, TODAY, Cast
from on_the_way import make_track, opened, own, wait
from stepwell.actions import admission_papers, holding_seats
from stepwell.records.admission.models import PaperTurn
from stepwell.records.consents.models import ConsentSignature, ConsentTurn
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.people.models import Account

pytestmark = pytest.mark.usefixtures("noon")

START = TODAY + timedelta(days=6)


def phone_of(cast: Cast, enquiry: Enquiry) -> Client:
    own(cast, enquiry)
    browser = Client()
    browser.force_login(Account.objects.get(person=enquiry.person_id))
    return browser


def offer(cast: Cast, enquiry: Enquiry) -> None:
    """A seat with a first day, and the papers."""
    track, chart = make_track(cast), opened(cast, enquiry)
    until = TODAY + timedelta(days=8)
    holding_seats.offer(chart, enquiry, track_id=track.pk, starts_on=START, until=until, key="offer", at=AT)
    admission_papers.give_papers(chart, language="en", say=str, key="papers", at=AT)


def test_who_waits_sees_their_place_and_who_calls_when(cast: Cast) -> None:
    wait(cast, "Kim", at=AT - timedelta(days=1))
    phone = phone_of(cast, wait(cast))

    page = phone.get("/me/place").content.decode()

    assert "You are number 2 of 2. The others before you asked earlier." in page
    assert "June A. calls you by" in page
    assert "Kim" not in page
    assert "<title>Notes</title>" in page


def test_the_first_page_leads_there_and_says_nothing_of_weeks_behind(cast: Cast) -> None:
    page = phone_of(cast, wait(cast)).get("/me/").content.decode()

    assert "You are on the list" in page
    assert "Your weeks here are behind you" not in page
    assert "How is today?" in page


def test_who_has_a_seat_sees_the_first_day_and_the_papers(cast: Cast) -> None:
    enquiry = wait(cast)
    offer(cast, enquiry)

    page = phone_of(cast, enquiry).get("/me/").content.decode()

    assert "You start on Monday, May 18" in page
    assert "3 papers to read and sign" in page


def test_who_has_begun_has_no_place(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.sam_account)

    assert browser.get("/me/place").status_code == 404
    assert browser.get("/me/papers/").status_code == 200


def test_papers_are_read_whole_and_signed(cast: Cast) -> None:
    enquiry = wait(cast)
    offer(cast, enquiry)
    phone = phone_of(cast, enquiry)

    page = phone.get("/me/papers/privacy_notice").content.decode()
    phone.post("/me/papers/privacy_notice", {"key": "n"})
    phone.post("/me/papers/treatment_consent", {"key": "t"})

    assert "Notice of Privacy Practices of Stepwell Test Program" in page
    assert "How to complain" in page
    assert PaperTurn.objects.filter(person=enquiry.person_id, turn="signed", by_hand=False).count() == 2


def test_the_consent_is_signed_and_taken_back_by_the_person_alone(cast: Cast) -> None:
    enquiry = wait(cast)
    offer(cast, enquiry)
    phone = phone_of(cast, enquiry)

    page = phone.get("/me/papers/consent").content.decode()
    phone.post("/me/papers/consent", {"key": "s", "sign": "1"})
    assert ConsentSignature.objects.filter(consent__person=enquiry.person_id).count() == 1
    phone.post("/me/papers/consent", {"key": "r", "revoke": "1"})

    assert "If I say no" in page
    assert ConsentTurn.objects.get().turn == "revoked"


def test_saying_no_to_the_consent_is_kept_and_stops_no_start(cast: Cast) -> None:
    enquiry = wait(cast)
    offer(cast, enquiry)
    phone = phone_of(cast, enquiry)

    phone.post("/me/papers/consent", {"key": "n", "no": "1"})

    assert ConsentTurn.objects.get().turn == "declined"
    assert phone.get("/me/papers/consent").status_code == 404


def test_a_paper_that_was_not_given_is_not_there(cast: Cast) -> None:
    phone = phone_of(cast, wait(cast))

    assert phone.get("/me/papers/privacy_notice").status_code == 404
    assert phone.post("/me/papers/privacy_notice", {"key": "k"}).status_code == 404


def test_something_helps_at_once(cast: Cast) -> None:
    page = phone_of(cast, wait(cast)).get("/me/skills").content.decode()

    assert "Let the wave pass" in page


@pytest.mark.parametrize("path", ["/me/week", "/me/progress", "/me/who", "/me/help", "/me/busy"])
def test_every_page_opens_for_who_has_not_begun(cast: Cast, path: str) -> None:
    assert phone_of(cast, wait(cast)).get(path).status_code == 200
