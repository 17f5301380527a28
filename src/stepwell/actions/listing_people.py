"""Participants as a list shows them: whose they are, the stay, this week's hours, when last seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from stepwell.actions import charts, reviewing
from stepwell.actions.charts import Chart
from stepwell.actions.readers import SignedIn
from stepwell.domain.privacy.access import Purpose
from stepwell.kernel.weeks import Week
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person
from stepwell.records.sessions.models import CAME, Attendance
from stepwell.records.tenancy import composed
from stepwell.records.tenancy.composed import Gaps

PEOPLE_PAGE = 50


@dataclass(frozen=True)
class Stay:
    """As much of an episode as a list shows: its state, how long it is planned, and the counselor's name."""

    person_id: UUID
    is_open: bool
    starts_on: date | None
    state: str
    weeks: int | None
    counselor: str


@dataclass(frozen=True)
class Listed:
    """Somebody in a list: the stay, hours of this week, when last seen."""

    chart: Chart
    stay: Stay | None
    week: int | None
    credited: int
    planned: int
    last_seen_on: date | None


@dataclass(frozen=True)
class People:
    """One page of people by name."""

    people: tuple[Listed, ...]
    page: int
    pages: int
    total: int


class Whose(StrEnum):
    """Whose people a list shows."""

    MINE = "mine"
    SITES = "all"
    ENDED_TOO = "ended"


def people(
    by: SignedIn, *, text: str = "", whose: Whose = Whose.SITES, page: int = 1, day: date, at: datetime
) -> People:
    """Participants at the reader's sites by name, 50 a page; one line in the trail names that page.

    Who is looked for by name is found also after the stay has ended.
    """
    own = whose is Whose.MINE and not text and by.staff is not None
    shown = _first_own(by) if own else list(_keys(by, text, whose)[: PEOPLE_PAGE + 1])
    total, pages = len(shown), 1
    if total > PEOPLE_PAGE:
        keys = _keys(by, text, whose)
        total = keys.count()
        pages = -(-total // PEOPLE_PAGE)
        page = min(max(1, page), pages)
        shown = list(keys[(page - 1) * PEOPLE_PAGE : page * PEOPLE_PAGE])
    opened = charts.open_list(by, shown, Purpose.TREATMENT, what="people", at=at)
    return People(tuple(_listed(opened, day=day, at=at)), min(max(1, page), pages), pages, total)


def _keys(by: SignedIn, text: str, whose: Whose) -> QuerySet[Person, UUID]:
    """Everybody who is listed, by name."""
    only_open = whose is not Whose.ENDED_TOO and not text
    keys = charts.find_people(by, Purpose.TREATMENT, text=text, only_open=only_open)
    if whose is Whose.MINE:
        mine = Episode.objects.filter(counselor=by.staff, is_open=True)
        keys = keys.filter(pk__in=mine.values("person_id"))
    return keys


def _first_own(by: SignedIn) -> list[UUID]:
    """What most openings of the page ask for: the first of one's own people, and whether there are more."""
    assert by.staff is not None  # asked before
    return _own(counselor=by.staff.pk, sites=list(by.reader.site_ids))


@composed.once
def _own(gap: Gaps) -> QuerySet[Person, UUID]:
    mine = Episode.objects.filter(counselor_id=gap.counselor, is_open=True)
    here = Episode.objects.filter(site_id__in=gap.many("sites"))
    people = Person.objects.filter(pk__in=mine.values("person_id")).filter(pk__in=here.values("person_id"))
    in_order = people.order_by("family_name", "given_name", "pk")
    return in_order.values_list("pk", flat=True)[: PEOPLE_PAGE + 1]


def usual_people(by: SignedIn) -> Whose:
    """Whom the list shows first: one's own people, or who is in the program, or else everyone there was."""
    sites = list(by.reader.site_ids)
    if by.staff is not None and _one_of_mine(sites=sites, counselor=by.staff.pk):
        return Whose.MINE
    here = Episode.objects.filter(site_id__in=sites, is_open=True)
    return Whose.SITES if here.exists() else Whose.ENDED_TOO


@composed.once
def _one_of_mine(gap: Gaps) -> QuerySet[Episode, UUID]:
    mine = Episode.objects.filter(site_id__in=gap.many("sites"), is_open=True, counselor_id=gap.counselor)
    return mine.values_list("pk", flat=True)[:1]


def _listed(opened: Sequence[Chart], *, day: date, at: datetime) -> list[Listed]:
    keys = [chart.person.pk for chart in opened]
    week = Week.of(day)
    found = [_stay(*row) for row in _stays(people=keys)]
    in_order = sorted(found, key=lambda stay: (stay.is_open, stay.starts_on or date.min))
    stays = {stay.person_id: stay for stay in in_order}
    sums = reviewing.hours_of(people=keys, monday=week.monday, sunday=week.sunday)
    hours = {person: (credited or 0, planned or 0) for person, credited, planned in sums}
    seen = dict(_last_seen(people=keys, day=day))
    return [
        Listed(
            chart=chart,
            stay=stays.get(chart.person.pk),
            week=reviewing.week_of(stays.get(chart.person.pk), day=day),
            credited=hours.get(chart.person.pk, (0, 0))[0],
            planned=hours.get(chart.person.pk, (0, 0))[1],
            last_seen_on=seen.get(chart.person.pk),
        )
        for chart in opened
    ]


def _stay(
    person_id: UUID,
    is_open: bool,
    starts_on: date | None,
    state: str,
    weeks: int | None,
    given: str | None,
    family: str | None,
) -> Stay:
    counselor = f"{given} {(family or '')[:1]}." if given is not None else ""  # as Staff is shown
    return Stay(person_id, is_open, starts_on, state, weeks, counselor)


@composed.once
def _stays(gap: Gaps) -> QuerySet[Episode, tuple[Any, ...]]:
    """As plain columns: fifty stays are not made into objects to show a name."""
    return Episode.objects.filter(person_id__in=gap.many("people")).values_list(
        "person_id",
        "is_open",
        "starts_on",
        "state",
        "template__weeks",
        "counselor__given_name",
        "counselor__family_name",
    )


@composed.once
def _last_seen(gap: Gaps) -> QuerySet[Attendance, tuple[UUID, date]]:
    came = Attendance.objects.filter(person_id__in=gap.many("people"), state__in=CAME, held_on__lte=gap.day)
    last: Any = came.values_list("person_id").annotate(last=Max("held_on"))
    return last.order_by()  # type: ignore[no-any-return]  # the stubs lose the row of an annotated list
