"""A session as its counselors write it down: the roster, each person's line, and what the guards see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from stepwell.actions import leading, notes_kept, plans_kept, practicing
from stepwell.actions.leading import Line, Roster
from stepwell.actions.notes_kept import NOTHING, Kept, KeptOfSession
from stepwell.actions.practicing import Practiced
from stepwell.actions.readers import SignedIn
from stepwell.domain.curriculum import files as curricula
from stepwell.domain.notes.signed import Goal
from stepwell.domain.notes.standing import Standing
from stepwell.domain.notes.written import OfSession
from stepwell.domain.plans.nodes import Objective
from stepwell.domain.plans.plan import Plan
from stepwell.domain.privacy.access import Part
from stepwell.domain.wording.guards import looking
from stepwell.domain.wording.guards.note import Finding, Guard, Member, Note, Policy
from stepwell.records.people.models import Person
from stepwell.records.sessions.models import CAME

POLICY = Policy(required=("participation",), overrulable=frozenset(Guard) - {Guard.OTHER_MEMBER, Guard.BLANK})
"""What the program asks of its notes: another member's name is taken out and a blank is filled."""
PRACTICED_WITHIN = timedelta(days=7)
"""How far back the practice beside a line goes (policy: from one meeting of a weekly group to the next)."""
LAST_TIME = timedelta(days=35)
"""How far back last time's line is looked for."""


@dataclass(frozen=True)
class RoomLine:
    """One person at the session, with what is written of them and what it is written from."""

    line: Line
    kept: Kept
    goals: tuple[Goal, ...] = ()
    practiced: tuple[Practiced, ...] = ()
    last_time: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def person(self) -> Person:
        return self.line.chart.person

    @property
    def came(self) -> bool:
        return self.line.attendance.state in CAME

    @property
    def standing(self) -> Standing:
        return self.kept.standing(came=self.came)

    @property
    def goals_chosen(self) -> tuple[Goal, ...]:
        """The objectives that the note names."""
        return tuple(goal for goal in self.goals if goal.key in self.kept.written.goals)

    @property
    def is_ready(self) -> bool:
        """It can be signed as it is: the person came, and no guard has anything to say."""
        return self.came and not self.kept.is_signed and not self.findings


@dataclass(frozen=True)
class Room:
    """A session with everyone in it."""

    roster: Roster
    told: KeptOfSession
    lines: tuple[RoomLine, ...]
    findings: tuple[Finding, ...] = ()
    """What the guards see in what the session was about."""

    @property
    def to_sign(self) -> list[RoomLine]:
        """Who came and has no signed note yet."""
        return [one for one in self.lines if one.came and not one.kept.is_signed]

    @property
    def signed(self) -> int:
        """How many notes of it are signed."""
        return sum(one.kept.is_signed for one in self.lines)

    @property
    def group_size(self) -> int:
        """How many came."""
        return sum(one.came for one in self.lines)


def open_room(by: SignedIn, session_id: UUID, *, at: datetime, with_findings: bool = False) -> Room:
    """The session with its notes, for who may mark who came; one line in the trail names everyone.

    The number of queries doesn't grow with the people. The guards look only where they are asked to.
    """
    return furnish(leading.roster(by, session_id, at=at), with_findings=with_findings)


def furnish(roster: Roster, *, with_findings: bool = False) -> Room:
    """The room of a roster whose records are open."""
    session = roster.session
    by_person = {line.chart.person.pk: line.chart for line in roster.lines}
    kept = notes_kept.of_session(roster.charts, session.pk)
    told = notes_kept.find_of_session(session.pk)
    of_episodes = {line.attendance.episode_id: line.chart for line in roster.lines}
    plans = plans_kept.in_force_of(of_episodes)
    starts_at = session.starts_at
    practiced: dict[UUID, list[Practiced]] = {}
    last: dict[UUID, str] = {}
    if starts_at is not None and by_person:
        practiced = practicing.practiced_of(roster.charts, since=starts_at - PRACTICED_WITHIN)
        last = notes_kept.last_lines(
            by_person, group_id=session.group_id, before=starts_at, since=starts_at - LAST_TIME
        )
    lines = tuple(
        RoomLine(
            line=line,
            kept=kept.get(line.chart.person.pk, NOTHING),
            goals=objectives(plans.get(line.attendance.episode_id)),
            practiced=tuple(practiced.get(line.chart.person.pk, ())),
            last_time=last.get(line.chart.person.pk, ""),
        )
        for line in roster.lines
        if line.chart.may_read(Part.NOTES)
    )
    return guarded(Room(roster, told, lines)) if with_findings else Room(roster, told, lines)


def guarded(room: Room) -> Room:
    """The same with what the guards see; a signed note is looked at no more, but others are beside it."""
    members = [member_of(one.person) for one in room.lines]
    notes = {one.person.pk: _note(one) for one in room.lines}
    lines = tuple(_looked_at(one, notes[one.person.pk], list(notes.values()), members) for one in room.lines)
    told = room.told.told
    about = Note(person="", line="\n".join(filter(None, (told.title, told.did, told.interventions))))
    of_all = Policy(near_clone=2, shortest_words=0)
    findings = looking.look(about, group=members, policy=of_all) if about.line else ()
    if not told.did:
        findings = (*findings, Finding(Guard.BLANK, "", NOT_TOLD))
    return Room(room.roster, room.told, lines, findings)


NOT_TOLD = "Say what the group did."


def _looked_at(one: RoomLine, note: Note, notes: Sequence[Note], members: Sequence[Member]) -> RoomLine:
    if one.kept.is_signed or (one.kept.written.is_blank and not one.came):
        return one
    findings = looking.look(note, others=notes, group=members, policy=POLICY)
    return RoomLine(one.line, one.kept, one.goals, one.practiced, one.last_time, findings)


def member_of(person: Person) -> Member:
    """How somebody is called in a room."""
    names = dict.fromkeys(filter(None, (person.given_name, person.family_name, person.preferred_name)))
    return Member(str(person.pk), tuple(names), person.initials)


def _note(one: RoomLine) -> Note:
    told = one.kept.written
    return Note(
        person=str(one.person.pk),
        line=told.line,
        last_time=one.last_time,
        fields={"participation": told.participation.value},
    )


def objectives(plan: Plan | None) -> tuple[Goal, ...]:
    """The open objectives of a plan, as a note can name them."""
    if plan is None:
        return ()
    return tuple(Goal(node.key, node.words) for node in plan.of(Objective) if node.is_open)


def suggested(topic: str, *, language: str) -> OfSession | None:
    """What the curriculum says of one of its sessions, as a beginning to edit; None where it has none."""
    for module in curricula.shipped().modules:
        for each in module.sessions:
            if each.id == topic:
                outline = "; ".join(point.words.said_in(language) for point in each.outline)
                ways = "; ".join(words.said_in(language) for words in module.interventions)
                return OfSession(topic, each.title.said_in(language), outline, ways)
    return None


@dataclass(frozen=True)
class Versions:
    """How often each row of a session was written, by person; it holds no name and no word."""

    about: int
    notes: dict[UUID, int]
    marks: dict[UUID, int]


def versions_of(by: SignedIn, session_id: UUID) -> Versions:
    """The versions of a session at one of the reader's sites, or NotHere; it opens nobody's record."""
    expected = leading.find_expected(by, session_id)
    about, notes = notes_kept.versions_of(session_id)
    marks = {person: row.version for person, row in expected.attendances.items()}
    return Versions(about, {person: notes.get(person, 0) for person in marks}, marks)
