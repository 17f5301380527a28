"""Life happens: a shift changes, and somebody who leads can't come. Both are put right in a minute."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Look = Callable[[Page, str], None]

pytestmark = pytest.mark.journey

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


def test_a_changed_shift_ends_in_another_session_and_can_be_taken_back(visit: Visit, look: Look) -> None:
    page = visit("Participant", size=PHONE)
    page.get_by_role("link", name="Something changed").click()
    look(page, "phone-change")
    day = _a_day_with_an_evening_session(page)
    page.get_by_label("Day", exact=True).select_option(value=day)
    page.get_by_label("From", exact=True).fill("14:00")
    page.get_by_label("Until", exact=True).fill("22:00")
    page.get_by_role("button", name="See what fits").click()

    expect(page.get_by_role("heading", name="What it touches")).to_be_visible()
    look(page, "phone-changed")
    expect(page.locator(".hours-with").first).to_be_visible()
    take = page.get_by_role("button", name=re.compile("^Take this one"))
    expect(take.first).to_be_visible()
    take.first.click()

    expect(page.get_by_text("You come at this time instead:")).to_be_visible()
    look(page, "phone-taken")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Taken back. It is as it was before.")).to_be_visible()
    page.goto("/me/busy")
    look(page, "phone-busy")
    page.get_by_role("button", name="See what it does").wait_for()


def _a_day_with_an_evening_session(page: Page) -> str:
    """The next day on which an evening session can be given up for another, as the form tells days."""
    links = page.get_by_role("link", name=re.compile("^Change ")).all()
    for address in [link.get_attribute("href") for link in links]:
        found = page.request.get(str(address)).text()
        starts = re.search(r"<p>([^<]+), (\d+)(?::\d+)? p\.m\. –", found)
        if starts and 'class="offers"' in found and 6 <= int(starts[2]) < 12:
            for option in page.locator("#id_day option").all():
                day = option.get_attribute("value") or ""
                if int(day[-2:]) == int(starts[1].split()[-1]):
                    return day
    raise AssertionError("no session of Sam's can be changed for another")


def test_a_leader_is_away_and_the_days_are_repaired_in_three_taps(visit: Visit, look: Look) -> None:
    page = visit("Manager", size=DESK)
    page.get_by_role("link", name="Someone can't come").click()
    look(page, "desk-away")
    page.get_by_text("Priya Natarajan").click()
    page.get_by_role("button", name="for seven days").click()

    expect(page.get_by_role("heading", name="The repaired day")).to_be_visible()
    look(page, "desk-repaired")
    page.get_by_role("button", name="Do all of it").click()

    expect(page.get_by_text("Done. Everybody who needs to know is told.")).to_be_visible()
    look(page, "desk-done")
    page.get_by_role("button", name="Take all of it back").click()
    expect(page.get_by_text("Taken back. Everything is as it was")).to_be_visible()


def test_a_counselor_finds_it_on_her_own_phone(visit: Visit, look: Look) -> None:
    page = visit("Counselor", size=PHONE)
    page.get_by_role("link", name="I can't come today").click()
    look(page, "phone-away")
    page.get_by_role("button", name="for seven days").click()
    look(page, "phone-repaired")
    expect(page.get_by_role("button", name="Do all of it")).to_be_visible()
