"""On the phone: messages with the counselor and loved ones, and the list of things to sort out."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from cast import Cast
from letting_in import let_in, priyas, shut_out
from stepwell.actions import messaging
from stepwell.domain.privacy.terms import Category
from stepwell.records.needs.models import Need

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def sam(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.sam_account)
    return browser


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_new_message_is_counted_on_the_first_page_and_read_on_its_own(
    cast: Cast, sam: Client, at: datetime
) -> None:
    messaging.write(priyas(cast, at=at), None, "Bring your card.", key="m1", at=at)

    assert "1 new" in page(sam, "/me/")
    assert "Bring your card." in page(sam, "/me/messages/counselor")
    assert "1 new" not in page(sam, "/me/")


def test_a_thread_with_a_loved_one_is_there_from_the_moment_it_is_granted(
    cast: Cast, sam: Client, at: datetime
) -> None:
    assert "Elena" not in page(sam, "/me/messages")
    let_in(cast, Category.MESSAGES, at=at)
    assert "Elena, your sister" in page(sam, "/me/messages")

    sent = sam.post(f"/me/messages/{cast.elena.pk}", {"key": "m1", "words": "Hi"})

    assert sent.status_code == 302
    shut_out(cast, at=at)
    shown = page(sam, f"/me/messages/{cast.elena.pk}")
    assert "can&#x27;t read messages now" in shown or "can't read messages now" in shown
    assert "<textarea" not in shown


def test_a_message_that_is_too_long_is_not_lost(cast: Cast, sam: Client) -> None:
    long = "word " * 1000

    answer = sam.post("/me/messages/counselor", {"key": "m1", "words": long})

    assert answer.status_code == 422
    assert "This is too long." in answer.content.decode()
    assert long.strip() in answer.content.decode()


def test_a_need_is_added_and_told_whose_it_is(cast: Cast, sam: Client) -> None:
    sam.post("/me/needs", {"key": "n1", "kind": "rides", "words": "A bus pass"})

    shown = page(sam, "/me/needs")

    assert "A bus pass" in shown
    assert "Priya N. does this." in shown


def test_ones_own_need_is_done_with_one_tap(cast: Cast, sam: Client) -> None:
    sam.post("/me/needs", {"key": "n1", "kind": "rides", "words": "A bus pass", "is_own": "on"})
    need = Need.objects.get()

    done = sam.post(f"/me/needs/{need.pk}", {"key": "d1", "outcome": "met"})

    assert done.status_code == 302
    assert "Behind you" in page(sam, "/me/needs")


def test_a_need_without_words_is_shown_again(cast: Cast, sam: Client) -> None:
    answer = sam.post("/me/needs", {"key": "n1", "kind": "rides", "words": ""})

    assert answer.status_code == 422
    assert "Say in a few words what you need." in answer.content.decode()
