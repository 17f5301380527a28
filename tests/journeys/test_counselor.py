"""A counselor with a group in front of her: by tap, by key, on two tablets at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

Visit = Callable[..., Page]
Look = Callable[[Page, str], None]

pytestmark = pytest.mark.journey

DESK = {"width": 1440, "height": 900}
TABLET = {"width": 820, "height": 1180}


def line(page: Page, place: int) -> Locator:
    return page.locator("[data-person-row]").nth(place)


def held(row: Locator) -> Locator:
    """The answer that holds on a line."""
    return row.locator("button[aria-pressed=true]")


def tap(row: Locator, word: str) -> None:
    row.get_by_role("button", name=word, exact=True).click()


def take_back_all(page: Page) -> int:
    """Undo every line of the roster, so that everyone is expected again; how many there are."""
    rows = page.locator("[data-person-row]")
    for place in range(rows.count()):
        row = rows.nth(place)
        while row.locator(".desk-undo").count():
            before = row.locator("[name=base_version]").first.input_value()
            row.locator(".desk-undo").click()
            expect(row.locator("[name=base_version]").first).not_to_have_value(before)
    return rows.count()


def test_marks_who_came_by_tap_and_by_key(product: Any, visit: Visit, look: Look) -> None:
    page = visit("Counselor", size=DESK)
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    look(page, "counselor-today")
    page.goto(product.past_group(0))
    says = page.locator("#says")
    expected = take_back_all(page)
    page.reload()  # the page again, as somebody finds it before the session
    expect(page.get_by_text(f"0 of {expected} here")).to_be_visible()

    tap(line(page, 0), "Here")
    expect(held(line(page, 0))).to_have_text("Here")
    expect(says).to_have_text(re.compile(r".+: Here"))
    expect(page.locator("#saved")).to_contain_text(re.compile(rf"1 of {expected} here.+Saved \d+:\d\d:\d\d"))

    line(page, 1).focus()
    for key, word in (("h", "Here"), ("m", "Missed"), ("e", "Excused"), ("l", r"\d+ min")):
        page.keyboard.press(key)
        expect(held(line(page, 1))).to_have_text(re.compile(word))
        expect(line(page, 1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(line(page, 2)).to_be_focused()
    page.keyboard.press("m")
    expect(held(line(page, 2))).to_have_text("Missed")
    page.keyboard.press("u")
    expect(held(line(page, 2))).to_have_count(0)
    expect(says).to_have_text(re.compile(r".+: taken back"))

    line(page, 1).locator("summary").click()
    line(page, 1).get_by_label("Minutes late").fill("12")
    line(page, 1).get_by_role("button", name="Save as late").click()
    expect(held(line(page, 1))).to_have_text("12 min")
    look(page, "counselor-roster")

    page.get_by_role("button", name="Everyone is here").click()
    expect(page.locator("#messages")).to_contain_text(f"{expected - 2} people marked as here.")
    expect(page.get_by_role("button", name="Everyone is here")).to_have_count(0)
    page.reload()
    expect(held(line(page, 1))).to_have_text("12 min")
    for place in (0, *range(2, expected)):
        expect(held(line(page, place))).to_have_text("Here")
    expect(page.locator("#saved")).to_contain_text(f"{expected} of {expected} here")


def test_two_tablets_at_once_merge(product: Any, visit: Visit, look: Look) -> None:
    address = product.past_group(1)
    one, other = visit("Counselor", size=TABLET), visit("Counselor", size=TABLET)
    one.goto(address)
    take_back_all(one)
    one.goto(address)
    other.goto(address)

    tap(line(one, 0), "Here")
    tap(line(other, 1), "Missed")
    expect(held(line(one, 0))).to_have_text("Here")
    expect(held(line(other, 1))).to_have_text("Missed")
    tap(line(other, 0), "Excused")
    expect(line(other, 0).get_by_text(re.compile("Changed on another device at .+ to here"))).to_be_visible()
    look(other, "counselor-two-tablets")

    for page in (one, other):
        page.reload()
        expect(held(line(page, 0))).to_have_text("Excused")
        expect(held(line(page, 1))).to_have_text("Missed")


def test_finds_anyone_and_reads_the_record(visit: Visit, look: Look) -> None:
    page = visit("Counselor", size=DESK)
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="A name or what you want to do")
    expect(field).to_be_focused()
    field.press_sequentially("Mar")
    found = page.get_by_role("option", name=re.compile("Marcus Tate"))
    expect(found).to_be_visible()
    look(page, "counselor-palette")
    field.fill("Marcus")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Marcus Tate")
    expect(page.get_by_role("img", name="Depression and anxiety over the weeks")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile(r"Came to \d+ of \d+ sessions"))).to_be_visible()
    look(page, "counselor-record")
    for tab, words in (("Sessions", "in all"), ("Measures", "PHQ-9")):
        page.get_by_role("navigation", name="Record").get_by_role("link", name=re.compile(tab)).click()
        expect(page.get_by_role("main")).to_contain_text(words)
        look(page, f"counselor-record-{tab.lower()}")
    page.get_by_role("link", name="People", exact=True).click()
    expect(page.get_by_role("link", name="Marcus Tate")).to_be_visible()
    look(page, "counselor-people")


def test_goes_from_the_door_to_a_mark_by_keyboard_alone(product: Any, visit: Visit) -> None:
    page = visit("Counselor", size=DESK)
    page.goto(product.past_group(2))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    target = line(page, 0).get_by_role("button", name="Missed", exact=True)

    for _ in range(15):
        page.keyboard.press("Tab")
        if target.evaluate("button => button === document.activeElement"):
            break
    expect(target).to_be_focused()
    outline = target.evaluate("button => getComputedStyle(button).outlineStyle")
    assert outline != "none", "what has the focus can't be seen"
    page.keyboard.press("Enter")

    expect(held(line(page, 0))).to_have_text("Missed")
    page.reload()
    expect(held(line(page, 0))).to_have_text("Missed")
