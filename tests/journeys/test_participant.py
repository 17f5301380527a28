"""A participant's first evening with it, on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Look = Callable[[Page, str], None]

pytestmark = pytest.mark.journey

PAGES = {
    "today": "/me/",
    "week": "/me/week",
    "progress": "/me/progress",
    "who": "/me/who",
    "help": "/me/help",
    "questions": "/me/measures/phq9",
    "sharing": "/me/sharing/",
    "letters": "/me/letters",
    "busy": "/me/busy",
    "contact": "/me/contact",
    "calendar": "/me/calendar",
}
DESK = {"width": 1440, "height": 900}


def test_says_what_tonight_brings_and_how_the_day_was(visit: Visit, look: Look) -> None:
    page = visit("Participant")
    expect(page).to_have_title("Notes")
    look(page, "participant-today")

    following = page.locator("#next")
    following.get_by_role("button", name="I'm coming").click()
    expect(page.locator("#messages").get_by_text("Your counselor sees that you're coming")).to_be_visible()
    expect(following).to_contain_text("You said you're coming.")

    following.locator("summary").click()
    following.get_by_label("Work", exact=True).check()
    following.get_by_label("A few words").fill("my shift moved")
    following.get_by_role("button", name="Say I can't make it").click()
    expect(page.get_by_role("heading", name="Another time")).to_be_visible()
    look(page, "participant-another-time")
    page.goto("/me/")
    expect(following).to_contain_text("You said you can't make it.")
    look(page, "participant-cannot-come")

    page.get_by_label("Good", exact=True).check()
    page.get_by_label("Craving", exact=True).fill("3")
    page.get_by_text("Sleep, use, a few words").click()
    page.get_by_label("Hours of sleep").fill("6.5")
    page.locator("#check-in textarea").fill("walked home with Lee")
    page.locator("#check-in").get_by_role("button", name="Save").click()
    expect(page.locator("[data-checkin-says]")).to_contain_text("Your counselor reads it")

    page.reload()
    expect(page.get_by_label("Good", exact=True)).to_be_checked()
    expect(page.get_by_label("Craving", exact=True)).to_have_value("3")
    expect(page.get_by_label("Hours of sleep")).to_have_value("6.5")
    expect(page.locator("#check-in textarea")).to_have_value("walked home with Lee")


def test_looks_through_the_weeks_and_the_progress(visit: Visit, look: Look) -> None:
    page = visit("Participant")
    page.get_by_role("link", name="Week", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My week")
    days = page.locator(".days > li")
    expect(days).to_have_count(7)
    look(page, "participant-week")
    this_week = days.first.inner_text()

    page.get_by_role("link", name="Week after").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Week of")
    assert days.first.inner_text() != this_week
    page.get_by_role("link", name="Week before").click()
    page.get_by_role("link", name="Week before").click()
    expect(page.locator(".meeting").first).to_contain_text("hours")
    look(page, "participant-week-before")
    page.get_by_role("link", name="This week").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My week")

    page.get_by_role("link", name="Progress").click()
    mood = page.get_by_role("region", name="PHQ-9")
    expect(mood.get_by_role("img", name="Your PHQ-9 scores")).to_be_visible()
    expect(mood).to_contain_text("scale's own error")
    mood.get_by_text("As a table").click()
    numbers = mood.get_by_role("cell").all_inner_texts()
    assert any(re.fullmatch(r"\d+", number.strip()) for number in numbers), numbers
    look(page, "participant-progress")


def test_help_is_one_tap_away_on_every_page(visit: Visit, look: Look) -> None:
    page = visit("Participant")

    for name, address in PAGES.items():
        page.goto(address)
        expect(page).to_have_title("Notes")
        box = page.get_by_role("link", name="Help now", exact=True).bounding_box()
        assert box, f"no way to Help now on {address}"
        assert box["height"] >= 44, f"{address}: the link to Help now is too small for a thumb"
        assert 0 <= box["y"] <= 844 - box["height"], f"{address}: Help now is not in sight"
        look(page, f"participant-page-{name}")
        page.get_by_role("link", name="Help now", exact=True).click()
        expect(page.get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
        expect(page.get_by_role("link", name="Text 988")).to_have_attribute("href", "sms:988")


def test_an_answer_above_zero_to_question_nine_reaches_a_person(visit: Visit, look: Look) -> None:
    page = visit("Participant")
    page.goto("/me/who")
    openings = page.get_by_text("Priya Natarajan LCSW, your counselor, opened your record.")
    seen_before = page.locator(".log.who dd").all_inner_texts()

    page.goto("/me/measures/phq9")
    questions = page.locator("fieldset.question")
    for place in range(9):
        expect(page.get_by_role("link", name="Call 988")).to_be_hidden()
        questions.nth(place).locator("label.option").nth(1).click()
        if place == 8:
            expect(page.get_by_role("link", name="Call 988")).to_be_in_viewport()
            look(page, "participant-help-at-once")
        page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Look it over").click()
    expect(page.get_by_role("link", name="Call 988")).to_be_visible()
    look(page, "participant-question-nine")
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_url(re.compile(r"/me/help$"))
    expect(page.get_by_role("link", name="Call 988")).to_be_visible()
    expect(page.get_by_text(re.compile("Priya Natarajan was asked to call you by"))).to_be_visible()
    look(page, "participant-help-with-caller")

    desk = visit("Counselor", size=DESK)
    desk.get_by_role("link", name="Tasks").click()
    task = desk.locator(".card").filter(has=desk.get_by_role("link", name="Sam R.")).first
    expect(task).to_contain_text("Talk about safety")
    expect(task).to_contain_text(re.compile(r"\d+ minutes? left"))
    look(desk, "counselor-tasks")
    task.get_by_role("link", name="Sam R.").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Sam Reyes")

    page.goto("/me/who")
    expect(openings.first).to_be_visible()
    now = page.locator(".log.who dd").all_inner_texts()
    opening = "Priya Natarajan LCSW, your counselor, opened your record."
    assert now.count(opening) == seen_before.count(opening) + 1
    look(page, "participant-who-looked")
    page.get_by_role("link", name="Check its seal").click()
    expect(page.get_by_text("The seal holds.")).to_be_visible()


@pytest.mark.parametrize("way", ["by the button", "by three Shifts"])
def test_leaves_quickly_and_back_finds_nothing(visit: Visit, look: Look, way: str) -> None:
    page = visit("Participant")
    page.get_by_role("link", name="Week", exact=True).click()
    page.get_by_role("link", name="Privacy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who looked")

    if way == "by the button":
        page.get_by_role("button", name="Leave quickly").click()
    else:
        page.wait_for_load_state()  # keys are heard from then on; before it, only the button answers
        for _ in range(3):
            page.keyboard.press("Shift")

    page.wait_for_url("**/away")
    expect(page.get_by_role("heading", name="Kitchen conversions")).to_be_visible()
    look(page, "participant-left")
    for _ in range(4):
        page.go_back()
        if page.url == "about:blank":
            break
        shown = page.locator("body").inner_text() + page.title()
        for private in ("Sam", "Priya", "Coping", "Who looked", "hours"):
            assert private not in shown, f"Back shows {private!r} at {page.url}"
    page.goto("/me/")
    expect(page.get_by_label("Craving", exact=True)).to_have_count(0)
