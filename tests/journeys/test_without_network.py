"""A phone in a tunnel: help is there, and what was written is sent once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Look = Callable[[Page, str], None]

pytestmark = pytest.mark.journey

IN_CHARGE = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
KEPT = "caches.match('/help-now/offline').then((page) => page !== undefined)"


def test_help_opens_without_a_network(visit: Visit, look: Look) -> None:
    page = visit("Participant")
    page.wait_for_function(IN_CHARGE)
    page.wait_for_function(KEPT)

    page.context.set_offline(True)
    expect(page.get_by_text("No connection. What you write is saved on this phone")).to_be_visible()
    page.get_by_role("link", name="Help now", exact=True).click()

    expect(page.get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
    expect(page.get_by_role("link", name="Text 988")).to_have_attribute("href", "sms:988")
    assert "Sam" not in page.locator("body").inner_text()
    look(page, "offline-help")
    page.goto("/me/who")
    expect(page.get_by_role("link", name="Call 988")).to_be_visible()


def test_a_questionnaire_is_resumed_and_answered_without_a_network(
    product: Any, visit: Visit, look: Look
) -> None:
    page = visit("Participant")
    page.goto("/me/measures/gad7")
    page.wait_for_function(IN_CHARGE)
    questions = page.locator("fieldset.question")
    count = "SELECT count(*) FROM measures_response WHERE instrument = 'gad7'"
    before = product.rows(count)[0][0]
    for place in range(2):
        questions.nth(place).locator("label.option").nth(1).click()
        page.get_by_role("button", name="Next").click()
    page.reload()
    expect(page.get_by_text("Your answers from before are still here.")).to_be_visible()
    expect(questions.nth(2)).to_be_visible()
    expect(questions.nth(0)).to_be_hidden()

    page.context.set_offline(True)
    for place in range(2, 7):
        questions.nth(place).locator("label.option").nth(1).click()
        if place < 6:
            page.get_by_role("button", name="Next").click()
    look(page, "offline-questions")
    page.get_by_role("button", name="Look it over").click()
    expect(page.get_by_text("Your answers are saved on this phone")).to_be_visible()
    assert product.rows(count)[0][0] == before

    page.context.set_offline(False)
    expect(page.locator("[data-questions-says]")).to_contain_text("Saved. Thank you.")
    assert product.rows(count)[0][0] == before + 1


def test_a_check_in_written_offline_is_sent_exactly_once(product: Any, visit: Visit, look: Look) -> None:
    page = visit("Participant")
    day = page.locator("#day option").nth(3).get_attribute("value")
    page.goto(f"/me/?day={day}")
    page.wait_for_function(IN_CHARGE)
    count = 'SELECT count(*) FROM measures_checkin WHERE words IS NOT NULL AND "on" = ?'
    before = product.rows(count, day)[0][0]
    answers: list[int] = []
    page.on("response", lambda got: answers.append(got.status) if got.url.endswith("/me/check-in") else None)

    page.context.set_offline(True)
    page.get_by_label("OK", exact=True).check()
    if not page.locator("#check-in textarea").is_visible():
        page.get_by_text("Sleep, use, a few words").click()
    page.locator("#check-in textarea").fill("in the tunnel")
    page.locator("#check-in").get_by_role("button", name="Save").click()
    expect(page.locator("[data-checkin-says]")).to_contain_text("Saved on this phone")
    look(page, "offline-check-in")
    assert product.rows(count, day)[0][0] == before

    page.context.set_offline(False)
    expect(page.locator("[data-checkin-says]")).to_contain_text("Your counselor reads it")
    page.goto("/me/week")
    page.goto(f"/me/?day={day}")
    expect(page.locator("#check-in textarea")).to_have_value("in the tunnel")
    page.wait_for_timeout(500)

    assert product.rows(count, day)[0][0] == before + 1
    assert answers == [200], f"sent {len(answers)} times: {answers}"
