"""A guest at one session: somebody who comes to a group's session once, most often to make up for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from stepwell.actions import attending, finding, once, rosters, week_facts
from stepwell.actions.charts import Chart
from stepwell.actions.finding import Found
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.episodes.models import Episode, KeepApart
from stepwell.records.schedule.models import Group, Session, SessionStatus
from stepwell.records.sessions.models import CAME, Attendance, AttendanceState


class CannotCome(Refusal):
    """The session can't take this person; the sentence never tells of anybody else at it."""


@dataclass(frozen=True)
class Guests:
    """A session, those whose names were asked for, and who of everybody is on its list already."""

    session: Session
    found: Found
    on_list: frozenset[UUID]


def look_for_guests(by: SignedIn, session_id: UUID, text: str, *, at: datetime) -> Guests:
    """People in the program whose names begin so, to be added to a session at one of the reader's sites."""
    session = attending.get_session(by, session_id)
    found = finding.find(by, text, at=at, only_open=True)
    return Guests(session, found, frozenset(_listed(session).values_list("person_id", flat=True)))


@transaction.atomic(durable=True)
def add_guest(chart: Chart, *, session_id: UUID, at: datetime, key: str = "") -> Attendance | None:
    """Expect somebody at this one session of a group; adding twice is adding once.

    A session that is over takes guests too, since who came is often written down the day after.
    None when the same `key` was there before and the person has left the list since.
    """
    session = attending.get_session(chart.by, session_id)
    if not once.is_first_time(key, action="add_guest", account_id=chart.by.account_id, at=at):
        return chart.attendances.filter(pk__in=_listed(session)).first()
    if session.status == SessionStatus.CANCELLED or session.group_id is None or session.ends_at is None:
        raise CannotCome(gettext_noop("Only a session of a group that takes place can have guests."))
    # Trap: joining and planning take this lock too; without it two guests could take the last place.
    group = Group.objects.select_for_update(of=("self",)).get(pk=session.group_id)
    there = chart.attendances.filter(pk__in=_listed(session)).first()
    if there is not None:
        return there
    episode = _episode(chart, session)
    _refuse_unfit(chart, session, places=group.max_members)
    rosters.expect(episode, [session], by=chart.by, at=at)
    row = chart.attendances.get(session=session)
    chart.note("session", row.pk, at=at, state=str(row.state))
    return row


def _listed(session: Session) -> QuerySet[Attendance]:
    return Attendance.objects.filter(session=session).exclude(state=AttendanceState.NOT_EXPECTED)


def _episode(chart: Chart, session: Session) -> Episode:
    episode = next((one for one in chart.episodes if one.is_open), None)
    if episode is None or (episode.starts_on and session.held_on and episode.starts_on > session.held_on):
        raise CannotCome(gettext_noop("This person was not in the program on the day of this session."))
    if episode.site_id != session.site_id:
        # Who leads here may not read this person's record, so nobody could mark them on this roster.
        raise CannotCome(gettext_noop("This person's program is at another site. Choose a session there."))
    return episode


def _refuse_unfit(chart: Chart, session: Session, *, places: int) -> None:
    person = chart.person
    pairs = KeepApart.objects.filter(Q(first=person) | Q(second=person), voided_at=None)
    apart = {key for pair in pairs.values_list("first_id", "second_id") for key in pair} - {person.pk}
    avoided = week_facts.avoided_leaders([person.pk]).get(person.pk, frozenset())
    if session.leader_id in avoided or (apart and _listed(session).filter(person_id__in=apart).exists()):
        raise CannotCome(gettext_noop("This session can't take this person. Choose another session."))
    taken = _listed(session).exclude(state__in=(AttendanceState.MISSED, AttendanceState.EXCUSED))
    if taken.count() >= places:
        raise CannotCome(
            gettext_noop("All %(places)d places of this session are taken. Choose another session."),
            places=places,
        )
    elsewhere = chart.attendances.filter(
        state__in=(*CAME, AttendanceState.EXPECTED),
        starts_at__lt=session.ends_at,
        session__ends_at__gt=session.starts_at,
    ).exclude(session=session)
    if elsewhere.exists():
        raise CannotCome(
            gettext_noop(
                "This person is on the list of another session at this time. Excuse them there first."
            )
        )
