"""At the desk: what somebody shares of their practice, and plans that are made together."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from cast import Cast
from letting_in import own
from practiced import fill_in
from stepwell.actions import filling_tools
from stepwell.records.practice.models import EntryVersion, Sharing

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def priya(cast: Cast) -> Client:
    assert cast.priya.account is not None
    browser = Client()
    browser.force_login(cast.priya.account)
    return browser


def address(cast: Cast, tool: str = "") -> str:
    return f"/desk/people/{cast.sam.pk}/practice{tool and '/'}{tool}"


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("shared", "is_named", "is_read"),
    [(Sharing.NOBODY, False, False), (Sharing.DONE, True, False), (Sharing.ALL, True, True)],
)
def test_the_desk_shows_what_is_shared_and_no_more(
    cast: Cast, priya: Client, at: datetime, shared: Sharing, is_named: bool, is_read: bool
) -> None:
    entry = fill_in(own(cast, at=at), "chain", {"trigger": "Payday at the corner"}, at=at)
    filling_tools.keep(own(cast, at=at), entry.pk, seen_version=0, shared=shared, key="k1", at=at)

    shown = page(priya, address(cast))

    assert ("Follow the chain" in shown, "Payday at the corner" in shown) == (is_named, is_read)


def test_a_plan_written_at_the_desk_is_on_the_phone(cast: Cast, priya: Client) -> None:
    sent = {"key": "d1", "version": "0", "own": "Walk to the river"}

    answer = priya.post(address(cast, "safety-plan"), sent)

    assert answer.status_code == 302
    assert "Walk to the river" in page(priya, address(cast))
    sam = Client()
    sam.force_login(cast.sam_account)
    assert "Walk to the river" in page(sam, "/me/own/safety-plan")


def test_who_comes_second_sees_both_and_loses_nothing(cast: Cast, priya: Client, at: datetime) -> None:
    entry = fill_in(own(cast, at=at), "safety-plan", {"own": "Swim"}, at=at)
    filling_tools.keep(own(cast, at=at), entry.pk, seen_version=0, key="k1", at=at)
    sent = {"key": "d1", "version": "0", "own": "Walk to the river"}

    behind = priya.post(address(cast, "safety-plan"), sent)

    assert behind.status_code == 422
    assert all(words in behind.content.decode() for words in ("Swim", "Walk to the river"))
    assert priya.post(address(cast, "safety-plan"), {**sent, "key": "d2", "version": "1"}).status_code == 302
    assert EntryVersion.objects.count() == 2


def test_who_comes_second_on_the_phone_sees_both_too(cast: Cast, priya: Client, at: datetime) -> None:
    entry = fill_in(own(cast, at=at), "safety-plan", {"own": "Swim"}, at=at)
    priya.post(address(cast, "safety-plan"), {"key": "d1", "version": "0", "own": "Walk to the river"})
    sam = Client()
    sam.force_login(cast.sam_account)

    review = page(sam, f"/me/entries/{entry.pk}?step=9")
    assert 'name="version" value="0"' in review
    behind = sam.post(f"/me/entries/{entry.pk}/keep", {"key": "k1", "version": "0"})

    assert behind.status_code == 422
    assert 'name="version" value="1"' in behind.content.decode()
    assert all(words in behind.content.decode() for words in ("Swim", "Walk to the river"))


def test_too_many_letters_are_told_and_kept_on_the_page(cast: Cast, priya: Client) -> None:
    long = "x" * 2001

    answer = priya.post(address(cast, "safety-plan"), {"key": "d1", "version": "0", "own": long})

    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert not EntryVersion.objects.exists()


def test_an_unknown_plan_is_no_page(cast: Cast, priya: Client) -> None:
    assert priya.get(address(cast, "chain")).status_code == 404
    assert priya.post(address(cast, "nothing"), {"key": "d1"}).status_code == 404
