"""The only way to a person's record.

`open_for` asks the rules of access, writes the line in the trail, and hands out a
Chart that can read and write that person's rows. Who has no Chart has no record:
the ways in may not import the tables (import-linter holds that). What a reader may
not see looks exactly like what does not exist: both raise `NotHere`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from stepwell.actions.noting import write_line
from stepwell.actions.readers import SignedIn
from stepwell.domain.privacy import access
from stepwell.domain.privacy.access import ChartPermit, Part, Purpose, Reach, Role
from stepwell.kernel.decisions import Refuse
from stepwell.records.audit.models import AccessedPerson, AccessLine
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.episodes.models import BusyTime, Episode
from stepwell.records.measures.models import (
    CheckIn,
    DrugTestSample,
    MedicationDose,
    Response,
    SelfReportedUse,
)
from stepwell.records.outreach.models import Task
from stepwell.records.people import sealing
from stepwell.records.people.models import ContactWishes, Person
from stepwell.records.people.names import fold
from stepwell.records.placement.models import ClinicianAsked
from stepwell.records.schedule.models import RosterEntry, Session
from stepwell.records.sessions.models import Attendance, AttendanceState
from stepwell.records.tenancy import composed
from stepwell.records.tenancy.composed import Gap, Gaps


class NotHere(LookupError):
    """There is no such record, or the reader may not know that there is: the two answer alike."""


_WRITES_FOR = {
    Role.COUNSELOR: Purpose.TREATMENT,
    Role.INTAKE: Purpose.INTAKE,
    Role.MANAGER: Purpose.OPERATIONS,
    Role.SYSTEM: Purpose.SYSTEM,
}
_PLACES = ("session", "session__room", "session__leader", "session__site", "session__service")


@dataclass(frozen=True)
class Appointment:
    """A session the person belongs to. What became of it, and why, is attendance and no schedule."""

    session: Session
    by_video: bool


@dataclass
class Chart:
    """One person's record, opened for one purpose. It reads only the parts that purpose allows."""

    person: Person
    by: SignedIn
    purpose: Purpose
    parts: frozenset[Part]
    at: datetime
    _episodes: list[Episode] | None = field(default=None, repr=False)

    def may_read(self, part: Part) -> bool:
        """Whether this opening covers the part."""
        return part in self.parts

    def need(self, part: Part) -> None:
        """Refuse a part that this opening doesn't cover."""
        if part not in self.parts:
            raise NotHere(f"{part.value} is not part of a record opened for {self.purpose.value}.")

    @property
    def episodes(self) -> list[Episode]:
        """All episodes of care, the latest first."""
        self.need(Part.EPISODE)
        if self._episodes is None:
            self._episodes = sorted(_stays(person=self.person.pk), key=_latest_first)
        return self._episodes

    def read_again(self) -> None:
        """Forget the stays read so far: after a lock was waited for, what others wrote meanwhile counts."""
        self._episodes = None

    def find_episode(self) -> Episode | None:
        """The open episode, or else the latest."""
        return next(iter(self.episodes), None)

    @property
    def enquiries(self) -> QuerySet[Enquiry]:
        """How the person came, the latest first."""
        self.need(Part.ENQUIRY)
        rows = Enquiry.objects.filter(person=self.person).select_related("site", "owner")
        return rows.order_by("-asked_at")

    @property
    def contact_wishes(self) -> ContactWishes | None:
        self.need(Part.CONTACT)
        return _wishes.first(person=self.person.pk)

    @property
    def busy_times(self) -> QuerySet[BusyTime]:
        self.need(Part.SCHEDULE)
        return BusyTime.objects.filter(person=self.person, voided_at=None)

    @property
    def roster_entries(self) -> QuerySet[RosterEntry]:
        self.need(Part.SCHEDULE)
        return RosterEntry.objects.filter(person=self.person)

    def list_appointments(self, *, after: datetime, at_most: int) -> list[Appointment]:
        """The sessions the person belongs to from a moment on: times and places, for a schedule."""
        self.need(Part.SCHEDULE)
        rows = Attendance.objects.filter(person=self.person, starts_at__gt=after)
        rows = rows.exclude(state=AttendanceState.NOT_EXPECTED).select_related(*_PLACES)
        return [Appointment(row.session, row.by_video) for row in rows.order_by("starts_at")[:at_most]]

    @property
    def attendances(self) -> QuerySet[Attendance]:
        self.need(Part.ATTENDANCE)
        return Attendance.objects.filter(person=self.person)

    @property
    def attendances_and_sessions(self) -> QuerySet[Attendance]:
        """The same rows with the time, place, leader and service of each session."""
        return self.attendances.select_related(*_PLACES)

    @property
    def responses(self) -> QuerySet[Response]:
        """Answers in force: those that were corrected are left out."""
        self.need(Part.MEASURES)
        return responses_in_force([self.person.pk])

    @property
    def check_ins(self) -> QuerySet[CheckIn]:
        self.need(Part.CHECK_INS)
        return CheckIn.objects.filter(person=self.person, is_current=True)

    @property
    def drug_test_samples(self) -> QuerySet[DrugTestSample]:
        self.need(Part.DRUG_TESTS)
        return DrugTestSample.objects.filter(person=self.person)

    @property
    def reported_use(self) -> QuerySet[SelfReportedUse]:
        self.need(Part.CHECK_INS)
        return SelfReportedUse.objects.filter(person=self.person)

    @property
    def doses(self) -> QuerySet[MedicationDose]:
        self.need(Part.MEASURES)
        return MedicationDose.objects.filter(person=self.person)

    @property
    def tasks(self) -> QuerySet[Task]:
        self.need(Part.ATTENDANCE)
        return Task.objects.filter(person=self.person)

    @property
    def trail(self) -> QuerySet[AccessLine]:
        """Every line about this person, the latest first."""
        self.need(Part.TRAIL)
        about = AccessedPerson.objects.filter(person_id=self.person.pk).values("line_id")
        return AccessLine.objects.filter(pk__in=about).order_by("-sequence")

    def read(self, sealed: bytes | None, *, of: Part = Part.FREE_TEXT) -> str:
        """A sealed free text of this person, opened; one that belongs to a part needs that part alone."""
        self.need(of)
        return sealing.open_for(self.person, sealed)

    def seal(self, text: str) -> bytes | None:
        """A free text about this person, sealed with the person's own key."""
        return sealing.seal_for(self.person, text)

    def note(self, what: str, about: UUID, *, at: datetime, **detail: Any) -> None:
        """Write in the trail that something was written. Called inside the action's transaction."""
        write_line(
            self.by,
            purpose=self.purpose,
            what=what,
            people=[self.person.pk],
            at=at,
            detail={"about": str(about), **detail},
        )


