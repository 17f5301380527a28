"""A group written down by the keyboard alone, through a lost network, by two at once, and signed."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from stepwell.demo.noted import LINES

Visit = Callable[..., Page]
Look = Callable[[Page, str], None]

pytestmark = pytest.mark.journey
DESK = {"width": 1440, "height": 900}
TABLET = {"width": 820, "height": 1180}
KEYS_A_PERSON = 3
"""Besides the words: how they took part, Enter to write, Enter to the next (docs/rules/notes.md)."""
BOTH = re.compile("Called a brother.*Wants a sponsor", re.DOTALL)
COUNT = """window.keys = 0;
addEventListener("keydown", (event) => { if (event.key !== "Control") window.keys += 1; }, true)"""


def group_without_notes(product: Any) -> str:
    """The latest group of Priya's with at least six who came, of which nothing is written yet."""
    found = product.rows(
        """
        SELECT session.id FROM schedule_session AS session
        JOIN program_staff AS staff ON staff.id = session.leader_id AND staff.given_name = 'Priya'
        JOIN attendance_attendance AS attendance
          ON attendance.session_id = session.id AND attendance.state IN ('here', 'late', 'left_early')
        LEFT JOIN notes_note AS note ON note.attendance_id = attendance.id
        WHERE session.group_id IS NOT NULL AND session.status = 'held'
        GROUP BY session.id HAVING count(attendance.id) > 5 AND count(note.id) = 0
        ORDER BY session.starts_at DESC LIMIT 1
        """
    )
    return f"/desk/sessions/{UUID(found[0][0])}"


def form_of(page: Page, person: str) -> Locator:
    return page.locator(f"#n-{person} form")


def end_the_server(data: Path) -> None:
    """End whatever answers pages, without a word; `stepwell start` begins it again."""
    ended = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = process.joinpath("environ").read_bytes() + process.joinpath("cmdline").read_bytes()
        except OSError:
            continue
        if str(data).encode() in words and b"commands.serving" in process.joinpath("cmdline").read_bytes():
            os.kill(int(process.name), signal.SIGKILL)
            ended += 1
    assert ended


def is_saved(form: Locator) -> None:
    expect(form.locator("[data-room-says]")).to_have_text(
        re.compile(r"^Saved \d\d:\d\d:\d\d$"), timeout=15_000
    )


def test_a_group_is_written_down_by_keys_and_nothing_typed_is_lost(
    product: Any, visit: Visit, look: Look
) -> None:
    group = group_without_notes(product)
    page = visit("Counselor", size=DESK)
    page.goto(group)
    page.get_by_label("What the group did").fill("Mapped one craving each, from trigger to end.")
    is_saved(page.locator("#about"))
    forms = page.locator("form[data-room-form]:has(textarea[name=line])")
    people = [forms.nth(place).locator("[name=person]").input_value() for place in range(forms.count())]
    assert len(people) > 4

    page.evaluate(COUNT)
    page.locator(f"#p-{people[0]}").focus()
    letters = 0
    for place, _ in enumerate(people):
        page.keyboard.press("1")
        page.keyboard.press("Enter")
        page.keyboard.type(LINES[place])
        page.keyboard.press("Enter")
        letters += len(LINES[place])
    assert page.evaluate("window.keys") - letters == KEYS_A_PERSON * len(people)
    for person in people:
        is_saved(form_of(page, person))
    look(page, "room")

    lost = form_of(page, people[1])
    page.context.set_offline(True)
    lost.locator("textarea").fill(LINES[1] + " Wants a sponsor.")
    expect(lost.locator("[data-room-says]")).to_contain_text("Kept on this device")
    other = visit("Counselor", size=TABLET)
    other.goto(group)
    with other.expect_response("**/notes"):
        form_of(other, people[1]).locator("textarea").fill(LINES[1] + " Called a brother.")
    page.context.set_offline(False)
    expect(lost.locator("textarea")).to_have_value(BOTH, timeout=20_000)
    expect(form_of(other, people[1]).locator("textarea")).to_have_value(BOTH, timeout=20_000)

    third = form_of(page, people[2])
    end_the_server(product.data)
    third.locator("textarea").fill(LINES[2] + " Typed while nothing answered.")
    page.wait_for_timeout(1500)  # until what stands there is about these words
    is_saved(third)
    page.reload()
    expect(form_of(page, people[2]).locator("textarea")).to_have_value(re.compile("while nothing answered"))
    expect(form_of(page, people[0]).locator("textarea")).to_have_value(LINES[0])

    page.locator(f"#p-{people[-1]}").focus()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Finish and sign")).to_be_visible()
    look(page, "room-sign")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"\d+ notes signed"))).to_be_visible()
    page.get_by_role("link", name=re.compile("Read or amend")).first.click()
    page.get_by_label("Why it is amended").fill("I mixed up two people.")
    page.get_by_label("The line as it should read").fill("Named one person to call.")
    page.get_by_role("button", name="Sign the amendment").click()
    expect(page.get_by_role("heading", name="Amendment", exact=True)).to_be_visible()
    expect(page.get_by_text(LINES[0])).to_be_visible()
    look(page, "room-note")
