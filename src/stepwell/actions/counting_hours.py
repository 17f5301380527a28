"""Each participant's hours of one week beside the floor of their program, the furthest below it first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import (
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from stepwell.actions import charts, levels_kept
from stepwell.actions.charts import Chart
from stepwell.actions.readers import SignedIn
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.hours.dose import Dose, DoseReason, judge
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.kernel.sentences import Sentence, gettext_noop, ngettext
from stepwell.kernel.weeks import Week
from stepwell.records.episodes.models import BusyTime, Episode, EpisodeState
from stepwell.records.program.models import ProgramTemplate, Site, Staff
from stepwell.records.sessions.models import CAME, AttendanceState

PAGE = 50
CHUNK = 500
_OWES_NOTHING = (State.PENDING.value, State.HOLD.value)
_MAY_COUNT = frozenset({Role.MANAGER, Role.INTAKE})
"""Intake may know how many have enough hours; who they are, `charts` tells managers only."""
_TO_COME = Q(seen__state=AttendanceState.EXPECTED)


@dataclass(frozen=True)
class Choice:
    """Whose hours: of a site, of a counselor, of a program; nothing chosen is everybody the reader runs."""

    site_id: UUID | None = None
    counselor_id: UUID | None = None
    template_id: UUID | None = None


@dataclass(frozen=True)
class PersonHours:
    """One person's week: minutes, sessions, and the sentences that say how it stands."""

    person_id: UUID
    name: str
    site: str
    counselor: str
    program: dict[str, str]
    planned_minutes: int
    delivered_minutes: int
    to_come_minutes: int
    floor_minutes: int | None
    missed: int
    excused: int
    not_marked: int
    without_hours: int
    reason: DoseReason | None
    because: tuple[Sentence, ...]

    @property
    def is_under(self) -> bool:
        """Below the floor, even if everything still to come is attended."""
        return self.floor_minutes is not None and self.reach < self.floor_minutes

    @property
    def reach(self) -> int:
        """Delivered, and what is still to come."""
        return self.delivered_minutes + self.to_come_minutes

    @property
    def short_by(self) -> int:
        return max(0, (self.floor_minutes or 0) - self.reach)


@dataclass(frozen=True)
class Totals:
    """Of everybody chosen, whichever page is shown."""

    people: int
    with_floor: int
    planned_full: int
    delivered_full: int
    under: int
    planned_minutes: int
    delivered_minutes: int
    without_hours: int


@dataclass(frozen=True)
class Choices:
    """What the page's filters offer."""

    sites: Sequence[Site]
    counselors: Sequence[Staff]
    templates: Sequence[ProgramTemplate]


def choices_of(by: SignedIn) -> Choices:
    """The reader's sites, who works there with people, and the programs in use."""
    sites = by.reader.site_ids
    counselors = Staff.objects.filter(at_sites__site__in=sites, account__role=Role.COUNSELOR.value)
    return Choices(
        sites=list(Site.objects.filter(pk__in=sites).order_by("name")),
        counselors=list(counselors.distinct().order_by("given_name", "family_name")),
        templates=list(ProgramTemplate.objects.order_by("pk")),
    )


def total(by: SignedIn, week: Week, choice: Choice, *, at: datetime) -> Totals:
    """Counts and sums over everybody chosen; nobody is named, so no line is written."""
    whole_plan = Q(floor__isnull=False, planned__gte=F("floor"))
    whole = Q(floor__isnull=False, delivered__gte=F("floor"))
    found = _week(by, week, choice, at=at).aggregate(
        all_people=Count("pk"),
        all_with_floor=Count("pk", filter=Q(floor__isnull=False)),
        all_planned_full=Count("pk", filter=whole_plan),
        all_delivered_full=Count("pk", filter=whole),
        all_under=Count("pk", filter=Q(gap__gt=0)),
        all_planned_minutes=Coalesce(Sum("planned"), 0),
        all_delivered_minutes=Coalesce(Sum("delivered"), 0),
        all_without_hours=Coalesce(Sum("without_hours"), 0),
    )
    # Trap: Django confuses a sum with a column of the same name, so these have a prefix of their own.
    return Totals(**{name.removeprefix("all_"): number for name, number in found.items()})


