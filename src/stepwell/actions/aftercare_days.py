"""When somebody is called in the year after: the days of a stay, and the next that no talk has answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max

from stepwell.domain.aftercare.contacts import MONTHS, contacts, next_contact
from stepwell.kernel.civil import months_later
from stepwell.records.aftercare.models import AftercareContact, WarningSign
from stepwell.records.episodes.models import Episode


@dataclass(frozen=True)
class Days:
    """The planned days of contact of one stay, the next one unanswered, and when the year is over."""

    planned: tuple[date, ...]
    due_on: date | None
    year_ends_on: date


def year_ends_on(ended_on: date) -> date:
    """The last day of the year after."""
    return months_later(ended_on, MONTHS)


def of_stays(episodes: Iterable[Episode]) -> dict[UUID, Days]:
    """The days of each stay that has ended, by its key. Two queries, or none where no stay has."""
    ended = {each.pk: each.ends_on for each in episodes if each.ends_on is not None}
    if not ended:
        return {}
    warned, talked = _warned(list(ended)), _talked(list(ended))
    return {key: _days(day, warned.get(key, ()), talked.get(key)) for key, day in ended.items()}


def _days(ended_on: date, warned_on: Sequence[date], talked_on: date | None) -> Days:
    planned = contacts(ended_on, warned_on=warned_on)
    due_on = next_contact(planned, last_talk_on=talked_on, warned_on=warned_on)
    return Days(planned, due_on, year_ends_on(ended_on))


def _warned(keys: Sequence[UUID]) -> Mapping[UUID, list[date]]:
    found: dict[UUID, list[date]] = defaultdict(list)
    for key, day in WarningSign.objects.filter(episode__in=keys).values_list("episode_id", "on"):
        found[key].append(day)
    return found


def _talked(keys: Sequence[UUID]) -> Mapping[UUID, date]:
    rows = AftercareContact.objects.filter(episode__in=keys, was_reached=True)
    return dict(rows.order_by().values_list("episode_id").annotate(last=Max("on")))
