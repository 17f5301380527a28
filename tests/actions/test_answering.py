"""What a participant says ahead of a session."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cast import Cast
from stepwell.actions import answering, charts
from stepwell.actions.answering import NotAReason, TooLate
from stepwell.actions.charts import Chart, NotHere
from stepwell.records.effects.models import OutboxRow
from stepwell.records.sessions.models import Attendance, AttendanceEntry


@pytest.fixture
def sam(cast: Cast, at: datetime) -> Chart:
    return charts.open_own(cast.sign_in(cast.sam_account), what="intent", at=at)


def test_a_word_ahead_is_kept_once_and_told_once(cast: Cast, sam: Chart, at: datetime) -> None:
    for _ in range(2):
        answering.confirm(sam, session_id=cast.today.pk, key="k", at=at)

    assert Attendance.objects.get(session=cast.today, person=cast.sam).intent == "coming"
    assert OutboxRow.objects.filter(kind=answering.INTENT_TOLD, person_id=cast.sam.pk).count() == 1


def test_a_no_ahead_of_time_excuses_nothing_and_its_words_are_sealed(
    cast: Cast, sam: Chart, at: datetime
) -> None:
    row = answering.decline(
        sam, session_id=cast.today.pk, reason="work", words="double shift", key="k", at=at
    )

    assert (row.intent, row.state, row.reason) == ("cannot", "expected", "work")
    assert b"double" not in bytes(row.reason_words or b"")
    assert sam.read(bytes(row.reason_words or b"")) == "double shift"


def test_a_changed_mind_keeps_what_was_said_before(cast: Cast, sam: Chart, at: datetime) -> None:
    answering.decline(sam, session_id=cast.today.pk, reason="ill", words="a cold", key="a", at=at)
    row = answering.confirm(sam, session_id=cast.today.pk, key="b", at=at + timedelta(minutes=5))

    assert (row.intent, row.reason) == ("coming", "")
    reasons = (
        AttendanceEntry.objects.filter(attendance=row).order_by("version").values_list("reason", flat=True)
    )
    assert list(reasons)[-2:] == ["ill", ""]


def test_after_the_start_nothing_is_said_ahead(cast: Cast, sam: Chart) -> None:
    assert cast.today.starts_at is not None
    with pytest.raises(TooLate):
        answering.confirm(sam, session_id=cast.today.pk, key="k", at=cast.today.starts_at)

    just_before = cast.today.starts_at - timedelta(seconds=1)
    assert answering.confirm(sam, session_id=cast.today.pk, key="k", at=just_before).intent == "coming"


def test_a_reason_that_is_none_is_asked_again_and_its_key_stays_free(
    cast: Cast, sam: Chart, at: datetime
) -> None:
    with pytest.raises(NotAReason):
        answering.decline(sam, session_id=cast.today.pk, reason="", key="k", at=at)

    assert answering.decline(sam, session_id=cast.today.pk, reason="other", key="k", at=at).intent == "cannot"


def test_a_session_one_does_not_belong_to_is_not_there(cast: Cast, sam: Chart, at: datetime) -> None:
    Attendance.objects.filter(session=cast.today, person=cast.sam).update(state="not_expected")

    with pytest.raises(NotHere):
        answering.confirm(sam, session_id=cast.today.pk, key="k", at=at)
