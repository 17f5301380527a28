"""Pages for everybody: they need no account, and say nothing about who reads them."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from cast import Cast
from stepwell.interfaces.shared.keys import fresh_key


@pytest.mark.parametrize("address", ["/help-now", "/help-now/offline", "/away", "/sign-in/"])
def test_a_public_page_keeps_nothing_and_runs_nothing_inline(db: None, address: str) -> None:
    answer = Client().get(address)

    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith(("no-store", "max-age=0"))
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert " style=" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/help-now", "/help-now/offline"])
def test_help_has_a_title_that_says_nothing_and_numbers_to_tap(db: None, address: str) -> None:
    page = Client().get(address).content.decode()

    assert "<title>Notes</title>" in page
    assert 'href="tel:988"' in page
    assert 'href="tel:911"' in page


def test_help_is_the_same_for_who_is_signed_in(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.sam_account)

    page = browser.get("/help-now/offline").content.decode()

    assert not re.search(r"\bSam\b", page)  # a word of its own: a random token may hold these letters


def test_the_service_worker_covers_every_page_and_is_asked_for_anew(db: None) -> None:
    answer = Client().get("/sw.js")

    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Content-Type"].startswith("text/javascript")


def test_the_home_screen_shows_a_neutral_name(db: None) -> None:
    assert Client().get("/manifest.webmanifest").json()["short_name"] == "Notes"


def test_health_is_told_without_a_name(db: None) -> None:
    assert Client().get("/healthz").json() == {"ok": True}


def test_a_page_in_pieces_is_led_to_sign_in_as_a_whole(db: None) -> None:
    answer = Client().get("/desk/", headers={"hx-request": "true"})

    assert answer["HX-Redirect"] == "/sign-in/?next=/desk/"


@pytest.mark.parametrize("page", ["/me/", "/me/measures/phq9", "/me/week", "/family/"])
@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}])
def test_going_back_to_a_page_that_was_left_names_it_nowhere(
    db: None, page: str, headers: dict[str, str]
) -> None:
    answer = Client().get(page, headers=headers)

    assert (answer.get("Location") or answer.get("HX-Redirect")) == "/sign-in/"


def test_a_form_has_a_key_of_its_own() -> None:
    assert len({fresh_key() for _ in range(100)}) == 100
