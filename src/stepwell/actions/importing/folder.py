"""Taking a whole exchange folder: in batches of people, each written wholly or not at all.

Stopped half-way, the next run goes on: who is here already is looked up by the key the
record came with, and only what is missing is added.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from stepwell.actions import readers
from stepwell.actions.importing.rows import DaysHere, Taken, take_days, take_drug_tests, take_sessions
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.exchange.folder import Folder
from stepwell.domain.exchange.folder import Person as SourcePerson
from stepwell.domain.privacy.access import Purpose
from stepwell.records.audit import anchors, trail
from stepwell.records.episodes.models import Episode, EpisodeState
from stepwell.records.measures.models import (
    DrugTestResult,
    DrugTestSample,
    MedicationDose,
    SelfReportedUse,
)
from stepwell.records.people.models import Person, PersonKey
from stepwell.records.people.names import search_text
from stepwell.records.people.sealing import new_key
from stepwell.records.program.models import Site
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization

BATCH = 50
CHUNK = 2000
PSEUDONYMS = (
    "Alder Amber Aspen Aster Basil Bay Birch Briar Brook Cedar Clover Coral Cove Dale Dune Elm Ember "
    "Fern Finch Flint Forest Garnet Glen Grove Harbor Hazel Heath Heron Holly Iris Ivy Jade Juniper "
    "Lake Lark Laurel Linden Maple Marsh Meadow Moss Oak Olive Opal Orchid Pearl Pine Poppy Quill "
    "Rain Reed River Robin Rowan Sage Sky Slate Sorrel Stone Thyme Vale Willow Wren Yarrow"
).split()

Progress = Callable[[int, int], None]


@dataclass
class Report:
    """What was taken, what was left and why; numbers of rows."""

    taken: Counter[str] = field(default_factory=Counter)
    not_new: Counter[str] = field(default_factory=Counter)
    """Rows that were here already, or that say the same day twice, or have no day (see `left`)."""
    remarks: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)


def find_or_found(name: str, *, at: datetime) -> Organization:
    """The organization of this name, founded when there is none yet."""
    with transaction.atomic(durable=True):
        found = Organization.objects.filter(name=name).first()
        return found or Organization.objects.create(name=name, created_at=at)


def take_folder(
    organization: Organization,
    folder: Folder,
    *,
    zone: str,
    at: datetime,
    progress: Progress = lambda done, of: None,
) -> Report:
    """Bring everyone in the folder along. Running it again adds only what is missing."""
    report = Report()
    with scope.within(organization.pk):
        sites: dict[str, Site] = {site.name: site for site in Site.objects.all()}
        people = iter(folder.people)
        done = 0
        while batch := list(islice(people, BATCH)):
            _take_batch(batch, sites, report, zone=zone, at=at, organization=organization)
            done += len(batch)
            progress(done, len(folder.people))
    anchors.append(at=at)
    for name in folder.left:
        report.left[f"{name}: not a file this version takes"] += 1
    return report


@transaction.atomic(durable=True)
def _take_batch(
    batch: Sequence[SourcePerson],
    sites: dict[str, Site],
    report: Report,
    *,
    zone: str,
    at: datetime,
    organization: Organization,
) -> None:
    """These people wholly, or none of them."""
    _open_sites(batch, sites, zone=zone)
    here = _people_here(batch)
    persons = _register(batch, here, at=at)
    episodes = _episodes(batch, persons, sites, at=at)
    known_sessions, known_samples = _known(list(here.values()))
    days_here = _days_here(list(here.values()))
    taken = Taken()
    for source in batch:
        person = persons[source.key]
        site = sites[_site_name(source)]
        take_sessions(taken, source, person, episode=episodes[source.key], site=site, known=known_sessions)
        take_drug_tests(taken, source, person, known=known_samples)
        report.left["row without a day: use or dose"] += take_days(
            taken, source, person, here=days_here.get(person.pk, DaysHere())
        )
    _write(taken)
    _count(report, batch, taken, new_people=len(batch) - len(here))
    trail.note(
        trail.Entry(
            at=at,
            account_id=None,
            actor="import",
            role=readers.system(organization.pk, name="import").role.value,
            purpose=Purpose.SYSTEM.value,
            what="import",
            people=tuple(person.pk for person in persons.values()),
        )
    )


def _open_sites(batch: Sequence[SourcePerson], sites: dict[str, Site], *, zone: str) -> None:
    for source in batch:
        name = _site_name(source)
        if name not in sites:
            sites[name] = Site.objects.create(name=name, zone=zone)


def _site_name(source: SourcePerson) -> str:
    parts = [source.facts.get("trial", ""), source.facts.get("site_id", "")]
    return " ".join(part for part in parts if part) or "Site"


def _people_here(batch: Sequence[SourcePerson]) -> dict[str, Person]:
    rows = Person.objects.filter(external_id__in=[source.key for source in batch])
    return {person.external_id: person for person in rows}


def _register(batch: Sequence[SourcePerson], here: dict[str, Person], *, at: datetime) -> dict[str, Person]:
    new = [_person(source, at=at) for source in batch if source.key not in here]
    Person.objects.bulk_create(new)
    PersonKey.objects.bulk_create([new_key(person) for person in new])
    return {**here, **{person.external_id: person for person in new}}


def _person(source: SourcePerson, *, at: datetime) -> Person:
    given = pseudonym(source.key)
    facts = {name: _plain(value) for name, value in source.facts.items() if value not in ("", None)}
    return Person(
        given_name=given,
        family_name=source.key,
        languages=["en"],
        search_text=search_text(given=given, family=source.key, preferred=""),
        external_id=source.key,
        background=facts,
        created_at=at,
    )


def pseudonym(key: str) -> str:
    """A word for somebody whose name isn't known, always the same for the same key.

    >>> pseudonym("SAMPLE-01") == pseudonym("SAMPLE-01")
    True
    """
    return PSEUDONYMS[hashlib.sha256(key.encode()).digest()[0] % len(PSEUDONYMS)]


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int)) else str(value)


def _episodes(
    batch: Sequence[SourcePerson], persons: dict[str, Person], sites: dict[str, Site], *, at: datetime
) -> dict[str, Episode]:
    rows = Episode.objects.filter(person__in=list(persons.values())).select_related("person")
    found = {episode.person.external_id: episode for episode in rows}
    new, states = [], []
    for source in (source for source in batch if source.key not in found):
        facts = next(iter(source.of("episode")), {})
        starts_on, ends_on = _dates(source, facts)
        episode = Episode(
            person=persons[source.key],
            site=sites[_site_name(source)],
            state=State.ENDED.value,
            is_open=False,
            starts_on=starts_on,
            ends_on=ends_on,
            external_id=str(facts.get("episode_id", "")),
            background={
                "trial": source.facts.get("trial", ""),
                **{name: _plain(value) for name, value in facts.items() if value not in ("", None)},
            },
        )
        new.append(episode)
        if starts_on:
            states.append(
                EpisodeState(
                    episode=episode, state=State.ENDED.value, from_on=ends_on or starts_on, written_at=at
                )
            )
        found[source.key] = episode
    Episode.objects.bulk_create(new)
    EpisodeState.objects.bulk_create(states)
    return found


def _dates(source: SourcePerson, facts: Any) -> tuple[date | None, date | None]:
    """From the first to the last day the person is known to have come; None where nothing is known."""
    first = facts.get("first_attended_day") or facts.get("randomized_day")
    last = facts.get("last_attended_day")
    attended = [row["day"] for row in source.of("session") if row["day"] and row["status"] == "attended"]
    if first is None:
        first = min(attended, default=None)
    if last is None:
        last = max(attended, default=None)
    if first is None or last is None or last < first:
        return first, first
    return first, last


def _known(people: Sequence[Person]) -> tuple[set[str], set[str]]:
    if not people:
        return set(), set()
    sessions = Attendance.objects.filter(person__in=people).values_list("session__external_id", flat=True)
    samples = DrugTestSample.objects.filter(person__in=people).values_list("external_id", flat=True)
    return set(sessions), set(samples)


def _days_here(people: Sequence[Person]) -> dict[UUID, DaysHere]:
    if not people:
        return {}
    use: dict[UUID, set[tuple[date, str]]] = {person.pk: set() for person in people}
    doses: dict[UUID, set[tuple[date, int]]] = {person.pk: set() for person in people}
    said = SelfReportedUse.objects.filter(person__in=people).values_list("person_id", "on", "substance")
    for person_id, on, substance in said:
        use[person_id].add((on, substance))
    given = MedicationDose.objects.filter(person__in=people).values_list("person_id", "on", "ordinal")
    for person_id, on, ordinal in given:
        doses[person_id].add((on, ordinal))
    return {pk: DaysHere(frozenset(use[pk]), frozenset(doses[pk])) for pk in use}


def _write(taken: Taken) -> None:
    Session.objects.bulk_create(taken.sessions, batch_size=CHUNK)
    Attendance.objects.bulk_create(taken.attendances, batch_size=CHUNK)
    DrugTestSample.objects.bulk_create(taken.samples, batch_size=CHUNK)
    DrugTestResult.objects.bulk_create(taken.results, batch_size=CHUNK)
    SelfReportedUse.objects.bulk_create(taken.use, batch_size=CHUNK)
    MedicationDose.objects.bulk_create(taken.doses, batch_size=CHUNK)


def _count(report: Report, batch: Sequence[SourcePerson], taken: Taken, *, new_people: int) -> None:
    written = {
        "person": new_people,
        "session": len(taken.sessions),
        "drug_test_sample": len(taken.samples),
        "drug_test_result": len(taken.results),
        "self_report_use": len(taken.use),
        "medication_dose": len(taken.doses),
    }
    given = {name: sum(len(source.of(name)) for source in batch) for name in written}
    given["person"] = len(batch)
    report.taken.update(written)
    report.not_new.update({name: given[name] - written[name] for name in written})
    report.remarks.update(taken.remarks)
