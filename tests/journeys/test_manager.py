"""A manager on Friday afternoon: the week of a site, who falls short and why, and both to take along."""

from __future__ import annotations

import csv
import io
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime

import icalendar
import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Look = Callable[[Page, str], None]

pytestmark = pytest.mark.journey

DESK = {"width": 1440, "height": 900}


def test_sees_the_week_of_a_site_as_a_grid(visit: Visit, look: Look) -> None:
    page = visit("Manager", size=DESK)
    page.get_by_label("Site", exact=True).select_option(label="Riverside")
    page.get_by_role("button", name="Show", exact=True).click()
    slots = page.locator(".week-grid .slot")
    expect(slots.first).to_contain_text(re.compile(r"Room|Video"))
    assert slots.filter(has_text="Priya").count() > 0
    assert slots.filter(has_text=re.compile(r"\d+ (person|people) of \d+")).count() > 0
    look(page, "manager-week")
    days = page.locator(".week-day-col h3").all_inner_texts()

    page.get_by_role("link", name="Week after").click()
    assert page.locator(".week-day-col h3").all_inner_texts() != days
    expect(slots.first).to_be_visible()
    for view in ("room", "leader"):
        page.get_by_role("link", name=re.compile(view, re.IGNORECASE)).first.click()
        expect(page.locator("table.matrix tbody tr").first).to_be_visible()
        look(page, f"manager-week-by-{view}")
    page.get_by_label("Site", exact=True).select_option(label="Hill")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("table.matrix")).to_contain_text(re.compile("Omar|Mei-Ling|Kofi"))


def test_lists_who_falls_short_first_and_why(visit: Visit, look: Look) -> None:
    page = visit("Manager", size=DESK)
    page.get_by_role("link", name="Hours", exact=True).click()
    # A week ahead: what is planned doesn't depend on the weekday of today.
    page.get_by_role("link", name="Week after").click()
    rows = page.locator(".hours-table tbody tr")
    short = rows.filter(has_text=re.compile(r"\bshort\b"))
    assert short.count() > 0
    words = rows.all_inner_texts()
    under = [bool(re.search(r"\bshort\b", row)) for row in words]
    assert under == sorted(under, reverse=True), "somebody under hours stands below somebody who isn't"
    maria = rows.filter(has_text="María López")
    expect(maria).to_contain_text(re.compile(r"short[\s\S]*\w{4,}"))
    look(page, "manager-hours")

    with page.expect_download() as began:
        page.get_by_role("link", name="Export as CSV").click()
    assert re.fullmatch(r"hours-\d{4}-W\d{2}\.csv", began.value.suggested_filename)
    lines = list(csv.DictReader(io.StringIO(began.value.path().read_text(encoding="utf-8-sig"))))
    assert [line["Person"] for line in lines][:3] == [row.splitlines()[0] for row in words[:3]]
    of_maria = next(line for line in lines if line["Person"] == "María López")
    assert int(of_maria["Planned minutes"]) < int(of_maria["Floor in minutes"])
    assert int(of_maria["Minutes short"]) > 0
    assert of_maria["Why"]
    maria.get_by_role("link", name="María López").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("María López")
    look(page, "manager-person")


def test_takes_the_week_along_as_a_calendar_that_names_nobody(visit: Visit, look: Look) -> None:
    page = visit("Manager", size=DESK)
    page.get_by_role("link", name="Calendar feed").click()
    page.get_by_label("What it shows").select_option(label="Riverside")
    page.get_by_role("button", name=re.compile("Make an? (new )?address")).click()
    address = page.get_by_label("Address", exact=True).input_value()
    look(page, "manager-feed")

    with urllib.request.urlopen(address) as answer:
        assert answer.headers.get_content_type() == "text/calendar"
        written = answer.read()
    calendar = icalendar.Calendar.from_ical(written)
    events = calendar.walk("VEVENT")
    assert len(events) > 20
    assert {str(event["SUMMARY"]) for event in events} == {"Appointment"}
    assert any(event.start > datetime.now(UTC) for event in events)
    assert all(event.end > event.start for event in events)
    told = written.decode()
    for private in ("Sam", "Priya", "DBT", "craving", "recovery", "therapy", "Stepwell"):
        assert private.casefold() not in told.casefold(), private

    page.goto("/manage/feed")
    expect(page.locator("body")).not_to_contain_text(address.rsplit("/", 1)[-1])
    page.get_by_role("button", name="End the feed").click()
    expect(page.get_by_text("No feed yet")).to_be_visible()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address)


def test_looks_at_every_other_page_of_the_office(visit: Visit, look: Look) -> None:
    page = visit("Manager", size=DESK)

    for name, address in {
        "people": "/manage/people",
        "admit": "/manage/people/new",
        "groups": "/manage/groups",
        "group-new": "/manage/groups/new",
        "setup": "/manage/setup",
    }.items():
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
        look(page, f"manager-{name}")
