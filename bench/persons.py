"""Imagined people with their accounts, episodes, questionnaires and check-ins, as rows to be written."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, models, transaction

from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.instruments import registry
from stepwell.domain.privacy.access import Role
from stepwell.kernel.civil import at_site
from stepwell.records.episodes.models import Episode, EpisodeState
from stepwell.records.measures.models import CheckIn, Response, Use
from stepwell.records.people import sealing
from stepwell.records.people.models import Account, ContactWishes, Person
from stepwell.records.people.names import search_text
from stepwell.records.program.models import (
    ProgramTemplate,
    Service,
    Site,
    Staff,
)
from stepwell.records.tenancy.models import Organization

WEEKS_BEFORE = 6
AT_ONCE = 500
"""Rows in one statement."""

GIVEN = """
Luis Ana Sam Marcus Nadia Elena Priya Omar June Grace
Ada Rosa Theo Imani Kenji Maya Ivan Lucía Noor Wei
""".split()
FAMILY = """
Reyes Tate Vu Okafor Haddad Nguyen Silva Kowalski
Álvarez Brooks Chen Diaz Evans Farah Gupta Holm
""".split()


@dataclass
class Rows:
    """Rows waiting to be written, by table, in the order in which they point at one another."""

    waiting: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)

    def add(self, row: models.Model) -> None:
        self.waiting.setdefault(type(row), []).append(row)

    def write(self) -> None:
        with transaction.atomic():
            for table, rows in self.waiting.items():
                for start in range(0, len(rows), AT_ONCE):
                    _insert(table, rows[start : start + AT_ONCE])
        self.waiting.clear()


def _insert(table: type[models.Model], rows: list[models.Model]) -> None:
    """What bulk_create writes, without composing a statement for each batch: it took most of the time."""
    fields = table._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = f"({', '.join(['%s'] * len(fields))})"
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields
    ]
    name = connection.ops.quote_name(table._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {name} ({columns}) VALUES {', '.join([marks] * len(rows))}", values
        )  # our own tables


@dataclass(frozen=True)
class Program:
    """What every site shares."""

    organization: Organization
    service: Service
    template: ProgramTemplate
    zone: str
    now: datetime
    host: str = "bench.invalid"
    """Where its accounts have their mail: an address stands once in a database."""

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()


@dataclass
class Persons:
    """Makes the people of one program; its choices come from one seeded source of chance."""

    program: Program
    chance: random.Random
    rows: Rows = field(default_factory=Rows)
    written: int = 0

    def key(self) -> UUID:
        """A UUIDv7 of the seed: in order, and the same in every run."""
        self.written += 1
        milliseconds = 1_700_000_000_000 + self.written
        loose = self.chance.getrandbits(74)
        return UUID(
            int=milliseconds << 80 | 0x7 << 76 | (loose >> 62) << 64 | 0b10 << 62 | loose & (1 << 62) - 1
        )

    def account(self, email: str, role: Role, person: Person | None = None) -> Account:
        return Account(
            pk=self.key(),
            organization=self.program.organization,
            email=email,
            role=role.value,
            person=person,
            password="!" + "x" * 40,
            created_at=self.program.now,
        )

    def participant(self, site: Site, counselor: Staff) -> tuple[Person, Episode]:
        given, family = self.chance.choice(GIVEN), self.chance.choice(FAMILY)
        person = self.person(given, family)
        started = self.program.today - timedelta(weeks=WEEKS_BEFORE)
        episode = self.episode(person, site, counselor, started)
        self.measures(person)
        return person, episode

    def person(self, given: str, family: str) -> Person:
        person = Person(
            pk=self.key(),
            given_name=given,
            family_name=family,
            languages=["en"],
            search_text=search_text(given=given, family=family, preferred=""),
            created_at=self.program.now,
        )
        email = f"p{person.pk.hex[-12:]}{self.written}@{self.program.host}"
        self.rows.add(person)
        key = sealing.new_key(person)
        key.pk = self.key()
        self.rows.add(key)
        self.rows.add(self.account(email, Role.PARTICIPANT, person))
        self.rows.add(ContactWishes(pk=self.key(), person=person, email=email, zone=self.program.zone))
        return person

    def episode(self, person: Person, site: Site, counselor: Staff, started: date) -> Episode:
        episode = Episode(
            pk=self.key(),
            person=person,
            site=site,
            template=self.program.template,
            counselor=counselor,
            state=State.ACTIVE.value,
            starts_on=started,
        )
        self.rows.add(episode)
        self.rows.add(
            EpisodeState(
                pk=self.key(),
                episode=episode,
                state=State.ACTIVE.value,
                from_on=started,
                written_at=self.program.now,
            )
        )
        return episode

    def measures(self, person: Person) -> None:
        """Both questionnaires every other week, and a check-in every third day."""
        for week in range(WEEKS_BEFORE, 0, -2):
            on = self.program.today - timedelta(weeks=week)
            for instrument in registry.INSTRUMENTS:
                self.response(person, instrument, on)
        for day in range(WEEKS_BEFORE * 7, 0, -3):
            self.rows.add(
                CheckIn(
                    pk=self.key(),
                    person=person,
                    on=self.program.today - timedelta(days=day),
                    mood=self.chance.randint(1, 5),
                    craving=self.chance.randint(0, 10),
                    sleep_hours=self.chance.randint(8, 18) / 2,
                    use=Use.NO,
                    written_at=self.program.now - timedelta(days=day),
                )
            )

    def response(self, person: Person, instrument: str, on: date) -> None:
        questions = len(registry.get(instrument).items)
        # The last question stays 0: PHQ-9 item 9 would open a task with every other person.
        answers = [self.chance.randint(0, 3) for _ in range(questions - 1)] + [0]
        score = registry.scoring(instrument).score(answers)
        self.rows.add(
            Response(
                pk=self.key(),
                person=person,
                instrument=instrument,
                answers=answers,
                total=score.total,
                band=score.band.value,
                scorer=f"{instrument}-1",
                answered_on=on,
                answered_at=at_site(on, time(9), ZoneInfo(self.program.zone)),
            )
        )