def responses_in_force(people: Sequence[UUID] | Gap) -> QuerySet[Response]:
    """Answers of these people without those that were corrected. For actions that have asked the rules.

    Named by their own keys and not by a join with the whole table: SQLite takes a column of
    blanks for one that repeats, and would read every answer of everybody for each of these.
    """
    theirs = Response.objects.filter(person_id__in=people)
    return theirs.exclude(pk__in=theirs.filter(replaces__isnull=False).values("replaces_id"))


def _latest_first(episode: Episode) -> tuple[bool, int]:
    return (not episode.is_open, -(episode.starts_on.toordinal() if episode.starts_on else 0))


def open_for(by: SignedIn, person_id: UUID, purpose: Purpose, *, what: str, at: datetime) -> Chart:
    """The person's chart, with the opening written in the trail; or NotHere.

    `what` is a short key of what was opened ("record", "check_ins"), shown to the
    person in plain words. A refusal is written too, and answers like an unknown person.
    """
    person = _people.first(people=[person_id])
    if person is None:
        raise NotHere("There is no such record.")
    decision = _decide(by, [person], purpose, at=at)[person.pk]
    if not isinstance(decision, ChartPermit):
        write_line(by, purpose=purpose, what=what, people=[person.pk], at=at, permitted=False)
        raise NotHere("There is no such record.")
    write_line(by, purpose=purpose, what=what, people=[person.pk], at=at)
    return Chart(person, by, purpose, decision.parts, at)


