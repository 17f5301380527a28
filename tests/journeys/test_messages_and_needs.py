"""Three people write to one another, a need finds its owner, a request its answer; each page is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Look = Callable[[Page, str], None]

pytestmark = pytest.mark.journey

DESK = {"width": 1440, "height": 900}


def test_a_sister_asks_and_all_three_read(visit: Visit, look: Look) -> None:
    elena = visit("Family")
    elena.get_by_role("main").get_by_role("link", name=re.compile("message", re.IGNORECASE)).first.click()
    elena.get_by_label("Your message").fill("Shall I bring supper on Thursday?")
    elena.get_by_role("button", name="Send").click()
    expect(elena.get_by_text("Shall I bring supper on Thursday?")).to_be_visible()
    look(elena, "family-thread")

    sam = visit("Participant")
    sam.get_by_role("link", name=re.compile("new message")).click()
    sam.get_by_role("link", name="Elena, your sister").click()
    expect(sam.get_by_text("Shall I bring supper on Thursday?")).to_be_visible()
    sam.get_by_label("Your message").fill("Yes, please.")
    sam.get_by_role("button", name="Send").click()
    look(sam, "me-thread")

    priya = visit("Counselor", size=DESK)
    priya.get_by_role("link", name=re.compile("^Messages")).click()
    priya.get_by_role("link", name="Sam Reyes").click()
    look(priya, "desk-threads")
    priya.get_by_role("link", name="Elena, Sam and you").click()
    expect(priya.get_by_text("Yes, please.")).to_be_visible()
    expect(priya.get_by_role("heading", name="What may be told")).to_be_visible()
    look(priya, "desk-thread")


def test_families_find_something_to_read(visit: Visit, look: Look) -> None:
    page = visit("Family")
    page.get_by_role("link", name="To read", exact=True).click()
    look(page, "family-lessons")
    page.get_by_role("link", name="Naloxone: how to save a life").click()
    expect(page.get_by_text("What it rests on:")).to_be_visible()
    look(page, "family-lesson")


def test_a_need_goes_from_the_phone_to_its_owner_and_back(visit: Visit, look: Look) -> None:
    sam = visit("Participant")
    sam.get_by_role("link", name="Things to sort out").click()
    sam.get_by_label("What is it about").select_option(label="Court or police")
    sam.get_by_label("What do you need").fill("A letter with dates for May")
    sam.get_by_role("button", name="Put it on the list").click()
    expect(sam.get_by_text("A letter with dates for May")).to_be_visible()
    look(sam, "me-needs")

    priya = visit("Counselor", size=DESK)
    priya.goto("/desk/needs")
    look(priya, "desk-needs-mine")
    priya.get_by_role("link", name="Sam Reyes").first.click()
    look(priya, "desk-needs")
    line = priya.get_by_role("listitem").filter(has_text="A letter with dates for May").first
    line.get_by_text("Close it or hand it on").click()
    line.get_by_label("A note").fill("Printed and signed")
    line.get_by_role("button", name="done", exact=True).click()
    expect(priya.get_by_text("Written down.")).to_be_visible()

    sam.goto("/me/needs")
    expect(sam.get_by_text("Printed and signed")).to_be_visible()


def test_a_request_not_to_tell_is_asked_and_answered(visit: Visit, look: Look) -> None:
    sam = visit("Participant")
    sam.goto("/me/sharing/not-told")
    sam.get_by_label("What should we not tell, and to whom").fill("Nothing to my landlord, please.")
    sam.get_by_role("button", name="Ask").click()
    expect(sam.get_by_text("no answer yet")).to_be_visible()
    look(sam, "me-not-told")

    ada = visit("Privacy officer", size=DESK)
    ada.get_by_role("link", name="To answer").click()
    look(ada, "privacy-asked")
    ada.get_by_role("link", name="Sam Reyes").click()
    ada.get_by_label("To the person").fill("Agreed. We tell nobody.")
    ada.get_by_role("button", name="Agree").click()
    expect(ada.get_by_text("Written down. It counts from now on.")).to_be_visible()
    look(ada, "privacy-restrictions")

    sam.goto("/me/sharing/not-told")
    expect(sam.get_by_text("Agreed. We tell nobody.")).to_be_visible()
    ada.get_by_role("button", name=re.compile("^End")).click()
    expect(ada.get_by_text("Ended. Consents count again.")).to_be_visible()


def test_what_was_told_in_an_emergency_is_looked_at(visit: Visit, look: Look) -> None:
    ada = visit("Privacy officer", size=DESK)
    ada.get_by_role("link", name="To answer").click()
    ada.get_by_role("link", name="Dana Rosen").click()
    look(ada, "privacy-emergency")
    ada.get_by_role("button", name="I looked at it").click()
    expect(ada.get_by_text("Written down that you looked at it.")).to_be_visible()
