"""Who comes: what the phase of their program asks for, how their life is, and what they wish."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from stepwell.actions import busy_times, levels_kept, week_facts
from stepwell.actions.charts import Chart
from stepwell.actions.timetabling.gathered_services import Offered
from stepwell.actions.timetabling.gathered_standing import Standing
from stepwell.domain.episodes.lifecycle import IN_TREATMENT, EpisodeState
from stepwell.domain.privacy.access import Part
from stepwell.domain.timetable.busy import Busy
from stepwell.domain.timetable.facts import Mode
from stepwell.domain.timetable.life import told
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week
from stepwell.records.episodes.models import BusyTime, ComingWishes, Episode, KeepApart, WishedTime
from stepwell.records.program.models import Phase, ServiceKind, Site

_PLANNED = [state.value for state in (*IN_TREATMENT, EpisodeState.PENDING)]


def list_stays(sites: Sequence[Site], week: Week) -> list[Episode]:
    """Stays at these sites that are open, are not on hold, and touch the week."""
    rows = Episode.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=week.monday),
        site__in=sites,
        is_open=True,
        state__in=_PLANNED,
        starts_on__lte=week.sunday,
    )
    phases = Prefetch("template__phases", Phase.objects.order_by("position"), to_attr="in_order")
    return list(rows.select_related("template").prefetch_related(phases).order_by("person_id"))


@dataclass(frozen=True)
class _Lives:
    """What people told, by person."""

    busy: Mapping[UUID, Sequence[tuple[Busy, ZoneInfo]]]
    wishes: Mapping[UUID, ComingWishes]
    times: Mapping[UUID, Sequence[WishedTime]]
    apart: Mapping[UUID, frozenset[str]]
    avoided: Mapping[UUID, frozenset[UUID]]
    """Leaders."""
    elsewhere: Mapping[UUID, Sequence[Span]]
    family: Mapping[UUID, Sequence[told.Hours]]


def gather_people(
    opened: Sequence[Chart],
    stays: Sequence[Episode],
    week: Week,
    offered: Offered,
    standing: Standing,
    leaders: Mapping[UUID, Sequence[told.Leader]],
) -> dict[UUID, tuple[told.Person, ...]]:
    """The people whose charts are open, by site."""
    charts = {chart.person.pk: chart for chart in opened if chart.may_read(Part.SCHEDULE)}
    lives = _gather_lives(list(charts), standing)
    levels = levels_kept.minutes_of((stay.pk for stay in stays), on=week.monday)
    found: dict[UUID, list[told.Person]] = {}
    for stay in stays:
        chart = charts.get(stay.person_id)
        if chart is None:
            continue
        person = _person(chart, stay, week, offered, standing, lives, leaders.get(stay.site_id, ()))
        if stay.pk in levels:  # another level than the program's, with its own hours
            person = replace(person, floor_minutes=min(person.floor_minutes, levels[stay.pk]))
        found.setdefault(stay.site_id, []).append(person)
    return {site: tuple(people) for site, people in found.items()}


def _gather_lives(people: Sequence[UUID], standing: Standing) -> _Lives:
    busy: dict[UUID, list[tuple[Busy, ZoneInfo]]] = {}
    for row in BusyTime.objects.filter(person__in=people, voided_at=None).order_by("pk"):
        busy.setdefault(row.person_id, []).append((busy_times.as_busy(row), ZoneInfo(row.zone)))
    times: dict[UUID, list[WishedTime]] = {}
    for wished in WishedTime.objects.filter(person__in=people, voided_at=None).order_by("pk"):
        times.setdefault(wished.person_id, []).append(wished)
    elsewhere: dict[UUID, list[Span]] = {}
    for other in standing.elsewhere:
        for person in other.people:
            elsewhere.setdefault(person, []).append(other.span)
    return _Lives(
        busy=busy,
        wishes=busy_times.wishes_of(people),
        times=times,
        apart=_apart(people),
        avoided=week_facts.avoided_leaders(people),
        elsewhere=elsewhere,
        family=_family(standing),
    )


def _apart(people: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """Who must not meet whom. Only the solver and the check of groups ever see it."""
    wanted = set(people)
    found: dict[UUID, set[str]] = {}
    for first, second in KeepApart.objects.filter(voided_at=None).values_list("first_id", "second_id"):
        if first in wanted and second in wanted:
            found.setdefault(first, set()).add(str(second))
            found.setdefault(second, set()).add(str(first))
    return {person: frozenset(others) for person, others in found.items()}


def _family(standing: Standing) -> dict[UUID, list[told.Hours]]:
    """Who is in a family group now has told, by that, when their family can come."""
    found: dict[UUID, list[told.Hours]] = {}
    for group in standing.groups:
        if group.service.kind != ServiceKind.FAMILY:
            continue
        end = datetime.combine(date.min, group.start_time) + timedelta(minutes=group.minutes)
        hours = told.Hours(group.weekday, group.start_time, end.time())
        for person in standing.members.get(group.pk, ()):
            found.setdefault(person, []).append(hours)
    return found


def _person(
    chart: Chart,
    stay: Episode,
    week: Week,
    offered: Offered,
    standing: Standing,
    lives: _Lives,
    leaders: Sequence[told.Leader],
) -> told.Person:
    key = stay.person_id
    phase = _phase(stay, week)
    mix = offered.mixes.get(phase.pk, {}) if phase else {}
    wishes, times = lives.wishes.get(key), lives.times.get(key, ())
    family = (*(_hours(row) for row in times if row.is_family), *lives.family.get(key, ()))
    by_key = offered.by_key
    languages = tuple(chart.person.languages) or ("en",)
    avoids = frozenset(map(str, lives.avoided.get(key, ())))
    return told.Person(
        key=str(key),
        phase=phase.position if phase else 0,
        floor_minutes=_floor(stay, phase),
        need={
            service: minutes
            for service, minutes in mix.items()
            if service in by_key and (family or not by_key[service].with_family)
        },
        languages=languages,
        counselors=tuple(
            each for each in _counselors(stay, languages, leaders, offered) if each not in avoids
        ),
        wants_hour=_wants_hour(mix, offered, standing, key, week),
        gender=wishes.gender if wishes else "",
        same_gender=wishes.same_gender if wishes else False,
        mode=_mode(wishes),
        busy=tuple(lives.busy.get(key, ())),
        elsewhere=tuple(lives.elsewhere.get(key, ())),
        dislikes=tuple(told.Dislike(_hours(row), row.dislike) for row in times if row.dislike),
        family=family,
        most_minutes_a_day=wishes.most_minutes_a_day if wishes else None,
        here_from=stay.starts_on,
        here_until=stay.ends_on,
        apart=lives.apart.get(key, frozenset()),
        avoids=avoids,
    )


def _phase(stay: Episode, week: Week) -> Phase | None:
    """The phase of the week's last day; after the program's last week its last phase."""
    if stay.template is None or stay.starts_on is None:
        return None
    phases: list[Phase] = stay.template.in_order  # type: ignore[attr-defined]  # list_stays fetched it
    number = max(1, (week.sunday - stay.starts_on).days // 7 + 1)
    last = 0
    for phase in phases:
        last += phase.weeks
        if number <= last:
            return phase
    return phases[-1] if phases else None


def _floor(stay: Episode, phase: Phase | None) -> int:
    """What the level of care asks for, or less where the phase itself plans less."""
    if stay.template is None:
        return 0
    return min(stay.template.floor_minutes, phase.weekly_minutes) if phase else stay.template.floor_minutes


def _wants_hour(
    mix: Mapping[str, int], offered: Offered, standing: Standing, person: UUID, week: Week
) -> bool:
    """Whether a time alone is planned or due: each week, or every other where the mix has half as much."""
    planned, last = standing.alone.get(person), standing.last_alone.get(person)
    if planned is not None and planned.is_planned:
        return True
    minutes = sum(mix.get(key, 0) for key in offered.hours)
    if not minutes:
        return False
    every = max(1, round(offered.hour_minutes / minutes))
    return last is None or (week.monday - Week.of(last).monday).days >= 7 * every


def _counselors(
    stay: Episode, languages: Sequence[str], leaders: Sequence[told.Leader], offered: Offered
) -> tuple[str, ...]:
    """One's own first, then who may cover: at the same site, holding times alone, in a language of theirs."""
    own = [str(stay.counselor_id)] if stay.counselor_id else []
    cover = [
        leader.key
        for leader in leaders
        if leader.leads & offered.hours and set(leader.languages) & set(languages)
    ]
    return tuple(dict.fromkeys([*own, *cover]))


def _mode(wishes: ComingWishes | None) -> Mode:
    match wishes.mode if wishes else "":
        case "in":
            return "in"
        case "tele":
            return "tele"
        case _:
            return "either"


def _hours(row: WishedTime) -> told.Hours:
    begin: time = row.from_time
    return told.Hours(row.weekday, begin, row.until_time)