def page_of_hours(
    by: SignedIn,
    week: Week,
    choice: Choice,
    *,
    page: int,
    at: datetime,
    size: int = PAGE,
    what: str = "hours",
) -> list[PersonHours]:
    """One page, from 1, the furthest below the floor first; one line in the trail names everyone on it."""
    start = (max(1, page) - 1) * size
    return _opened(by, _ordered(by, week, choice, at=at)[start : start + size], week, what=what, at=at)


def list_under(by: SignedIn, week: Week, choice: Choice, *, at: datetime, size: int) -> list[PersonHours]:
    """The furthest below the floor and nobody else; one line in the trail names them."""
    under = _ordered(by, week, choice, at=at).filter(gap__gt=0)
    return _opened(by, under[:size], week, what="hours", at=at)


def _opened(
    by: SignedIn, found: QuerySet[Any, Any], week: Week, *, what: str, at: datetime
) -> list[PersonHours]:
    rows = list(found)
    people = [row["person_id"] for row in rows]
    opened = charts.open_list(by, people, Purpose.OPERATIONS, what=what, at=at)
    shown = {chart.person.pk: chart for chart in opened}
    busy = _busy_kinds(list(shown))
    return [
        _hours(row, shown[row["person_id"]], busy.get(row["person_id"], {}), week, at)
        for row in rows
        if row["person_id"] in shown
    ]


def export(by: SignedIn, week: Week, choice: Choice, *, at: datetime) -> Iterator[PersonHours]:
    """Everybody chosen, read a part at a time; each part's line in the trail says it was exported."""
    page = 1
    while part := page_of_hours(by, week, choice, page=page, size=CHUNK, at=at, what="hours_export"):
        yield from part
        page += 1


