"""A manager on Friday at five: next week is solved, looked at, changed by hand, published, and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Look = Callable[[Page, str], None]

pytestmark = pytest.mark.journey

DESK = {"width": 1440, "height": 900}
SOLVED = 60_000
"""Milliseconds: the worker has two sites of the demo's own draft to solve first."""


def test_solves_the_next_week_and_stops_when_it_is_good_enough(visit: Visit, look: Look) -> None:
    page = visit("Manager", size=DESK)
    page.get_by_role("link", name="Timetable", exact=True).click()
    look(page, "timetable-list")
    page.get_by_role("checkbox", name="Hill").check()
    page.get_by_role("checkbox", name="Riverside").uncheck()
    page.get_by_label("Time to solve").select_option(label="5 minutes")
    page.get_by_role("button", name="Solve", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Week of")
    expect(page.locator("svg.closing").first).to_be_visible(timeout=SOLVED)
    look(page, "timetable-solving")

    page.get_by_role("button", name="Stop here").click()

    wall = page.locator("[data-group]")
    expect(wall.first).to_be_visible(timeout=SOLVED)
    expect(page.get_by_text("Placed with full hours")).to_be_visible()
    look(page, "timetable-draft")
    _moves_a_group_by_key(page)
    _sees_other_views(page, look)
    _publishes_and_takes_back(page, look)


def _moves_a_group_by_key(page: Page) -> None:
    page.locator("[data-group] a").first.focus()
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("#messages")).to_contain_text(re.compile(r"Moved and kept there|Not moved\. \w+"))
    expect(page.locator("[data-moved] a")).to_be_focused()


def _sees_other_views(page: Page, look: Look) -> None:
    for view in ("By room", "By leader", "Individual hours"):
        page.get_by_role("link", name=view).click()
        expect(page.locator("table.matrix tbody tr").first).to_be_visible()
        look(page, f"timetable-{view.lower().replace(' ', '-')}")
    page.get_by_role("link", name="By day").click()
    page.locator("[data-group] a").first.press("Enter")
    expect(page.get_by_role("heading", name="Where it could go")).to_be_visible()
    look(page, "timetable-group")
    page.get_by_role("link", name="Timetable").nth(1).click()


def _publishes_and_takes_back(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Publish…").click()
    expect(page.get_by_role("heading", name="What it changes")).to_be_visible()
    look(page, "timetable-publish")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("The week is published.")
    page.get_by_role("button", name="Take back").click()
    expect(page.locator("#messages")).to_contain_text("Taken back.")


def test_asks_what_if_and_tries_a_way_in(visit: Visit, look: Look) -> None:
    page = visit("Manager", size=DESK)
    page.get_by_role("link", name="Timetable", exact=True).click()
    page.locator("main ul.lines li", has_text="Riverside").last.get_by_role("link").click()
    expect(page.locator("[data-group]").first).to_be_visible(timeout=SOLVED)
    draft = page.url

    page.get_by_role("button", name="Try it").first.click()
    expect(page.get_by_role("heading", name="Two plans side by side")).to_be_visible()
    look(page, "timetable-compare")

    page.goto(f"{draft}/what-if")
    page.get_by_label("Groups of at most").fill("8")
    page.get_by_role("button", name="Solve the copies").click()
    answers = page.locator("#answers")
    expect(answers).to_contain_text("With groups of at most 8")
    expect(answers.get_by_role("link", name="With groups of at most 8")).to_be_visible(timeout=SOLVED)
    look(page, "timetable-what-if")
