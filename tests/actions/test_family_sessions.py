"""Family sessions are in the timetable like any other; a supporter answers, the counselor writes who came."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cast import Cast
from letting_in import family_session, invite, let_in, own, priyas, shut_out
from stepwell.actions import family_sessions, scheduling_sessions, shared_charts
from stepwell.actions.charts import NotHere
from stepwell.actions.shared_charts import Shared
from stepwell.domain.privacy.terms import Category
from stepwell.records.families.models import SupporterEntry, Word
from stepwell.records.schedule.models import Session

AHEAD = timedelta(days=2)


@pytest.fixture
def session(cast: Cast, at: datetime) -> Session:
    """A family session of Sam's the day after tomorrow."""
    return family_session(cast, starts_at=at + AHEAD, at=at)


def seen(cast: Cast, *, at: datetime) -> Shared:
    return shared_charts.open_shared(cast.sign_in(cast.elena_account), cast.sam.pk, at=at)


def answer(cast: Cast, shared: Shared, session: Session, *, is_coming: bool, key: str, at: datetime) -> None:
    by = cast.sign_in(cast.elena_account)
    family_sessions.answer(shared, by, session.pk, is_coming=is_coming, key=key, at=at)


def test_a_supporter_sees_when_and_where(cast: Cast, session: Session, at: datetime) -> None:
    let_in(cast, Category.FAMILY_SESSIONS, at=at)

    [one] = family_sessions.list_ahead(seen(cast, at=at))

    assert (one.starts, one.site, one.link, one.said.ahead) == (session.starts_at, "Riverside", "", None)


def test_who_was_granted_something_else_sees_none(cast: Cast, session: Session, at: datetime) -> None:
    let_in(cast, Category.SCHEDULE, at=at)
    shared = seen(cast, at=at)

    with pytest.raises(NotHere):
        family_sessions.list_ahead(shared)
    with pytest.raises(NotHere):
        answer(cast, shared, session, is_coming=True, key="a1", at=at)


def test_the_latest_answer_counts_and_the_first_stays(cast: Cast, session: Session, at: datetime) -> None:
    let_in(cast, Category.FAMILY_SESSIONS, at=at)
    answer(cast, seen(cast, at=at), session, is_coming=True, key="a1", at=at)
    answer(cast, seen(cast, at=at), session, is_coming=False, key="a2", at=at + timedelta(minutes=1))

    [one] = family_sessions.list_ahead(seen(cast, at=at))

    assert one.cannot
    assert SupporterEntry.objects.count() == 2


def test_an_answer_for_another_session_or_after_it_began_is_refused(
    cast: Cast, session: Session, at: datetime
) -> None:
    let_in(cast, Category.FAMILY_SESSIONS, at=at)
    with pytest.raises(NotHere):
        answer(cast, seen(cast, at=at), cast.today, is_coming=True, key="a1", at=at)
    begun = at + AHEAD + timedelta(minutes=5)
    with pytest.raises(family_sessions.TooLate):
        answer(cast, seen(cast, at=begun), session, is_coming=True, key="a2", at=begun)


def test_an_answer_after_the_grant_was_taken_away_writes_nothing(
    cast: Cast, session: Session, at: datetime
) -> None:
    let_in(cast, Category.FAMILY_SESSIONS, at=at)
    shared = seen(cast, at=at)
    shut_out(cast, at=at)

    with pytest.raises(NotHere):
        answer(cast, shared, session, is_coming=True, key="a1", at=at)
    assert not SupporterEntry.objects.exists()


def test_a_session_that_is_called_off_is_shown_to_nobody(cast: Cast, session: Session, at: datetime) -> None:
    let_in(cast, Category.FAMILY_SESSIONS, at=at)

    scheduling_sessions.cancel_session(session, by=cast.sign_in(cast.priya), at=at)

    assert family_sessions.list_ahead(seen(cast, at=at)) == []
    assert family_sessions.list_at_desk(priyas(cast, at=at), at=at) == []


def test_the_link_to_the_video_is_there_from_a_quarter_hour_before(cast: Cast, at: datetime) -> None:
    let_in(cast, Category.FAMILY_SESSIONS, at=at)
    family_session(cast, starts_at=at + timedelta(hours=1), by_video=True, at=at)

    links = [
        family_sessions.list_ahead(seen(cast, at=at + timedelta(minutes=minutes)))[0].link
        for minutes in (44, 46)
    ]

    assert links == ["", "https://video.example.invalid/riverside"]


def test_the_counselor_writes_down_who_came(cast: Cast, session: Session, at: datetime) -> None:
    let_in(cast, Category.FAMILY_SESSIONS, at=at)
    after = at + AHEAD + timedelta(hours=1)
    chart = priyas(cast, at=after)

    family_sessions.mark(chart, session.pk, cast.elena.pk, came=True, key="c1", at=after)

    [one] = family_sessions.list_at_desk(chart, at=after)
    [guest] = one.guests
    assert guest.said.afterward is Word.CAME


def test_nobody_is_marked_ahead_or_by_somebody_else(cast: Cast, session: Session, at: datetime) -> None:
    let_in(cast, Category.FAMILY_SESSIONS, at=at)
    after = at + AHEAD + timedelta(hours=1)

    with pytest.raises(family_sessions.TooEarly):
        family_sessions.mark(priyas(cast, at=at), session.pk, cast.elena.pk, came=True, key="c1", at=at)
    with pytest.raises(NotHere):
        family_sessions.mark(own(cast, at=after), session.pk, cast.elena.pk, came=True, key="c1", at=after)
    with pytest.raises(NotHere):
        family_sessions.mark(priyas(cast, at=after), session.pk, cast.nadia.pk, came=True, key="c1", at=after)


def test_who_was_only_invited_is_no_guest(cast: Cast, session: Session, at: datetime) -> None:
    invite(cast, at=at)

    [one] = family_sessions.list_at_desk(priyas(cast, at=at), at=at)

    assert one.guests == ()


def test_the_person_sees_what_their_supporter_said(cast: Cast, session: Session, at: datetime) -> None:
    let_in(cast, Category.FAMILY_SESSIONS, at=at)
    [before] = family_sessions.list_own(own(cast, at=at), at=at)
    assert [guest.said.ahead for guest in before.guests] == [None]

    answer(cast, seen(cast, at=at), session, is_coming=True, key="a1", at=at)

    [after] = family_sessions.list_own(own(cast, at=at), at=at)
    assert [guest.said.ahead for guest in after.guests] == [Word.COMING]
    assert family_sessions.list_own(own(cast, at=at + AHEAD), at=at + AHEAD) == []
