"""A person enters the program: everything their form tells is written in one go, or nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from stepwell.actions import charts, enrolling, grouping, inviting, once
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.records.people.models import Person
from stepwell.records.program.models import ProgramTemplate, Site, Staff
from stepwell.records.schedule.models import Group

_PURPOSES = {Role.MANAGER: Purpose.OPERATIONS, Role.INTAKE: Purpose.INTAKE}


@dataclass(frozen=True)
class Weekly:
    """A busy time on days of the week, in the zone of the site."""

    kind: str
    weekdays: Sequence[int]
    from_time: time
    until_time: time


@dataclass(frozen=True)
class Entry:
    """How somebody enters: where, from when, in which state, and what they belong to from the first day."""

    site: Site
    template: ProgramTemplate | None
    counselor: Staff | None
    starts_on: date
    state: EpisodeState
    groups: Sequence[Group] = ()
    busy: Sequence[Weekly] = ()


@dataclass(frozen=True)
class Reach:
    """How the person is reached."""

    email: str
    phone: str
    channel: str
    safe_from: time
    safe_until: time
    language: str


@dataclass(frozen=True)
class Admitted:
    """Who entered, which groups couldn't take them, and the path of their link if one was asked for."""

    person: Person
    refused: list[Refusal] = field(default_factory=list)
    link: str = ""


@transaction.atomic(durable=True)
def admit(
    by: SignedIn, entry: Entry, reach: Reach, *, invite: bool, key: str, at: datetime, **names: Any
) -> Admitted:
    """Know the person from now on, begin their episode, and write how they live and are reached.

    A group that can't take them keeps nobody out of the program. The same `key` again
    changes nothing; a link asked for again is a new one. `names` are those of
    `enrolling.register_person`.
    """
    if by.role not in _PURPOSES:
        raise NotHere("There is nothing here.")
    done, is_first = once.claim(key, action="admit", account_id=by.account_id, at=at) if key else (None, True)
    if done is not None and not is_first:
        chart = _open(by, Person.objects.get(pk=done.result["person"]), at)
        return Admitted(chart.person, link=_link(chart, reach, invite=invite, at=at))
    person = enrolling.make_person(**names, at=at)
    chart = _enter(by, person, entry, at=at)
    _write_life(chart, entry, reach, at=at)
    refused = _join(chart, entry, at=at)
    if done is not None:
        done.result = {"person": str(person.pk)}
        done.save(update_fields=["result"])
    return Admitted(person, refused, _link(chart, reach, invite=invite, at=at))


def _open(by: SignedIn, person: Person, at: datetime) -> Chart:
    return charts.open_for(by, person.pk, _PURPOSES[by.role], what="record", at=at)


def _enter(by: SignedIn, person: Person, entry: Entry, *, at: datetime) -> Chart:
    """The chart opens with the episode: before it the person belongs to no site of the reader's."""
    episode = enrolling.begin_episode(
        person,
        site=entry.site,
        template=entry.template,
        counselor=entry.counselor,
        starts_on=entry.starts_on,
        state=entry.state,
        at=at,
        by=by,
    )
    chart = _open(by, person, at)
    chart.note("episode", episode.pk, at=at)
    return chart


def _write_life(chart: Chart, entry: Entry, reach: Reach, *, at: datetime) -> None:
    zone = entry.site.zone
    enrolling.write_wishes(
        chart,
        email=reach.email,
        phone=reach.phone,
        channel=reach.channel,
        safe_from=reach.safe_from,
        safe_until=reach.safe_until,
        zone=zone,
        language=reach.language,
        at=at,
    )
    for busy in entry.busy:
        for weekday in busy.weekdays:
            enrolling.write_busy(
                chart,
                kind=busy.kind,
                weekday=weekday,
                from_time=busy.from_time,
                until_time=busy.until_time,
                zone=zone,
                at=at,
            )


def _join(chart: Chart, entry: Entry, *, at: datetime) -> list[Refusal]:
    refused: list[Refusal] = []
    for group in entry.groups:
        try:
            with transaction.atomic():
                grouping.add_member(group, chart, from_on=entry.starts_on, by=chart.by, at=at)
        except Refusal as refusal:
            refused.append(refusal)
    return refused


def _link(chart: Chart, reach: Reach, *, invite: bool, at: datetime) -> str:
    if not invite:
        return ""
    return inviting.invite_person(chart, email=reach.email, language=reach.language, at=at)
