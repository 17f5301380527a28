"""Everybody in the year after, at a counselor's sites: who is to be called first, and who is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from stepwell.actions import charts, coming_next
from stepwell.actions.coming_next import Coming
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.domain.aftercare.follow_ups import FOLLOW_UPS, Standing, standing
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.records.aftercare.models import FollowUp
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person

PAGE = 50
_STATES = [State.GRADUATED.value, State.CONTINUING_CARE.value]


@dataclass(frozen=True)
class Row:
    """Somebody in the year after: what comes next, and the follow-ups that are open or were missed."""

    person: Person
    episode: Episode
    coming: Coming
    open_months: tuple[int, ...]
    missing_months: tuple[int, ...]


@dataclass(frozen=True)
class Listed:
    """One page, the most pressing first."""

    rows: tuple[Row, ...]
    page: int
    pages: int
    total: int


def everybody(by: SignedIn, *, page: int = 1, at: datetime) -> Listed:
    """A page of those whom somebody still calls; one line in the trail names who is on it."""
    need_role(by, Role.COUNSELOR)
    stays = Episode.objects.filter(site__in=by.reader.site_ids, state__in=_STATES)
    episodes = list(stays.select_related("site", "counselor"))
    coming = coming_next.of_episodes(episodes, at=at)
    episodes.sort(key=lambda one: _due(coming[one.pk]))
    pages = max(1, -(-len(episodes) // PAGE))
    page = min(max(1, page), pages)
    shown = episodes[(page - 1) * PAGE : page * PAGE]
    opened = {
        chart.person.pk: chart.person
        for chart in charts.open_list(
            by, [one.person_id for one in shown], Purpose.TREATMENT, what="aftercare_list", at=at
        )
    }
    asked = _asked(shown)
    rows = tuple(
        _row(one, opened[one.person_id], coming[one.pk], asked.get(one.pk, []), at)
        for one in shown
        if one.person_id in opened
    )
    return Listed(rows, page, pages, len(episodes))


def _row(episode: Episode, person: Person, coming: Coming, days: list[date], at: datetime) -> Row:
    today = episode.site.day_at(at)
    found = (
        {rule.months: standing(rule, episode.ends_on, done_on=days, on=today) for rule in FOLLOW_UPS}
        if episode.ends_on
        else {}
    )
    return Row(
        person,
        episode,
        coming,
        tuple(months for months, stands in found.items() if stands is Standing.OPEN),
        tuple(months for months, stands in found.items() if stands is Standing.MISSING),
    )


def _asked(episodes: list[Episode]) -> dict[object, list[date]]:
    found: dict[object, list[date]] = {}
    for key, day in FollowUp.objects.filter(episode__in=episodes).values_list("episode_id", "on"):
        found.setdefault(key, []).append(day)
    return found


def _due(coming: Coming) -> float:
    return coming.due_at.timestamp() if coming.due_at is not None else 0.0
