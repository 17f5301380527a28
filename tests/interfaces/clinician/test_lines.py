"""A line of a roster shows its own person, answer and remark, whatever a name is made of."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from stepwell.interfaces.clinician import lines
from stepwell.interfaces.clinician.lines import Around, ShownLine

PERSON, SESSION = UUID(int=7), UUID(int=8)
AROUND = Around(session_id=SESSION, token="token", back="today", is_closed=False)


def line_of(name: str = "Sam O.", *, remark: str = "", **row: Any) -> ShownLine:
    """As much of a line as is drawn."""
    usual = {
        "state": "here",
        "version": 3,
        "minutes_late": 0,
        "minutes_left_early": 0,
        "by_video": False,
        "reason": "",
        "makes_up_for_id": None,
    }
    line: Any = SimpleNamespace(
        chart=SimpleNamespace(person=SimpleNamespace(pk=PERSON, short_name=name)),
        attendance=SimpleNamespace(**(usual | row)),
        to_make_up=(),
        texted_at=None,
        came_before=2,
        sessions_before=3,
        words="",
        is_expected=False,
    )
    return ShownLine(line, key="fresh", remark=remark)


def test_a_line_has_its_own_person_version_and_key() -> None:
    drawn = lines.draw(line_of(), AROUND)

    assert drawn.count(f'name="person" value="{PERSON}"') == 2
    assert drawn.count('name="base_version" value="3"') == 2
    assert 'name="key" value="fresh"' in drawn
    assert 'name="key" value="fresh-d"' in drawn
    assert "Take back the last answer for Sam O." in drawn
    assert 'value="here" aria-pressed="true"' in drawn


def test_a_name_can_open_no_tag() -> None:
    drawn = lines.draw(line_of("<b>{{ key }}"), AROUND)

    assert "<b>" not in drawn
    assert "&lt;b&gt;{{ key }}" in drawn


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"state": "late", "minutes_late": 12}, 'inputmode="numeric" value="12"'),
        ({"state": "excused", "reason": "work"}, '<option value="work" selected>'),
        ({"by_video": True}, 'name="by_video" checked'),
        ({"makes_up_for_id": SESSION}, f'name="makes_up_for" value="{SESSION}"'),
    ],
)  # fmt: skip
def test_what_was_said_before_stands_in_the_details(row: dict[str, Any], words: str) -> None:
    assert words in lines.draw(line_of(**row), AROUND)
    assert words not in lines.draw(line_of(), AROUND)


def test_a_closed_session_has_lines_without_buttons() -> None:
    closed = Around(session_id=SESSION, token="token", back="", is_closed=True)

    drawn = lines.draw(line_of(remark="excused: work"), closed)

    assert "<button" not in drawn
    assert "excused: work" in drawn
