"""The same pages in Spanish, in the dark, on a narrow phone, and with large text."""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

Visit = Callable[..., Page]
Look = Callable[[Page, str], None]

pytestmark = pytest.mark.journey

CATALOG = Path(__file__).parents[2] / "src/stepwell/locale/es/LC_MESSAGES/django.mo"
CHROMIUM = os.environ.get("STEPWELL_CHROMIUM", "/usr/bin/chromium")
DESK = {"width": 1440, "height": 900}
PHONE_PAGES = (
    "/me/",
    "/me/week",
    "/me/progress",
    "/me/who",
    "/me/help",
    "/me/measures/phq9",
    "/me/sharing/",
    "/me/letters",
    "/me/busy",
    "/me/contact",
)
DESK_PAGES = ("/desk/", "/desk/people", "/desk/groups", "/desk/tasks")
OFFICE_PAGES = ("/manage/", "/manage/hours", "/manage/people", "/manage/groups")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdg]|%[sd]|\{\w+\}|%%")
ENGLISH = re.compile(r"\b(the|your|you|with|and|this|are|is|of|for)\b", re.IGNORECASE)
WORDS = """() => {
  const shown = document.body.cloneNode(true);
  const others = "[lang=en], script, textarea, dialog, [hidden], template";
  for (const other of shown.querySelectorAll(others)) other.remove();
  const said = [...shown.querySelectorAll("[aria-label], [title], [placeholder]")].flatMap((one) =>
    ["aria-label", "title", "placeholder"].map((name) => one.getAttribute(name)).filter(Boolean));
  return (shown.textContent + "\\n" + said.join("\\n")).replace(/\\s+/g, " ");
}"""


def english_sentences() -> Iterator[str]:
    """The fixed parts of every message that has a Spanish form of its own."""
    with CATALOG.open("rb") as file:
        known = gettext.GNUTranslations(file)
    for key, spanish in known._catalog.items():  # type: ignore[attr-defined]  # the only list of what it holds
        english = key[0] if isinstance(key, tuple) else key
        english = english.split("\x04")[-1]
        if english == spanish:
            continue
        for part in PLACEHOLDER.split(english):
            words = part.strip(" .,:;")
            if len(words.split()) >= 2 and len(words) >= 10:
                yield words


@pytest.fixture(scope="module")
def large_browser(browser: Browser) -> Iterator[Browser]:
    """A browser whose owner has set letters of 200 %, so that layouts answer as they would for them."""
    large = browser.browser_type.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--disable-gpu", "--blink-settings=defaultFontSize=32"],
    )
    yield large
    large.close()


@pytest.fixture(scope="module")
def english() -> list[str]:
    found = sorted(set(english_sentences()))
    assert len(found) > 300, "the Spanish catalog is nearly empty"
    return found


def assert_spanish(page: Page, english: list[str], *, besides: str = "") -> None:
    expect(page.locator("html")).to_have_attribute("lang", "es")
    words = page.evaluate(WORDS)
    left = [sentence for sentence in english if sentence in words]
    assert not left, f"{page.url}: English on a Spanish page: {left[:8]}"
    common = [found.group(0) for found in ENGLISH.finditer(words.replace(besides, "") if besides else words)]
    assert not common, f"{page.url}: English words on a Spanish page: {common[:8]}"


def test_a_participant_reads_spanish(visit: Visit, look: Look, english: list[str]) -> None:
    page = visit("Participant")
    page.get_by_role("button", name="Español").click()
    try:
        for address in PHONE_PAGES:
            page.goto(address)
            assert_spanish(page, english)
            look(page, f"es-phone{address.replace('/', '-')}")
    finally:  # the account keeps its language, and others come after this test
        page.goto("/me/")
        page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_counselor_and_a_manager_read_spanish(visit: Visit, look: Look, english: list[str]) -> None:
    for role, addresses in (("Counselor", DESK_PAGES), ("Manager", OFFICE_PAGES)):
        page = visit(role, size=DESK)
        page.get_by_role("button", name="Español").click()
        try:
            for address in addresses:
                page.goto(address)
                assert_spanish(page, english)
                look(page, f"es-desk{address.replace('/', '-')}")
        finally:
            page.goto(addresses[0])
            page.get_by_role("button", name="English").click()


SHAPES: dict[str, dict[str, Any]] = {
    "dark": {"color_scheme": "dark"},
    "narrow": {"size": {"width": 320, "height": 640}},
    "large": {},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_breaks(visit: Visit, fits: Look, look: Look, large_browser: Browser, shape: str) -> None:
    # Colors alone are new in the dark: there axe reads the pages once more.
    see = look if shape == "dark" else fits
    options = {**SHAPES[shape], **({"browser": large_browser} if shape == "large" else {})}
    pages = {"Participant": PHONE_PAGES[:6], "Counselor": DESK_PAGES, "Manager": OFFICE_PAGES[:2]}
    for role, addresses in pages.items():
        page = visit(role, **({} if role == "Participant" else {"size": DESK}) | options)
        for address in addresses:
            page.goto(address)
            if shape == "large":
                size = page.evaluate("getComputedStyle(document.body).fontSize")
                assert float(size.removesuffix("px")) >= 32, f"letters of {size}, not 200 %"
            see(page, f"{shape}{address.replace('/', '-')}")
