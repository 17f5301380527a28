"""The details of a line, drawn once for a roster and filled in for each."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from stepwell.interfaces.clinician import rosters

PERSON = UUID(int=7)


def line_of(name: str) -> Any:
    """As much of a line as is filled in."""
    chart = SimpleNamespace(person=SimpleNamespace(pk=PERSON, short_name=name))
    return SimpleNamespace(
        key="fresh", line=SimpleNamespace(chart=chart, attendance=SimpleNamespace(version=3))
    )


def test_each_line_gets_its_own_person_version_and_key() -> None:
    drawn = '<input value="@person@"><input value="@version@"><input value="@key@-d"> @name@'

    filled = rosters.fill_in(line_of("Sam O."), drawn)

    assert filled == f'<input value="{PERSON}"><input value="3"><input value="fresh-d"> Sam O.'


def test_a_name_can_open_no_tag_and_stands_for_no_gap() -> None:
    filled = rosters.fill_in(line_of("<b>@key@"), "<p>@name@</p>")

    assert filled == "<p>&lt;b&gt;@key@</p>"
