"""Who was admitted and came to a first session is in treatment from that day, unless a paper is missing."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from cast import Cast
from on_the_way import AT, TODAY, make_track, opened, own, wait
from stepwell.actions import admission_papers, admitting_enquiries, beginning_treatment, holding_seats
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.records.audit.models import AccessLine
from stepwell.records.episodes.models import Episode, EpisodeState
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance, AttendanceState

START = TODAY + timedelta(days=6)
FIRST = datetime.combine(START, time(23), tzinfo=UTC)
"""The evening of the first day at the site: 6 p.m. in Chicago."""
OVER = FIRST + timedelta(hours=3)


@pytest.fixture
def robin(cast: Cast) -> Episode:
    """Robin is admitted, and agreed to treatment; the notice of privacy practices isn't signed yet."""
    track, enquiry = make_track(cast), wait(cast)
    chart = opened(cast, enquiry)
    until = START + timedelta(days=2)
    holding_seats.offer(chart, enquiry, track_id=track.pk, starts_on=START, until=until, key="offer", at=AT)
    admission_papers.give_papers(chart, language="en", say=str, key="papers", at=AT)
    admission_papers.sign(own(cast, enquiry), "treatment_consent", key="sign", at=AT)
    admitted = admitting_enquiries.admit(
        chart, enquiry, starts_on=START, counselor_id=cast.priya.pk, key="admit", at=AT
    )
    return admitted.episode


def give_notice(cast: Cast, episode: Episode) -> None:
    admission_papers.sign(own(cast, episode.enquiry), "privacy_notice", key="notice", at=AT)


def attend(cast: Cast, episode: Episode, state: AttendanceState = AttendanceState.HERE) -> None:
    session = Session.objects.create(
        site=cast.riverside,
        service=cast.group.service,
        leader=cast.priya,
        title={"en": "First evening"},
        starts_at=FIRST,
        ends_at=OVER,
        held_on=START,
    )
    Attendance.objects.create(
        session=session, person=episode.person, episode=episode, state=state, starts_at=FIRST, held_on=START
    )


def state_of(episode: Episode) -> str:
    return Episode.objects.get(pk=episode.pk).state


def test_who_came_is_in_treatment_from_the_day_of_the_session(cast: Cast, robin: Episode) -> None:
    give_notice(cast, robin)
    attend(cast, robin)

    assert beginning_treatment.begin_treatment(at=OVER) == 1

    moved = EpisodeState.objects.get(episode=robin, state=State.ACTIVE.value)
    assert (state_of(robin), moved.from_on, moved.reason) == ("active", START, "first_session")
    assert AccessLine.objects.filter(actor="first sessions", what="episode").count() == 1


def test_while_the_session_goes_on_nothing_has_begun(cast: Cast, robin: Episode) -> None:
    give_notice(cast, robin)
    attend(cast, robin)

    assert beginning_treatment.begin_treatment(at=OVER - timedelta(seconds=1)) == 0
    assert state_of(robin) == "admitted"


@pytest.mark.parametrize("state", [AttendanceState.EXPECTED, AttendanceState.MISSED, AttendanceState.EXCUSED])
def test_who_did_not_come_stays_admitted(cast: Cast, robin: Episode, state: AttendanceState) -> None:
    give_notice(cast, robin)
    attend(cast, robin, state)

    assert beginning_treatment.begin_treatment(at=OVER) == 0
    assert state_of(robin) == "admitted"


def test_a_missing_paper_keeps_them_admitted_and_no_line_is_written_until_it_is_there(
    cast: Cast, robin: Episode
) -> None:
    attend(cast, robin)
    lines = AccessLine.objects.count()

    assert beginning_treatment.begin_treatment(at=OVER) == 0
    assert (state_of(robin), AccessLine.objects.count()) == ("admitted", lines)

    give_notice(cast, robin)
    assert beginning_treatment.begin_treatment(at=OVER + timedelta(minutes=1)) == 1


def test_records_brought_along_are_left_as_they_came(cast: Cast, robin: Episode) -> None:
    give_notice(cast, robin)
    attend(cast, robin)
    Episode.objects.filter(pk=robin.pk).update(external_id="file:7")

    assert beginning_treatment.begin_treatment(at=OVER) == 0


def test_it_begins_once(cast: Cast, robin: Episode) -> None:
    give_notice(cast, robin)
    attend(cast, robin)

    beginning_treatment.begin_treatment(at=OVER)

    assert beginning_treatment.begin_treatment(at=OVER + timedelta(minutes=1)) == 0
    assert EpisodeState.objects.filter(episode=robin).count() == 2
