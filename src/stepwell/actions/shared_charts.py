"""What a supporter may read of somebody's record: only what a consent in force names, kind by kind.

`open_shared` asks `domain.privacy.decide`, writes the disclosure and the line in the trail, and hands out a
Shared that reads the permitted kinds alone. Who was never here, who is here and granted nothing, and who took
everything back answer alike: `NotHere`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from stepwell.actions import consents_kept, disclosing
from stepwell.actions.charts import NotHere
from stepwell.actions.consents_kept import Known
from stepwell.actions.noting import write_line
from stepwell.actions.readers import SignedIn
from stepwell.domain.privacy.access import Purpose as OpenedFor
from stepwell.domain.privacy.access import Role
from stepwell.domain.privacy.accounting import Channel, Scope
from stepwell.domain.privacy.consent import Consent, LastDay, NamedRecipient
from stepwell.domain.privacy.disclosure import DisclosurePermit, decide
from stepwell.domain.privacy.request import Recipient, Request
from stepwell.domain.privacy.terms import Category, Purpose, Relation
from stepwell.records.consents.models import Invitation
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person, Supporter
from stepwell.records.program.models import ServiceKind
from stepwell.records.schedule.models import SessionStatus
from stepwell.records.sessions.models import CAME, Attendance, AttendanceState

SHOWN = (
    Category.PRESENCE,
    Category.SCHEDULE,
    Category.FAMILY_SESSIONS,
    Category.ATTENDANCE,
    Category.EPISODE,
    Category.MESSAGES,
)
"""The kinds that a supporter's page can show at all; it asks for no other."""
AHEAD = timedelta(days=14)
BEHIND = timedelta(days=7)
BREAK = timedelta(minutes=45)
MOST = 60
MOST_PEOPLE = 12
_CAME = {state.value for state in CAME}


@dataclass(frozen=True)
class Time:
    """When somebody is to come: a time, and whether it is at home by video. No group, no leader, no topic."""

    starts: datetime
    ends: datetime
    by_video: bool


@dataclass(frozen=True)
class DayCame:
    """Whether somebody came on a day; None while nobody has written it down."""

    on: date
    came: bool | None


@dataclass
class Shared:
    """What one supporter may read of one person at this instant."""

    person: Person
    permit: DisclosurePermit
    consents: tuple[Consent, ...]
    zone: ZoneInfo
    at: datetime
    supporter: Supporter | None = None
    """The relation on whose ground a supporter reads; None for what goes into a letter."""
    _rows_ahead: list[Attendance] | None = field(default=None, repr=False)

    def opens(self, category: Category) -> bool:
        """This kind was granted and is in force."""
        return self.permit.opens(category)

    def need(self, category: Category) -> None:
        """Refuse a kind that is not granted, as if there were nothing."""
        if not self.opens(category):
            raise NotHere("There is no such record.")

    @property
    def until(self) -> date | None:
        """The last day of what is granted now."""
        ends = [each.ends.day for each in self.consents if isinstance(each.ends, LastDay)]
        return max(ends, default=None)

    @property
    def recipient_name(self) -> str:
        """What the papers call who reads it."""
        named = (one for each in self.consents for one in each.recipients if isinstance(one, NamedRecipient))
        return next((one.name or "" for one in named if one.name), "")

    def times_ahead(self) -> list[Time]:
        """When the person is to come in the next two weeks."""
        self.need(Category.SCHEDULE)
        return _joined(_time(row, self.zone) for row in self._ahead())

    def family_sessions(self) -> list[Time]:
        """When there are family sessions in the next two weeks."""
        return [_time(row, self.zone) for row in self.family_attendances()]

    def family_attendances(self) -> list[Attendance]:
        """The person's places at these sessions; for the actions that tell of them."""
        self.need(Category.FAMILY_SESSIONS)
        return [row for row in self._ahead() if _is_family(row)]

    def days_came(self, *, behind: timedelta = BEHIND) -> list[DayCame]:
        """Yes or no for each day of the last week with something to come to, the latest first."""
        self.need(Category.ATTENDANCE)
        rows = Attendance.objects.filter(
            person=self.person, starts_at__lte=self.at, starts_at__gt=self.at - behind, held_on__isnull=False
        ).exclude(session__status=SessionStatus.CANCELLED)
        by_day: dict[date, list[str]] = {}
        for day, state in rows.exclude(state=AttendanceState.NOT_EXPECTED).values_list("held_on", "state"):
            assert day is not None  # filtered
            by_day.setdefault(day, []).append(state)
        return [DayCame(day, _came(states)) for day, states in sorted(by_day.items(), reverse=True)]

    def stay(self) -> tuple[date | None, date | None]:
        """First day of the latest stay, and the first day after its planned or real end."""
        self.need(Category.EPISODE)
        stay = Episode.objects.filter(person=self.person).order_by("-is_open", "-starts_on").first()
        return (stay.starts_on, stay.ends_on) if stay else (None, None)

    def _ahead(self) -> list[Attendance]:
        """Read once for times and family sessions."""
        if self._rows_ahead is None:
            rows = Attendance.objects.filter(
                person=self.person, session__ends_at__gt=self.at, starts_at__lt=self.at + AHEAD
            )
            rows = rows.exclude(state=AttendanceState.NOT_EXPECTED)
            rows = rows.exclude(session__status=SessionStatus.CANCELLED)
            rows = rows.select_related("session__room", "session__site", "session__service")
            self._rows_ahead = list(rows.order_by("starts_at")[:MOST])
        return self._rows_ahead