def open_own(by: SignedIn, *, what: str, at: datetime) -> Chart:
    """The reader's own chart; NotHere for who has none."""
    if by.reader.person_id is None:
        raise NotHere("There is no such record.")
    return open_for(by, by.reader.person_id, Purpose.OWN, what=what, at=at)


def open_list(
    by: SignedIn, people: Iterable[UUID], purpose: Purpose, *, what: str, at: datetime
) -> list[Chart]:
    """A chart for each of these people the reader may see, in the order given; one line names them all.

    People the reader may not see are left out, as if they did not exist. An empty
    list writes no line.
    """
    wanted = list(dict.fromkeys(people))
    found = {person.pk: person for person in _people(people=wanted)}
    decisions = _decide(by, list(found.values()), purpose, at=at)
    charts = []
    for pk in (pk for pk in wanted if pk in found):
        decision = decisions[pk]
        if isinstance(decision, ChartPermit):
            charts.append(Chart(found[pk], by, purpose, decision.parts, at))
    if charts:
        write_line(by, purpose=purpose, what=what, people=[chart.person.pk for chart in charts], at=at)
    return charts


def note_list(opened: Sequence[Chart], what: str, *, about: UUID, at: datetime, **detail: Any) -> None:
    """One line that says something was written about each of these people at once."""
    if opened:
        first = opened[0]
        write_line(
            first.by,
            purpose=first.purpose,
            what=what,
            people=[chart.person.pk for chart in opened],
            at=at,
            detail={"about": str(about), **detail},
        )


def note_about(
    by: SignedIn, people: Sequence[UUID], what: str, *, about: UUID, at: datetime, **detail: Any
) -> None:
    """One line that says something was written about people whose records nobody opened for it."""
    if people:
        write_line(
            by,
            purpose=_WRITES_FOR[by.role],
            what=what,
            people=people,
            at=at,
            detail={"about": str(about), **detail},
        )


def find_people(
    by: SignedIn, purpose: Purpose, *, text: str = "", only_open: bool = False
) -> QuerySet[Person, UUID]:
    """Keys of the people this reader may list, by name; to be given, in pages, to `open_list`.

    `text` is matched at the start of each word of the names, without regard to case
    or accents. Nobody is named by a key, so no line is written here.
    """
    rows = _listable(by, purpose, only_open=only_open)
    for word in fold(text).split():
        rows = rows.filter(search_text__contains=f" {word}")
    return rows.order_by("family_name", "given_name", "pk").values_list("pk", flat=True)


def _listable(by: SignedIn, purpose: Purpose, *, only_open: bool) -> QuerySet[Person]:
    """The same rule as `access.decide`, told to the database so that lists can be paged."""
    ground = access.GROUNDS.get((by.role, purpose))
    if ground is None:
        return Person.objects.none()
    rows = _within(ground.reach, by)
    if only_open:
        # Asked of each person who is listed: as a list of keys it would name everyone in the program.
        rows = rows.filter(Exists(Episode.objects.filter(person_id=OuterRef("pk"), is_open=True)))
    return rows


def _within(reach: Reach, by: SignedIn) -> QuerySet[Person]:
    here = Episode.objects.filter(site_id__in=by.reader.site_ids)
    match reach:
        case Reach.SELF:
            own = by.reader.person_id
            return Person.objects.filter(pk=own) if own else Person.objects.none()
        case Reach.PARTICIPANTS_AT_SHARED_SITE:
            return Person.objects.filter(pk__in=here.values("person_id"))
        case Reach.ANYONE_AT_SHARED_SITE:
            asked = Enquiry.objects.filter(site_id__in=by.reader.site_ids)
            return Person.objects.filter(
                Q(pk__in=here.values("person_id")) | Q(pk__in=asked.values("person_id"))
            )
        case Reach.IN_SESSIONS_THEY_LEAD | Reach.ASKED_TO_DECIDE:
            return Person.objects.none()  # of one at a time; no list of people begins with it
        case Reach.ORGANIZATION:
            of_each = {"person_id": OuterRef("pk")}
            has_only_asked = Exists(Enquiry.objects.filter(**of_each)) & ~Exists(
                Episode.objects.filter(**of_each)
            )
            everybody = Person.objects.all()
            return everybody if by.role is Role.SYSTEM else everybody.exclude(has_only_asked)


