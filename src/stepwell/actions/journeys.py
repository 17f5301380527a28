"""Everybody's way through the gates, gathered from the records for counting. Nobody is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet, Subquery

from stepwell.domain.episodes.lifecycle import IN_TREATMENT
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.funnel.gates import Gate, Journey
from stepwell.domain.funnel.retention import Stay
from stepwell.kernel.civil import at_site
from stepwell.records.enquiries.models import Enquiry, EnquiryState
from stepwell.records.episodes.models import Episode, EpisodeState
from stepwell.records.placement.models import LevelDecision
from stepwell.records.sessions.models import CAME, Attendance

_TREATED = {state.value for state in IN_TREATMENT}
_OVER = {state.value: state for state in (State.LEFT, State.ADMINISTRATIVE, State.DISCHARGED, State.ENDED)}
"""Ways a stay ends before a graduation; of ENDED nothing more is known."""
NOT_HERE = "not_from_here"
"""The source of who came into the program without having asked here."""


@dataclass
class _Way:
    """One way while it is put together."""

    source: str
    program: str = ""
    reached: dict[Gate, datetime] = field(default_factory=dict)
    lost_at: datetime | None = None
    why: str = ""

    def reach(self, gate: Gate, at: datetime | None) -> None:
        """The gate, never before one that was reached before: a day alone has no hour."""
        if at is not None and gate not in self.reached:
            self.reached[gate] = max([at, *(then for one, then in self.reached.items() if one < gate)])

    def journey(self) -> Journey:
        return Journey(self.reached, self.lost_at, self.why, self.source, self.program)


@dataclass(frozen=True)
class Ways:
    """The journeys that began since a day, and the stays among them."""

    journeys: tuple[Journey, ...]
    stays: tuple[Stay, ...]


def gather(sites: Iterable[UUID], *, since: datetime, program: UUID | None = None) -> Ways:
    """Who asked since then, and who came in since then without having asked. Five queries.

    Only for actions that have asked who counts: nothing here looks at a reader.
    """
    here = list(sites)
    asked = list(Enquiry.objects.filter(site__in=here, asked_at__gte=since).order_by("asked_at"))
    led_to = [row.episode_id for row in asked if row.episode_id is not None]
    stays = _stays(here, led_to, since)
    ways = {row.pk: _asked(row) for row in asked}
    _decide(ways, _ends(asked))
    moved = _moves(stays)
    by_stay: dict[UUID, _Way] = {}
    for row in asked:
        if row.episode_id is not None:
            by_stay[row.episode_id] = ways[row.pk]
    own = [_through(row, by_stay.get(row.pk) or _Way(NOT_HERE), moved[row.pk]) for row in stays]
    both = [*ways.values(), *(way for way in own if way.source == NOT_HERE)]
    found = both if program is None else [way for way in both if way.program == str(program)]
    kept = [row for row in stays if program is None or row.template_id == program]
    return Ways(
        tuple(way.journey() for way in found if way.reached),
        tuple(stay for row in kept for stay in _stay(row, moved[row.pk])),
    )


def _stays(sites: list[UUID], led_to: list[UUID], since: datetime) -> list[Any]:
    first = Attendance.objects.filter(
        person=OuterRef("person"), state__in=CAME, held_on__gte=OuterRef("starts_on")
    ).order_by("held_on")
    here = Episode.objects.filter(site__in=sites, starts_on__isnull=False)
    recent: QuerySet[Any] = here.filter(starts_on__gte=since.date()) | here.filter(pk__in=led_to)
    return list(
        recent.select_related("site").annotate(
            first_at=Subquery(first.values("starts_at")[:1]), first_on=Subquery(first.values("held_on")[:1])
        )
    )


def _asked(row: Enquiry) -> _Way:
    way = _Way(row.asker)
    way.reach(Gate.ENQUIRY, row.asked_at)
    way.reach(Gate.SCREENING, row.screened_at)
    return way


def _ends(asked: list[Enquiry]) -> list[tuple[UUID, str, datetime, str]]:
    rows = EnquiryState.objects.filter(enquiry__in=asked)
    return list(rows.order_by("from_at").values_list("enquiry_id", "state", "from_at", "reason"))


def _decide(ways: Mapping[UUID, _Way], states: list[tuple[UUID, str, datetime, str]]) -> None:
    signed = LevelDecision.objects.filter(assessment__enquiry__in=list(ways)).order_by("signed_at")
    for key, at in signed.values_list("assessment__enquiry_id", "signed_at"):
        ways[key].reach(Gate.LEVEL, at)
    for key, state, at, reason in states:
        if state == State.PENDING.value:
            ways[key].reach(Gate.SEAT, at)
        if state in {State.DECLINED.value, State.LOST.value}:
            ways[key].lost_at, ways[key].why = at, reason


def _moves(stays: list[Any]) -> dict[UUID, list[tuple[str, date, str]]]:
    found: dict[UUID, list[tuple[str, date, str]]] = defaultdict(list)
    rows = EpisodeState.objects.filter(episode__in=[row.pk for row in stays]).order_by(
        "from_on", "written_at"
    )
    for key, state, day, reason in rows.values_list("episode_id", "state", "from_on", "reason"):
        found[key].append((state, day, reason))
    return found


def _through(row: Any, way: _Way, moves: list[tuple[str, date, str]]) -> _Way:
    zone = ZoneInfo(row.site.zone)
    way.program = str(row.template_id or "")
    for state, day, reason in moves:
        at = at_site(day, time(0), zone)
        if state in _TREATED:
            way.reach(Gate.ADMISSION, at)
        if state == State.GRADUATED.value:
            way.reach(Gate.GRADUATION, at)
        if state in _OVER:
            way.lost_at, way.why = at, reason
    came = row.first_at or (at_site(row.first_on, time(0), zone) if row.first_on else None)
    if Gate.ADMISSION in way.reached:
        way.reach(Gate.FIRST_SESSION, came)
    return way


def _stay(row: Any, moves: list[tuple[str, date, str]]) -> list[Stay]:
    """The stay, where somebody was ever in treatment."""
    began = next((day for state, day, _ in moves if state in _TREATED), None)
    if began is None:
        return []
    graduated = any(state == State.GRADUATED.value for state, _, _ in moves)
    ended = max(row.ends_on, began) if row.ends_on and not row.is_open else None
    return [Stay(began, ended, graduated)]
