"""Phone contacts and crisis talks, written down with their own times."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cast import AT, Cast
from noted import chart_of
from stepwell.actions import notes_kept, noting_calls
from stepwell.actions.noting_calls import CannotNote
from stepwell.domain.notes.signed import Kind
from stepwell.domain.notes.written import Written

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = Written(did="Called after the missed group.", line="Glad about the call; will come on Thursday.")


def _note(
    cast: Cast,
    kind: Kind = Kind.PHONE,
    minutes: int = 12,
    told: Written = TOLD,
    starts_at: datetime = AT - timedelta(hours=1),
    key: str = "",
) -> notes_kept.Kept:
    chart = chart_of(cast, cast.sam, at=AT)
    return noting_calls.write_down(
        chart, kind=kind, starts_at=starts_at, minutes=minutes, told=told, at=AT, key=key
    )


def test_a_call_is_signed_with_its_own_times(cast: Cast) -> None:
    last = _note(cast).last
    assert last is not None
    assert (last.text.kind, last.text.minutes, last.text.group_size) == (Kind.PHONE, 12, None)
    assert last.text.starts_at == "2026-05-12T11:00:00-05:00"
    assert [one.written.line for one in notes_kept.of_person(chart_of(cast, cast.sam, at=AT))] == [TOLD.line]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": Kind.GROUP},
        {"minutes": 0},
        {"minutes": 721},
        {"minutes": 90},
        {"told": Written(did="Called.")},
        {"starts_at": AT + timedelta(minutes=1)},
    ],
)
def test_a_call_that_does_not_fit_is_refused(cast: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(CannotNote):
        _note(cast, **wrong)  # type: ignore[arg-type]  # named above
    assert notes_kept.of_person(chart_of(cast, cast.sam, at=AT)) == []


def test_the_same_key_twice_is_one_note(cast: Cast) -> None:
    _note(cast, key="k")
    _note(cast, key="k")
    assert len(notes_kept.of_person(chart_of(cast, cast.sam, at=AT))) == 1
