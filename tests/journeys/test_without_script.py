"""With JavaScript off: a participant's whole evening, and a counselor's marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

pytestmark = pytest.mark.journey


def test_a_participant_needs_no_script(visit: Visit) -> None:
    page = visit("Participant", java_script_enabled=False)
    page.get_by_role("link", name="Week", exact=True).click()
    page.get_by_role("link", name="Week after").click()
    last = page.locator(".meeting").filter(has=page.get_by_role("button", name="I'm coming")).last
    title = last.get_by_role("heading").inner_text()
    day = last.locator("xpath=ancestor::li[1]").locator(".day-name").inner_text()
    last.get_by_role("button", name="I'm coming").click()
    expect(page.locator("#messages")).to_contain_text("Your counselor sees that you're coming.")
    same = page.locator(".day").filter(has_text=day).locator(".meeting").filter(has_text=title).last
    expect(same).to_contain_text("You said you're coming.")
    same.locator("summary").click()
    same.get_by_label("No way to get there").check()
    same.get_by_role("button", name="Say I can't make it").click()
    expect(page.locator("#messages")).to_contain_text("Thank you for saying so ahead.")

    page.get_by_role("link", name="Today").click()
    page.get_by_text("Fill in another day").click()
    page.get_by_label("Day", exact=True).select_option(index=1)
    page.get_by_role("button", name="Show this day").click()
    page.get_by_label("Low", exact=True).check()
    expect(page.get_by_label("Craving", exact=True).locator("option").first).to_have_text("not said")
    page.locator("#check-in").get_by_role("button", name=re.compile("Save")).click()
    expect(page.locator("#messages")).to_contain_text(
        "Saved. Your counselor reads it before your next session."
    )

    page.get_by_role("link", name="Progress").click()
    expect(page.get_by_role("img", name="Your PHQ-9 scores")).to_be_visible()
    page.goto("/me/measures/gad7")
    page.get_by_role("button", name="Look it over").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Nothing is answered yet.").first).to_be_visible()
    expect(page).to_have_title("Error: Notes")
    for place in range(7):
        page.locator("fieldset.question").nth(place).locator("label.option").nth(1).click()
    page.get_by_role("button", name="Look it over").click()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#messages")).to_contain_text("Saved. Thank you.")

    page.get_by_role("link", name="Privacy").click()
    expect(page.locator(".log.who dd").first).to_be_visible()
    page.get_by_role("button", name="Leave quickly").click()
    expect(page.get_by_role("heading", name="Kitchen conversions")).to_be_visible()
    page.goto("/me/")
    expect(page.locator("body")).not_to_contain_text("Sam")


def test_a_counselor_marks_without_script(product: Any, visit: Visit) -> None:
    page = visit("Counselor", size={"width": 820, "height": 1180}, java_script_enabled=False)
    page.goto(product.past_group(3))
    row = page.locator("[data-person-row]").first

    row.get_by_role("button", name="Missed", exact=True).click()
    expect(row.locator("button[aria-pressed=true]")).to_have_text("Missed")
    row.locator("summary").click()
    row.get_by_label("Minutes late").fill("7")
    row.get_by_role("button", name="Save as late").click()
    expect(row.locator("button[aria-pressed=true]")).to_have_text("7 min")
    row.get_by_role("button", name=re.compile("Take back")).click()
    expect(row.locator("button[aria-pressed=true]")).to_have_text("Missed")

    page.get_by_role("link", name="Find anyone, do anything").click()
    page.get_by_role("searchbox", name="A name or what you want to do").fill("Sam R")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("main").get_by_role("link", name=re.compile("Sam Reyes")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sam Reyes")
