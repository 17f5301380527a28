"""What a counselor has still to sign."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

import noted
from cast import Cast
from noted import AFTER
from stepwell.actions import notes_due
from stepwell.actions.attending import Answer

pytestmark = pytest.mark.django_db(transaction=True)


def _due(cast: Cast, *, later: timedelta = timedelta()) -> list[tuple[int, int]]:
    by = cast.sign_in(cast.priya)
    return [(one.signed, one.came) for one in notes_due.list_unsigned(by, at=AFTER + later)]


def test_a_session_is_due_until_each_of_its_notes_is_signed(cast: Cast) -> None:
    noted.write_all(cast)
    assert _due(cast) == [(0, 2)]
    noted.write(cast, cast.marcus, noted.Written(line=""), base=1)
    noted.sign(cast)
    assert _due(cast) == [(1, 2)]
    noted.write(
        cast, cast.marcus, noted.Written(noted.Participation.FREELY, line=noted.MARCUS), base=2, at=AFTER
    )
    noted.sign(cast)
    assert _due(cast) == []


def test_who_did_not_come_is_owed_no_note_and_an_old_session_leaves_the_list(cast: Cast) -> None:
    noted.mark(cast, cast.sam, Answer("missed"))
    assert _due(cast) == []
    noted.mark(cast, cast.marcus)
    assert _due(cast) == [(0, 1)]
    assert _due(cast, later=notes_due.REACHES_BACK) == []


def test_the_bar_counts_sessions_to_sign(cast: Cast) -> None:
    noted.write_all(cast)
    with time_machine.travel(AFTER, tick=False):
        assert notes_due.count_due(cast.sign_in(cast.priya)) == 1
        assert notes_due.count_due(cast.sign_in(cast.omar)) == 0
