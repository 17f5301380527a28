"""A real product for the journeys: `stepwell start` on a new folder, and a real Chromium."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from journeys.running import Product, running

CHROMIUM = os.environ.get("STEPWELL_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
PICTURES = os.environ.get("STEPWELL_PICTURES")
"""A folder to put a picture of each page in, for looking at."""
PATIENCE = 20_000
"""Milliseconds a page may take: two products, their solvers and two browsers share two cores."""
expect.set_options(timeout=PATIENCE)
collect_ignore = ["clock"]
"""Imported only by the product's own processes, which name the file that moves their clock."""


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is missing: install Debian's chromium, or name yours in STEPWELL_CHROMIUM.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(product: Product, browser: Browser) -> Iterator[Visit]:
    """A new browser for somebody: `visit("Participant")` comes in by the demo's door of that role.

    Nothing that a page's scripts throw, and nothing that the content policy stops, goes unseen.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    usual = browser

    def open_for(
        role: str | None = None, *, size: dict[str, int] = PHONE, browser: Browser = usual, **options: Any
    ) -> Page:
        context = browser.new_context(viewport=size, base_url=product.address, **options)  # type: ignore[arg-type]  # a plain dict of two sizes
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda said: (
                problems.append(f"{page.url}: {said.text}")
                if "Content Security Policy" in said.text
                else None
            ),
        )
        page.goto(product.door(role) if role else product.address)
        return page

    yield open_for
    for context in contexts:
        context.close()
    assert not problems, "the browser complained: " + "; ".join(problems)


Look = Callable[[Page, str], None]


@pytest.fixture
def fits() -> Look:
    """Nothing is wider than the window; a picture of the page is taken where asked."""

    def at(page: Page, name: str) -> None:
        page.wait_for_load_state()  # a page that has just sent somebody on has nothing to measure yet
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} px wider than the window"

    return at


@pytest.fixture
def look(fits: Look) -> Look:
    """The page fits, and axe, which reads it, finds nothing serious."""
    axe = Axe()

    def at(page: Page, name: str) -> None:
        fits(page, name)
        found = json.loads(json.dumps(axe.run(page).response))["violations"]
        serious = [
            f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
            for violation in found
            if violation["impact"] in ("serious", "critical")
        ]
        assert not serious, f"{name}: {serious}"

    return at
