"""Family sessions as a supporter and the counselor see them: when, where, who means to come, who came.

The sessions themselves are in the timetable like any other: a service of the kind "family", with or without a
group.
A supporter is asked only about sessions of somebody who lets them see family sessions now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from stepwell.actions import granting, once, shared_charts
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.granting import Grant
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.shared_charts import Shared
from stepwell.actions.week_facts import is_by_video
from stepwell.actions.weeks import JOIN_BEFORE
from stepwell.domain.privacy.access import Part, Purpose
from stepwell.domain.privacy.terms import Category
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.families.models import AHEAD, SupporterEntry, Word
from stepwell.records.people.models import Supporter
from stepwell.records.program.models import ServiceKind
from stepwell.records.schedule.models import Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState

BEHIND = timedelta(days=28)
FORWARD = timedelta(days=28)
MOST = 40


class TooLate(Refusal):
    """The session has begun: nobody is asked any more whether they come."""


class TooEarly(Refusal):
    """The session hasn't begun: nobody can have come."""


@dataclass(frozen=True)
class Said:
    """What is known of one supporter and one session."""

    ahead: Word | None = None
    afterward: Word | None = None


@dataclass(frozen=True)
class FamilySession:
    """A family session as a supporter is told of it: time, place, their own word. Nobody else who comes."""

    session_id: UUID
    starts: datetime
    ends: datetime
    by_video: bool
    site: str
    address: str
    link: str
    """To the video, while its door is open."""
    said: Said

    @property
    def is_coming(self) -> bool:
        return self.said.ahead is Word.COMING

    @property
    def cannot(self) -> bool:
        return self.said.ahead is Word.CANNOT


@dataclass(frozen=True)
class Guest:
    """A supporter at a session, for the counselor."""

    grant: Grant
    said: Said


@dataclass(frozen=True)
class DeskSession:
    """A family session of one person, for the counselor."""

    session: Session
    by_video: bool
    has_begun: bool
    guests: tuple[Guest, ...]


def list_ahead(shared: Shared) -> list[FamilySession]:
    """The family sessions of the next two weeks; NotHere where they aren't granted."""
    shared.need(Category.FAMILY_SESSIONS)
    rows = shared.family_attendances()
    said = _said([shared_charts.supporter_of(shared)], [row.session_id for row in rows]) if rows else {}
    return [_shown(row, shared, said) for row in rows]


@transaction.atomic(durable=True)
def answer(
    shared: Shared, by: SignedIn, session_id: UUID, *, is_coming: bool, key: str, at: datetime
) -> None:
    """The supporter says whether they come. Until the session begins they may change their mind."""
    supporter = shared_charts.supporter_of(shared)
    row = next((one for one in shared.family_attendances() if one.session_id == session_id), None)
    if row is None or not shared_charts.is_open_to(supporter, Category.FAMILY_SESSIONS, at=at):
        raise NotHere("There is no such session.")
    if row.session.starts_at is None or row.session.starts_at <= at:
        raise TooLate(gettext_noop("This session has begun. You can still come."))
    if once.is_first_time(key, action="answer_family_session", account_id=by.account_id, at=at):
        word = Word.COMING if is_coming else Word.CANNOT
        _write(row.session, supporter, word, by=by, at=at)
        shared_charts.note(by, shared.person, "family_session", about=session_id, at=at)


def list_at_desk(chart: Chart, *, at: datetime) -> list[DeskSession]:
    """Family sessions of the last and the next four weeks, the latest first, with the supporters let in."""
    chart.need(Part.CONSENTS)
    rows = list(_of(chart, at=at).order_by("-starts_at")[:MOST])
    grants = granting.list_grants(chart, at=at)
    said = _said([one.invited.supporter for one in grants], [row.session_id for row in rows])
    return [
        DeskSession(
            row.session,
            row.by_video or is_by_video(row.session),
            bool(row.session.starts_at and row.session.starts_at <= at),
            tuple(_guests(grants, row, said)),
        )
        for row in rows
    ]