@composed.once
def _people(gap: Gaps) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=gap.many("people")).select_related("key")


@composed.once
def _sites(gap: Gaps) -> QuerySet[Episode, tuple[UUID, UUID]]:
    stays = Episode.objects.filter(person_id__in=gap.many("people"))
    return stays.values_list("person_id", "site_id")


@composed.once
def _asked(gap: Gaps) -> QuerySet[Enquiry, tuple[UUID, UUID]]:
    rows = Enquiry.objects.filter(person_id__in=gap.many("people"))
    return rows.values_list("person_id", "site_id")


@composed.once
def _stays(gap: Gaps) -> QuerySet[Episode]:
    stays = Episode.objects.filter(person_id=gap.person)
    return stays.select_related("site", "template", "counselor")


@composed.once
def _wishes(gap: Gaps) -> QuerySet[ContactWishes]:
    return ContactWishes.objects.filter(person_id=gap.person)


OF_ENQUIRIES = frozenset({Role.INTAKE, Role.PRIVACY_OFFICER})
"""To whom it matters that somebody asked: one reaches them by it, the other does not."""
LATELY = timedelta(days=30)
"""So long after a session its leader may still open who was in it, to write it up. Program policy."""


def _decide(
    by: SignedIn, people: Sequence[Person], purpose: Purpose, *, at: datetime
) -> dict[UUID, ChartPermit | Refuse]:
    """The rules' answer for each of these people; who leads whom is asked only where it matters."""
    subjects = _subjects(by, people)
    found = {pk: access.decide(by.reader, subject, purpose) for pk, subject in subjects.items()}
    refused = [pk for pk, decision in found.items() if isinstance(decision, Refuse)]
    if refused and by.staff is not None and (by.role, purpose) in access.OF_LEADERS:
        for pk in _led(people=refused, leader=by.staff.pk, since=at - LATELY):
            led = replace(subjects[pk], led_by=frozenset({by.reader.account_id}))
            found[pk] = access.decide(by.reader, led, purpose)
    if refused and by.staff is not None and purpose is Purpose.PLACEMENT:
        for pk in _asked_about(people=refused, clinician=by.staff.pk):
            asked = replace(subjects[pk], decided_by=frozenset({by.reader.account_id}))
            found[pk] = access.decide(by.reader, asked, purpose)
    return found


@composed.once
def _asked_about(gap: Gaps) -> QuerySet[ClinicianAsked, UUID]:
    """Whose level of care this clinician is asked to decide on, while they are on the way."""
    rows = ClinicianAsked.objects.filter(staff_id=gap.clinician, until_at=None)
    rows = rows.filter(assessment__enquiry__is_open=True)
    rows = rows.filter(assessment__enquiry__person_id__in=gap.many("people"))
    return rows.values_list("assessment__enquiry__person_id", flat=True)


@composed.once
def _led(gap: Gaps) -> QuerySet[Attendance, UUID]:
    """Who of these people is or lately was in a session of this leader."""
    rows = Attendance.objects.filter(
        person_id__in=gap.many("people"), session__leader_id=gap.leader, starts_at__gte=gap.since
    )
    rows = rows.exclude(state=AttendanceState.NOT_EXPECTED)
    return rows.order_by("person_id").values_list("person_id", flat=True).distinct()


def _subjects(by: SignedIn, people: Sequence[Person]) -> dict[UUID, access.Subject]:
    sites: dict[UUID, set[UUID]] = {person.pk: set() for person in people}
    asked: dict[UUID, set[UUID]] = {person.pk: set() for person in people}
    for person_id, site_id in _sites(people=list(sites)):
        sites[person_id].add(site_id)
    if by.role in OF_ENQUIRIES:
        for person_id, site_id in _asked(people=list(sites)):
            asked[person_id].add(site_id)
    return {
        person.pk: access.Subject(
            person_id=person.pk,
            organization_id=person.organization_id,  # type: ignore[arg-type]  # a default makes it look optional
            site_ids=frozenset(sites[person.pk]),
            is_participant=bool(sites[person.pk]),
            asked_at=frozenset(asked[person.pk]),
        )
        for person in people
    }