def _is_family(row: Attendance) -> bool:
    service = row.session.service
    return service is not None and service.kind == ServiceKind.FAMILY


def _time(row: Attendance, zone: ZoneInfo) -> Time:
    session = row.session
    assert session.starts_at is not None  # the query asks for an end, and has a start with it
    assert session.ends_at is not None
    by_video = row.by_video or session.by_video or bool(session.room and session.room.is_video)
    return Time(session.starts_at.astimezone(zone), session.ends_at.astimezone(zone), by_video)


def _joined(times: Iterable[Time]) -> list[Time]:
    """Times with a short break between them as one: what happens in between is nobody's business."""
    found: list[Time] = []
    for time in times:
        last = found[-1] if found else None
        if last and last.by_video == time.by_video and time.starts - last.ends <= BREAK:
            found[-1] = replace(last, ends=max(last.ends, time.ends))
        else:
            found.append(time)
    return found


def _came(states: Iterable[str]) -> bool | None:
    told = set(states)
    if told & _CAME:
        return True
    return None if AttendanceState.EXPECTED.value in told else False


def as_seen_by(
    person: Person, supporter: Supporter, consents: Iterable[Consent], *, known: Known, at: datetime
) -> Shared | None:
    """What the supporter would read on these consents; None for nothing. Writes nothing: for previews."""
    papers = tuple(consents)
    request = _request(supporter.supporter_id, known, is_verified=True)
    said = decide(request, papers, at=at)
    if not isinstance(said, DisclosurePermit):
        return None
    return replace(read_by(person, said, papers), supporter=supporter)


@transaction.atomic(durable=True)
def _asked(
    by: SignedIn,
    person: Person,
    supporter: Supporter | None,
    *,
    what: str,
    is_looking_around: bool,
    at: datetime,
) -> Shared | None:
    """The decision about somebody's record and what it leaves in the books.

    `supporter` is the relation that the person wrote when they invited. Who looks around their own
    first page has asked for nobody: a refusal then leaves no line.
    """
    supporter_id, account = by.reader.person_id, by.account
    if supporter_id is None or account is None:
        return None
    kept = consents_kept.list_kept(person, recipient=str(supporter_id)) if supporter else []
    papers = tuple(each.consent for each in kept)
    known = consents_kept.know(person, at=at)
    said = decide(_request(supporter_id, known, is_verified=supporter is not None), papers, at=at)
    if isinstance(said, DisclosurePermit):
        write_line(by, purpose=OpenedFor.SHARED, what=what, people=[person.pk], at=at, permitted=True)
        shared = replace(read_by(person, said, papers), supporter=supporter)
        disclosing.record(
            person,
            said,
            by=by,
            recipient_name=shared.recipient_name or by.name,
            recipient_address=account.email,
            channel=Channel.PAGE,
            scope=Scope.CLEAR_EXPLANATION,
        )
        return shared
    if not is_looking_around:
        write_line(by, purpose=OpenedFor.SHARED, what=what, people=[person.pk], at=at, permitted=False)
        disclosing.deny(person, said, by=by)
    return None