def list_own(chart: Chart, *, at: datetime) -> list[DeskSession]:
    """The person's own family sessions that are ahead, the next first, with what each supporter said."""
    ahead = [one for one in list_at_desk(chart, at=at) if not one.has_begun]
    return sorted(ahead, key=lambda one: one.session.starts_at or at)


@transaction.atomic(durable=True)
def mark(chart: Chart, session_id: UUID, supporter_key: UUID, *, came: bool, key: str, at: datetime) -> None:
    """The counselor writes down whether a supporter came. A mistake is written over by the next entry."""
    if chart.purpose is not Purpose.TREATMENT:
        raise NotHere("There is no such page.")
    grant = granting.find_grant(chart, supporter_key, at=at)
    row = _of(chart, at=at).filter(session=session_id).first()
    if row is None:
        raise NotHere("There is no such session.")
    if row.session.starts_at is None or row.session.starts_at > at:
        raise TooEarly(gettext_noop("This session hasn't begun. Write down who came when it has."))
    if once.is_first_time(key, action="mark_supporter", account_id=chart.by.account_id, at=at):
        word = Word.CAME if came else Word.DID_NOT_COME
        _write(row.session, grant.invited.supporter, word, by=chart.by, at=at)
        chart.note("family_session", session_id, at=at)


def _of(chart: Chart, *, at: datetime) -> QuerySet[Attendance]:
    """The person's family sessions around now that are not called off."""
    rows = chart.attendances_and_sessions.filter(
        session__service__kind=ServiceKind.FAMILY, starts_at__gt=at - BEHIND, starts_at__lt=at + FORWARD
    )
    rows = rows.exclude(state=AttendanceState.NOT_EXPECTED)
    return rows.exclude(session__status=SessionStatus.CANCELLED)


def _guests(
    grants: Sequence[Grant], row: Attendance, said: Mapping[tuple[UUID, UUID], Said]
) -> Iterable[Guest]:
    for grant in grants:
        found = said.get((grant.invited.supporter.pk, row.session_id), Said())
        is_let_in = grant.sees[Category.FAMILY_SESSIONS]
        if is_let_in or found != Said():
            yield Guest(grant, found)


def _said(supporters: Sequence[Supporter], sessions: Sequence[UUID]) -> dict[tuple[UUID, UUID], Said]:
    """The latest word of each kind, by supporter and session."""
    rows = SupporterEntry.objects.filter(supporter__in=supporters, session__in=sessions)
    ahead: dict[tuple[UUID, UUID], Word] = {}
    afterward: dict[tuple[UUID, UUID], Word] = {}
    for row in rows.order_by("written_at", "pk"):
        word = Word(row.word)
        (ahead if word in AHEAD else afterward)[row.supporter_id, row.session_id] = word
    return {key: Said(ahead.get(key), afterward.get(key)) for key in {*ahead, *afterward}}


def _write(session: Session, supporter: Supporter, word: Word, *, by: SignedIn, at: datetime) -> None:
    assert by.account_id is not None  # no job speaks for a supporter
    SupporterEntry.objects.create(
        session=session, supporter=supporter, word=word, written_at=at, written_by=by.account_id
    )


def _shown(row: Attendance, shared: Shared, said: Mapping[tuple[UUID, UUID], Said]) -> FamilySession:
    session, zone = row.session, shared.zone
    assert session.starts_at is not None  # the query asks for an end, and has a start with it
    assert session.ends_at is not None
    opens = session.starts_at - JOIN_BEFORE <= shared.at < session.ends_at
    mine = next((found for (_, session_id), found in said.items() if session_id == session.pk), Said())
    return FamilySession(
        session_id=session.pk,
        starts=session.starts_at.astimezone(zone),
        ends=session.ends_at.astimezone(zone),
        by_video=row.by_video or is_by_video(row.session),
        site=session.site.name,
        address=session.site.address,
        link=session.video_link if opens else "",
        said=mine,
    )
