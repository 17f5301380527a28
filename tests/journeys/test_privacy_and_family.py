"""The privacy officer's proof; a supporter who sees what was granted, and not a moment longer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Look = Callable[[Page, str], None]

pytestmark = pytest.mark.journey

DESK = {"width": 1440, "height": 900}


def test_the_trail_names_who_looked_and_who_was_refused(product: Any, visit: Visit, look: Look) -> None:
    counselor = visit("Counselor", size=DESK)
    counselor.goto("/find?q=Sam+Rey")
    counselor.get_by_role("main").get_by_role("link", name=re.compile("Sam Reyes")).click()
    sam = counselor.url.rsplit("/", 1)[-1]
    elsewhere = product.rows(
        "SELECT e.person_id FROM episodes_episode e JOIN program_site s ON s.id = e.site_id"
        " WHERE s.name = 'Hill' AND e.counselor_id IS NOT NULL LIMIT 1"
    )[0][0]
    refused = counselor.goto(f"/desk/people/{UUID(elsewhere)}")
    assert refused is not None
    assert refused.status == 404

    page = visit("Privacy officer", size=DESK)
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text="Priya Natarajan").filter(has_text="refused").first).to_be_visible()
    look(page, "privacy-trail")
    page.get_by_label(re.compile("Whose record")).fill("Sam R")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("listitem").get_by_role("link", name="Sam Reyes", exact=True).click()
    assert sam in page.url
    opened = (
        rows.filter(has_text="Priya Natarajan")
        .filter(has_text="opened: the record")
        .filter(has_text="treatment")
    )
    expect(opened.first).to_contain_text("yes")
    with page.expect_download() as began:
        page.get_by_role("link", name=re.compile("Everything about this person")).click()
    table = began.value.path().read_text(encoding="utf-8")
    assert table.splitlines()[0].startswith("at,who,role,purpose,what")
    assert "Priya Natarajan" in table

    page.goto("/trail/")
    page.get_by_role("link", name="Check the seal").click()
    expect(
        page.get_by_text(re.compile(r"The trail holds: [\d,]+ lines, none missing and none changed"))
    ).to_be_visible()
    look(page, "privacy-seal")


def test_a_loved_one_sees_what_was_signed_until_it_is_stopped(visit: Visit, look: Look) -> None:
    sam, elena = visit("Participant"), visit("Family")
    expect(elena.get_by_role("heading", name="Sam", exact=True)).to_be_visible()
    expect(elena.get_by_text("When to come")).to_be_visible()
    look(elena, "family-shared")

    sam.goto("/me/sharing/")
    look(sam, "sharing")
    sam.get_by_role("button", name="Stop now").click()
    expect(sam.get_by_text("Stopped. They see nothing of you any more.")).to_be_visible()
    elena.goto("/family/")
    assert "Sam" not in elena.locator("body").inner_text()

    sam.get_by_role("link", name="Share something").click()
    sam.get_by_label("When I am to come").check()
    sam.get_by_role("button", name="See what Elena would see").click()
    tried = sam.locator(".tried").inner_text()
    look(sam, "sharing-tried")
    sam.get_by_role("button", name="Sign").click()
    expect(sam.get_by_text("Signed. You can stop it here at any time.")).to_be_visible()
    elena.goto("/family/")
    assert tried.strip() == elena.locator("main section.card").first.inner_text().strip()


def test_family_sees_no_more_than_was_granted_and_finds_help(visit: Visit, look: Look) -> None:
    page = visit("Family")
    expect(page).to_have_title("Notes")
    expect(page.get_by_text("You see nothing about anybody here until that person agrees.")).to_be_visible()
    words = page.locator("body").inner_text()
    for never in ("Priya", "The last 7 days", "CBT", "Riverside"):
        assert never not in words
    look(page, "family-home")
    for address in ("/me/", "/me/progress", "/desk/", "/manage/", "/trail/"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status in (403, 404) or page.url.endswith("/family/"), address
        assert "Sam" not in page.locator("body").inner_text()

    page.goto("/family/")
    page.get_by_role("link", name="Help now", exact=True).click()
    expect(page.get_by_role("link", name="Call 988")).to_be_visible()
    look(page, "family-help")
    page.goto("/family/")
    page.get_by_role("button", name="Leave quickly").click()
    page.wait_for_url("**/away")
    page.goto("/family/")
    expect(page.get_by_text("Good that you are here")).to_have_count(0)
