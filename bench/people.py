"""A program of any size, written straight into the tables in the form the actions give them.

Caseloads of 24, cohorts of 12 that meet three times a week for three hours, sites of 96.
Every cohort meets on the day it is written, and a counselor's first cohort is together at
that moment. Behind it lie six weeks of attendance, check-ins and questionnaires. One more
person has attended 5,000 sessions. The same seed writes the same people.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bench.persons import WEEKS_BEFORE, Persons, Program
from stepwell.actions import founding
from stepwell.domain.privacy.access import Role
from stepwell.domain.program.programs import Phase, Template
from stepwell.kernel.civil import at_site
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person
from stepwell.records.program.models import (
    Room,
    Site,
    Staff,
    StaffService,
    StaffSite,
)
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceEntry, AttendanceState
from stepwell.records.tenancy import scope

SEED = 20_260_301
COHORT, CASELOAD, AT_A_SITE = 12, 24, 96
WEEKS_AHEAD = 2
MANY_SESSIONS = 5000
BEGINS = (time(11), time(16))
"""Of a counselor's two cohorts; the site's clock shows one in the afternoon when it is written."""
MINUTES, BREAK = 180, [[90, 15]]

MIX = {"group_cbt": 540}
"""Minutes a week of each service."""
TITLES = {
    "group_cbt": {"en": "Group CBT", "es": "TCC en grupo"},
    "dbt_skills": {"en": "DBT skills", "es": "Habilidades DBT"},
    "relapse_prevention": {"en": "Relapse prevention", "es": "Prevención de recaídas"},
}

CAME = (
    [(AttendanceState.HERE, 0, 165)] * 80
    + [(AttendanceState.LATE, 10, 155)] * 8
    + [(AttendanceState.MISSED, 0, 0)] * 8
    + [(AttendanceState.EXCUSED, 0, 0)] * 4
)


@dataclass
class Writer(Persons):
    """Writes the sites of one program with their counselors, groups, sessions and attendance."""

    def site(self, number: int, people: int) -> None:
        """One site with its counselors, cohorts and their six weeks; written when it is complete."""
        site = Site(pk=self.key(), name=f"Site {number + 1}", zone=self.program.zone)
        self.rows.add(site)
        for first in range(0, people, CASELOAD):
            staff, room = self.counselor(site, f"{number}-{first // CASELOAD}")
            left = min(CASELOAD, people - first)
            for cohort, place in enumerate(range(0, left, COHORT)):
                self.cohort(site, room, staff, size=min(COHORT, left - place), begins=BEGINS[cohort])
        self.rows.write()

    def counselor(self, site: Site, label: str) -> tuple[Staff, Room]:
        email = f"counselor-{label}@{self.program.host}"
        account = self.account(email, Role.COUNSELOR)
        staff = Staff(
            pk=self.key(),
            account=account,
            given_name="Priya",
            family_name=f"Number {label}",
            credential="LCSW",
            languages=["en"],
        )
        room = Room(pk=self.key(), site=site, name=f"Room {label}", seats=14)
        for row in (
            account,
            staff,
            room,
            StaffSite(pk=self.key(), staff=staff, site=site),
            StaffService(pk=self.key(), staff=staff, service=self.program.service),
        ):
            self.rows.add(row)
        return staff, room

    def cohort(self, site: Site, room: Room, leader: Staff, *, size: int, begins: time) -> None:
        """Twelve people, their three groups a week, and who came."""
        members = [self.participant(site, leader) for _ in range(size)]
        for offset in (0, 2, 4):
            weekday = (self.program.today.weekday() + offset) % 7
            group = self.group(site, room, leader, weekday=weekday, begins=begins)
            for person, _ in members:
                self.rows.add(
                    RosterEntry(
                        pk=self.key(),
                        group=group,
                        person=person,
                        from_on=group.starts_on,
                        written_at=self.program.now,
                    )
                )
            for session in self.sessions(group):
                for person, episode in members:
                    self.attendance(session, person, episode)

    def group(self, site: Site, room: Room, leader: Staff, *, weekday: int, begins: time) -> Group:
        group = Group(
            pk=self.key(),
            site=site,
            room=room,
            service=self.program.service,
            leader=leader,
            title={"en": "Group CBT", "es": "TCC en grupo"},
            weekday=weekday,
            start_time=begins,
            minutes=MINUTES,
            breaks=BREAK,
            topics=[{"en": f"Topic {n}", "es": f"Tema {n}"} for n in range(1, 9)],
            starts_on=self.program.today - timedelta(weeks=WEEKS_BEFORE),
        )
        self.rows.add(group)
        return group

    def sessions(self, group: Group) -> Iterator[Session]:
        ahead = (group.weekday - self.program.today.weekday()) % 7
        for week in range(-WEEKS_BEFORE, WEEKS_AHEAD):
            on = self.program.today + timedelta(days=ahead, weeks=week)
            starts = at_site(on, group.start_time, ZoneInfo(self.program.zone)).astimezone(UTC)
            session = Session(
                pk=self.key(),
                group=group,
                site=group.site,
                room=group.room,
                service=group.service,
                leader=group.leader,
                title=group.title,
                starts_at=starts,
                ends_at=starts + timedelta(minutes=MINUTES),
                held_on=on,
                breaks=BREAK,
                position=week + WEEKS_BEFORE + 1,
                status=SessionStatus.HELD if on < self.program.today else SessionStatus.PLANNED,
                fills_room=True,
            )
            self.rows.add(session)
            yield session

    def attendance(self, session: Session, person: Person, episode: Episode) -> None:
        offered = MINUTES - BREAK[0][1]
        is_past = session.status == SessionStatus.HELD
        state, late, minutes = self.chance.choice(CAME) if is_past else (AttendanceState.EXPECTED, 0, 0)
        row = Attendance(
            pk=self.key(),
            session=session,
            person=person,
            episode=episode,
            state=state,
            starts_at=session.starts_at,
            held_on=session.held_on,
            planned_minutes=offered,
            credited_minutes=min(minutes, offered),
            minutes_late=late,
            reason="work" if state == AttendanceState.EXCUSED else "",
            seen_at=session.starts_at if is_past else None,
            version=int(is_past),
        )
        self.rows.add(row)
        if is_past and session.starts_at is not None:
            self.rows.add(
                AttendanceEntry(
                    pk=self.key(),
                    attendance=row,
                    version=1,
                    state=state,
                    minutes_late=late,
                    reason=row.reason,
                    written_at=session.starts_at,
                )
            )

    def one_with_many_sessions(self) -> Person:
        """Somebody who has attended 5,000 sessions, one each day, alone with a counselor."""
        site = Site(pk=self.key(), name="Long Road", zone=self.program.zone)
        self.rows.add(site)
        staff, _ = self.counselor(site, "long")
        person = self.person("Long", "Road")
        episode = self.episode(person, site, staff, self.program.today - timedelta(days=MANY_SESSIONS))
        self.measures(person)
        for day in range(MANY_SESSIONS, 0, -1):
            on = self.program.today - timedelta(days=day)
            starts = at_site(on, time(9), ZoneInfo(self.program.zone)).astimezone(UTC)
            session = Session(
                pk=self.key(),
                site=site,
                service=self.program.service,
                leader=staff,
                title={"en": "Individual", "es": "Individual"},
                starts_at=starts,
                ends_at=starts + timedelta(minutes=50),
                held_on=on,
                status=SessionStatus.HELD,
            )
            self.rows.add(session)
            self.rows.add(
                Attendance(
                    pk=self.key(),
                    session=session,
                    person=person,
                    episode=episode,
                    state=AttendanceState.HERE,
                    starts_at=starts,
                    held_on=on,
                    planned_minutes=50,
                    credited_minutes=50,
                    seen_at=starts,
                    version=1,
                )
            )
        self.rows.write()
        return person


def write(people: int, *, now: datetime) -> Program:
    """A program with so many participants, and the one with 5,000 sessions. The database has its tables."""
    program = found("Bench", now=now)
    with scope.within(program.organization.pk):
        writer = Writer(program, random.Random(SEED))
        for number, first in enumerate(range(0, people, AT_A_SITE)):
            writer.site(number, min(AT_A_SITE, people - first))
        writer.one_with_many_sessions()
    return program


def found(name: str, *, mix: Mapping[str, int] = MIX, now: datetime, host: str = "bench.invalid") -> Program:
    """An organization with its services and one template, and nobody in it yet; groups are of the first."""
    organization = founding.found_organization(name, is_demo=True, at=now)
    with scope.within(organization.pk):
        services = [founding.offer_service(key, kind="group", title=TITLES[key], at=now) for key in mix]
        phases = (Phase(10, sum(mix.values()), mix, "Whole"),)
        template = founding.adopt_template(Template("Evening program", 10, phases, 4, 12), at=now)
    return Program(organization, services[0], template, _zone_of_early_afternoon(now), now, host)


def _zone_of_early_afternoon(now: datetime) -> str:
    """A zone without summer time whose clock shows one in the afternoon, so that a group is together now."""
    ahead = (13 - now.hour + 11) % 24 - 11
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
