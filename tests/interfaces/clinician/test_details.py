"""The details of a line, drawn once for a roster and filled in for each."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString

from stepwell.interfaces.clinician import rosters
from stepwell.interfaces.clinician.rosters import Blanks

PERSON = UUID(int=7)


def line_of(name: str, *lost: str) -> Any:
    """As much of a line as is filled in."""
    chart = SimpleNamespace(person=SimpleNamespace(pk=PERSON, short_name=name))
    line = SimpleNamespace(chart=chart, attendance=SimpleNamespace(version=3), to_make_up=lost)
    return SimpleNamespace(
        key="fresh", line=line, lost_options=SafeString("<option>@name@</option>" * len(lost))
    )


def test_each_line_gets_its_own_person_version_and_key() -> None:
    drawn = '<input value="@person@"><input value="@version@"><input value="@key@-d"> @name@'

    filled = rosters.fill_in(line_of("Sam O."), Blanks(drawn, ""))

    assert filled == f'<input value="{PERSON}"><input value="3"><input value="fresh-d"> Sam O.'


def test_a_name_can_open_no_tag_and_stands_for_no_gap() -> None:
    filled = rosters.fill_in(line_of("<b>@key@"), Blanks("<p>@name@</p>", ""))

    assert filled == "<p>&lt;b&gt;@key@</p>"


def test_who_has_sessions_to_make_up_for_chooses_among_them() -> None:
    blanks = Blanks("@name@", "<select>@lost@</select> @name@")

    assert rosters.fill_in(line_of("Sam O.", "Monday"), blanks) == (
        "<select><option>@name@</option></select> Sam O."
    )
    assert rosters.fill_in(line_of("@lost@", "Monday"), blanks).endswith("@lost@")
    assert rosters.fill_in(line_of("Sam O."), blanks) == "Sam O."