def _week(by: SignedIn, week: Week, choice: Choice, *, at: datetime) -> QuerySet[Any, Any]:
    rows = Episode.objects.filter(site_id__in=_sites(by), starts_on__lte=week.sunday)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=week.monday))
    rows = rows.exclude(Exists(_owing_nothing(on=min(week.sunday, at.date()))))
    wanted = {
        "site_id": choice.site_id,
        "counselor_id": choice.counselor_id,
        "template_id": choice.template_id,
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    in_week = Q(attendances__held_on__range=(week.monday, week.sunday))
    rows = rows.annotate(seen=FilteredRelation("attendances", condition=in_week))
    expected = ~Q(seen__state=AttendanceState.NOT_EXPECTED)
    came = Q(seen__state__in=CAME)
    counted: QuerySet[Any, Any] = (
        rows.values("pk", "person_id", floor=levels_kept.floor_told(on=week.monday))
        .annotate(
            planned=Coalesce(Sum("seen__planned_minutes", filter=expected), 0),
            delivered=Coalesce(Sum("seen__credited_minutes"), 0),
            to_come=Coalesce(
                Sum("seen__planned_minutes", filter=_TO_COME & Q(seen__session__ends_at__gt=at)), 0
            ),
            missed=Count("seen", filter=Q(seen__state=AttendanceState.MISSED)),
            excused=Count("seen", filter=Q(seen__state=AttendanceState.EXCUSED)),
            not_marked=Count("seen", filter=_TO_COME & Q(seen__session__ends_at__lte=at)),
            without_hours=Count("seen", filter=came & Q(seen__planned_minutes=0)),
        )
        .annotate(
            gap=ExpressionWrapper(F("floor") - F("delivered") - F("to_come"), output_field=IntegerField())
        )
        .order_by()
    )
    return counted


def _owing_nothing(*, on: date) -> QuerySet[EpisodeState]:
    """Hold or waiting on a day: the last of a week gone by, or today; later moves don't change past weeks."""
    rows = EpisodeState.objects.filter(episode=OuterRef("pk"), state__in=_OWES_NOTHING, from_on__lte=on)
    return rows.filter(Q(until_on=None) | Q(until_on__gt=on))


def _sites(by: SignedIn) -> frozenset[UUID]:
    return by.reader.site_ids if by.role in _MAY_COUNT else frozenset()


def _ordered(by: SignedIn, week: Week, choice: Choice, *, at: datetime) -> QuerySet[Any, Any]:
    rows = _week(by, week, choice, at=at).annotate(
        site_name=F("site__name"),
        site_zone=F("site__zone"),
        counselor_given=Coalesce(F("counselor__given_name"), Value("")),
        counselor_family=Coalesce(F("counselor__family_name"), Value("")),
        program=F("template__title"),
    )
    first = F("gap").desc(nulls_last=True)
    ordered: QuerySet[Any, Any] = rows.order_by(first, "person__family_name", "person__given_name", "pk")
    return ordered


def _busy_kinds(people: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    rows = BusyTime.objects.filter(person__in=people, voided_at=None, valid_until=None, weekday__isnull=False)
    found: dict[UUID, dict[str, int]] = {}
    for person_id, kind, days in (
        rows.values_list("person_id", "kind").annotate(days=Count("weekday", distinct=True)).order_by("kind")
    ):
        found.setdefault(person_id, {})[kind] = days
    return found


def _hours(row: dict[str, Any], chart: Chart, busy: dict[str, int], week: Week, at: datetime) -> PersonHours:
    reason, because = _because(row, busy, is_over=at >= week.next().span(ZoneInfo(row["site_zone"])).start)
    return PersonHours(
        person_id=row["person_id"],
        name=chart.person.full_name,
        site=row["site_name"],
        counselor=f"{row['counselor_given']} {row['counselor_family']}".strip(),
        program=row["program"] or {},
        planned_minutes=row["planned"],
        delivered_minutes=row["delivered"],
        to_come_minutes=row["to_come"],
        floor_minutes=row["floor"],
        missed=row["missed"],
        excused=row["excused"],
        not_marked=row["not_marked"],
        without_hours=row["without_hours"],
        reason=reason,
        because=because,
    )


_NO_FLOOR = gettext_noop("No program is named, so there is no floor to compare with.")
_WITHOUT_HOURS = gettext_noop(
    "Sessions brought along without their length: %(number)d. Their hours are not known."
)
_NOT_MARKED = gettext_noop("Sessions nobody marked yet: %(number)d.")
_MISSED = gettext_noop("Missed: %(number)d.")
_EXCUSED = gettext_noop("Excused: %(number)d.")
BUSY = {
    "work": ngettext("Busy with work on %(days)d day a week.", "Busy with work on %(days)d days a week."),
    "school": ngettext(
        "Busy with school on %(days)d day a week.", "Busy with school on %(days)d days a week."
    ),
    "court": ngettext("Busy with court on %(days)d day a week.", "Busy with court on %(days)d days a week."),
    "travel": ngettext("Traveling on %(days)d day a week.", "Traveling on %(days)d days a week."),
    "care": ngettext("Cares for others on %(days)d day a week.", "Cares for others on %(days)d days a week."),
    "other": ngettext("Busy otherwise on %(days)d day a week.", "Busy otherwise on %(days)d days a week."),
}


def _because(
    row: dict[str, Any], busy: dict[str, int], *, is_over: bool
) -> tuple[DoseReason | None, tuple[Sentence, ...]]:
    said: list[Sentence] = []
    reason = None
    if row["floor"] is None:
        said.append(Sentence(_NO_FLOOR))
    else:
        dose = Dose(row["planned"], row["delivered"], row["floor"])
        judgment = judge(dose, week_is_over=is_over, still_to_come=row["to_come"])
        reason = judgment.reason
        said.append(judgment.sentence)
    counts = (
        ("without_hours", _WITHOUT_HOURS),
        ("missed", _MISSED),
        ("excused", _EXCUSED),
        ("not_marked", _NOT_MARKED),
    )
    said.extend(Sentence(words, {"number": row[name]}) for name, words in counts if row[name])
    if reason is DoseReason.PLANNED_BELOW_FLOOR:
        said.extend(_busy(kind, days) for kind, days in busy.items() if kind in BUSY)
    return reason, tuple(said)


def _busy(kind: str, days: int) -> Sentence:
    one, many = BUSY[kind]
    return Sentence(one, {"days": days}, many=many, number=days)
