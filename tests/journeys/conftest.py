"""A real product for the journeys: `stepwell start` on a new folder, and a real Chromium."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

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


@dataclass(frozen=True)
class Product:
    """A running `stepwell start` with the demo: its address, its doors, its data folder."""

    address: str
    doors: dict[str, str]
    data: Path

    def door(self, role: str) -> str:
        """The sign-in link of a role, by the label that `stepwell start` prints before it."""
        return self.doors[role]

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database says, read beside the running product."""
        base = sqlite3.connect(f"file:{self.data / 'stepwell.sqlite3'}?mode=ro", uri=True, timeout=10)
        try:
            return base.execute(query, values).fetchall()
        finally:
            base.close()

    def past_group(self, place: int) -> str:
        """The address of a group session of Priya's that is over, counted back from the latest.

        Whatever the hour, it can be marked: amending is allowed. Tests that mark
        take different ones, so that none meets what another wrote.
        """
        found = self.rows(
            "SELECT s.id FROM schedule_session s JOIN program_staff t ON t.id = s.leader_id"
            " JOIN attendance_attendance a ON a.session_id = s.id"
            " WHERE t.given_name = 'Priya' AND s.group_id IS NOT NULL AND s.ends_at < ?"
            " AND s.status <> 'cancelled' AND a.state <> 'not_expected'"
            " GROUP BY s.id HAVING count(*) >= 6 ORDER BY s.starts_at DESC LIMIT 1 OFFSET ?",
            datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S"),
            place,
        )
        return f"/desk/sessions/{UUID(found[0][0])}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    data = Path(tempfile.mkdtemp(prefix="stepwell-journey-"))
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("STEPWELL_", "DJANGO_"))}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2] / "src")
    if "STEPWELL_DATABASE_URL" in os.environ:
        pytest.skip("the journeys run on the embedded default; the suite runs on both databases")
    process = subprocess.Popen(
        [sys.executable, "-m", "stepwell", "start", "--data", str(data / "new"), "--port", str(free_port())],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=(data / "stderr").open("w"),
        text=True,
    )
    try:
        yield _read_output(process, data)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
        shutil.rmtree(data, ignore_errors=True)


def _read_output(process: subprocess.Popen[str], data: Path) -> Product:
    """Read the doors and wait for the line that is the address alone."""
    assert process.stdout is not None
    doors: dict[str, str] = {}
    address = ""
    lines = []
    for line in process.stdout:
        lines.append(line)
        if re.fullmatch(r"http://127\.0\.0\.1:\d+/\n", line):
            address = line.strip()
        elif link := re.search(r"(http://127\.0\.0\.1:\d+/demo/\S+)", line):
            doors[line.replace(link[1], "").strip()] = link[1]
        if address and len(doors) >= 6:
            return Product(address, doors, data / "new")
    raise AssertionError("stepwell start ended:\n" + "".join(lines) + (data / "stderr").read_text())


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
        context.set_default_timeout(10_000)
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