def open_shared(by: SignedIn, person_id: UUID, *, what: str = "shared", at: datetime) -> Shared:
    """What the person shares with this supporter now; or NotHere, which is also said of nobody at all.

    Every opening is a disclosure and a line in the trail; every refusal a denied attempt and a line.
    """
    if by.role is not Role.FAMILY:
        raise NotHere("There is no such record.")
    person = Person.objects.filter(pk=person_id).select_related("key").first()
    if person is None:
        raise NotHere("There is no such record.")
    invited = Invitation.objects.filter(supporter__person=person, supporter__supporter=by.reader.person_id)
    invitation = invited.select_related("supporter").first()
    supporter = invitation.supporter if invitation else None
    shared = _asked(by, person, supporter, what=what, is_looking_around=False, at=at)
    if shared is None:
        raise NotHere("There is no such record.")
    return shared


def list_shared(by: SignedIn, *, at: datetime) -> list[Shared]:
    """Everybody who shares something with this supporter now. Who shares nothing is not asked about."""
    if by.role is not Role.FAMILY or by.reader.person_id is None:
        return []
    invited = Invitation.objects.filter(supporter__supporter=by.reader.person_id)
    invited = invited.select_related("supporter__person__key").order_by("invited_at", "pk")
    asked = [
        _asked(by, each.supporter.person, each.supporter, what="shared", is_looking_around=True, at=at)
        for each in invited[:MOST_PEOPLE]
    ]
    return [one for one in asked if one is not None]


def _request(supporter_id: UUID, known: Known, *, is_verified: bool) -> Request:
    relation = Relation.SUPPORTER if is_verified else Relation.OTHER
    return Request(
        patient=known.patient,
        discloser=known.discloser,
        recipient=Recipient(id=str(supporter_id), relation=relation),
        purpose=Purpose.FAMILY,
        categories=frozenset(SHOWN),
        zone=str(known.zone),
    )


def supporter_of(shared: Shared) -> Supporter:
    """The relation on whose ground it is shared: the participant wrote it when they invited."""
    if shared.supporter is None:
        raise NotHere("There is no such record.")
    return shared.supporter


def is_open_to(supporter: Supporter, category: Category, *, at: datetime) -> bool:
    """Whether this kind is granted to the supporter now. Writes nothing; for what is written or sent next."""
    person = Person.objects.select_related("key").get(pk=supporter.person_id)
    kept = consents_kept.list_kept(person, recipient=str(supporter.supporter_id))
    shared = as_seen_by(
        person, supporter, [each.consent for each in kept], known=consents_kept.know(person, at=at), at=at
    )
    return shared is not None and shared.opens(category)


def note(by: SignedIn, person: Person, what: str, *, about: UUID, at: datetime) -> None:
    """Write in the trail that a supporter wrote something. Part of an action."""
    detail = {"about": str(about)}
    write_line(by, purpose=OpenedFor.SHARED, what=what, people=[person.pk], at=at, detail=detail)


def read_by(person: Person, said: DisclosurePermit, consents: Iterable[Consent]) -> Shared:
    """What a permit lets be read of the record, with the papers it stands on."""
    standing_on = tuple(each for each in consents if each.id in said.consents)
    return Shared(person, said, standing_on, said.request.clock, said.at)
