"""The text that a signature fixes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from stepwell.domain.notes import signed
from stepwell.domain.notes.standing import Standing, standing_of


def test_a_text_has_one_spelling_and_any_other_letter_another_hash() -> None:
    spelled = signed.spell(signed.EXAMPLE)
    other = signed.spell(replace(signed.EXAMPLE, line=signed.EXAMPLE.line + " "))
    assert signed.read(spelled) == signed.EXAMPLE
    assert signed.hash_of(spelled) != signed.hash_of(other)


@pytest.mark.parametrize(("hours", "late"), [(0, False), (24, False), (25, True)])
def test_a_note_signed_more_than_a_day_after_the_session_is_a_late_entry(hours: int, late: bool) -> None:
    ended = datetime(2026, 5, 12, 21, tzinfo=UTC)
    assert signed.is_late(ended, ended + timedelta(hours=hours)) is late


def test_a_note_stands_somewhere_for_every_case() -> None:
    asked = {"is_blank": True, "is_signed": False, "waits": False}
    assert standing_of(came=False, **asked) is Standing.NOT_NEEDED
    assert standing_of(came=True, **asked) is Standing.TO_WRITE
    assert standing_of(came=True, **{**asked, "is_blank": False}) is Standing.DRAFT
    assert standing_of(came=False, **{**asked, "is_blank": False}) is Standing.DRAFT
    assert standing_of(came=True, is_blank=False, is_signed=True, waits=True) is Standing.WAITING
    assert standing_of(came=False, is_blank=False, is_signed=True, waits=False) is Standing.SIGNED
