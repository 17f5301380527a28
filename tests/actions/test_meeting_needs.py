"""Needs besides treatment have an owner, a day and an outcome, and keep their history."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cast import TODAY, ZONE, Cast
from letting_in import own, priyas
from stepwell.actions import charts, meeting_needs
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.meeting_needs import Outcome
from stepwell.domain.privacy.access import Purpose
from stepwell.records.needs.models import Need, NeedEntry, NeedKind


def add(chart: Chart, *, at: datetime, key: str = "n1", is_own: bool = False) -> Need:
    need = meeting_needs.add(
        chart, kind=NeedKind.HOUSING, words="A room by June", is_own=is_own, key=key, at=at
    )
    assert need is not None
    return need


def test_what_a_participant_writes_is_the_counselors_within_a_week(cast: Cast, at: datetime) -> None:
    add(own(cast, at=at), at=at)

    [one] = meeting_needs.list_needs(own(cast, at=at), at=at)

    assert (one.words, one.owner, one.need.due_on) == (
        "A room by June",
        cast.priya,
        TODAY + timedelta(days=7),
    )


def test_one_may_keep_a_need_for_oneself_and_end_it(cast: Cast, at: datetime) -> None:
    need = add(own(cast, at=at), at=at, is_own=True)

    meeting_needs.close(own(cast, at=at), need.pk, outcome=Outcome.MET, key="c1", at=at)

    [one] = meeting_needs.list_needs(own(cast, at=at), at=at)
    assert (one.owner, one.need.outcome) == (None, "met")


def test_a_participant_does_not_end_what_somebody_else_owns(cast: Cast, at: datetime) -> None:
    need = add(own(cast, at=at), at=at)

    with pytest.raises(NotHere):
        meeting_needs.close(own(cast, at=at), need.pk, outcome=Outcome.MET, key="c1", at=at)

    meeting_needs.close(priyas(cast, at=at), need.pk, outcome=Outcome.REFERRED, key="c2", at=at)
    assert Need.objects.get().outcome == "referred"


def test_handing_on_moves_owner_and_day_and_keeps_what_was(cast: Cast, at: datetime) -> None:
    need = add(priyas(cast, at=at), at=at)
    later = TODAY + timedelta(days=20)

    meeting_needs.hand_on(
        priyas(cast, at=at),
        need.pk,
        owner_id=cast.june.pk,
        due_on=later,
        words="Called the county",
        key="h1",
        at=at,
    )

    [one] = meeting_needs.list_needs(priyas(cast, at=at), at=at)
    assert (one.owner, one.need.due_on, one.note) == (cast.june, later, "Called the county")
    assert NeedEntry.objects.count() == 2


@pytest.mark.parametrize("who", ["omar", "ada", "grace"])
def test_only_counselors_and_intake_of_the_site_own_needs(cast: Cast, at: datetime, who: str) -> None:
    with pytest.raises(meeting_needs.CannotWrite):
        meeting_needs.add(
            priyas(cast, at=at),
            kind=NeedKind.RIDES,
            words="Bus pass",
            owner_id=getattr(cast, who).pk,
            key="n1",
            at=at,
        )


@pytest.mark.parametrize(("words", "days"), [("", 1), ("x" * 1001, 1), ("Bus pass", -1), ("Bus pass", 400)])
def test_bad_input_is_refused_in_words(cast: Cast, at: datetime, words: str, days: int) -> None:
    with pytest.raises(meeting_needs.CannotWrite):
        meeting_needs.add(
            priyas(cast, at=at),
            kind=NeedKind.RIDES,
            words=words,
            due_on=TODAY + timedelta(days=days),
            key="n1",
            at=at,
        )

    assert not Need.objects.exists()


def test_a_closed_need_stays_closed(cast: Cast, at: datetime) -> None:
    need = add(priyas(cast, at=at), at=at)
    meeting_needs.close(
        priyas(cast, at=at), need.pk, outcome=Outcome.NOT_MET, words="No room", key="c1", at=at
    )

    with pytest.raises(meeting_needs.IsOver):
        meeting_needs.close(priyas(cast, at=at), need.pk, outcome=Outcome.MET, key="c2", at=at)
    meeting_needs.close(priyas(cast, at=at), need.pk, outcome=Outcome.NOT_MET, key="c1", at=at)

    [one] = meeting_needs.list_needs(priyas(cast, at=at), at=at)
    assert (one.need.outcome, one.note) == ("not_met", "No room")


def test_sent_twice_is_kept_once_and_sealed(cast: Cast, at: datetime) -> None:
    add(own(cast, at=at), at=at)
    again = meeting_needs.add(
        own(cast, at=at), kind=NeedKind.HOUSING, words="A room by June", key="n1", at=at
    )

    assert again is None
    assert b"room" not in bytes(Need.objects.get().words)


def test_the_owner_finds_it_in_their_list_and_nobody_else(cast: Cast, at: datetime) -> None:
    add(own(cast, at=at), at=at)
    zone = ZoneInfo(ZONE)

    [mine] = meeting_needs.list_owed(cast.sign_in(cast.priya), at=at + timedelta(days=8), zone=zone)

    assert (mine.chart.person, mine.shown.is_overdue) == (cast.sam, True)
    assert meeting_needs.list_owed(cast.sign_in(cast.omar), at=at, zone=zone) == []


def test_who_runs_the_program_reads_no_needs(cast: Cast, at: datetime) -> None:
    graces = charts.open_for(cast.sign_in(cast.grace), cast.sam.pk, Purpose.OPERATIONS, what="record", at=at)

    with pytest.raises(NotHere):
        meeting_needs.list_needs(graces, at=at)
    with pytest.raises(NotHere):
        add(graces, at=at)
