"""The follow-ups after 1, 3, 6 and 12 months: asked of the person or with them by phone; who is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from stepwell.actions import once
from stepwell.actions.charts import Chart
from stepwell.actions.graduating import AFTER, find_stay
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.aftercare.follow_ups import (
    FOLLOW_UPS,
    Person,
    Reached,
    Standing,
    reached,
    standing,
)
from stepwell.domain.aftercare.follow_ups import FollowUp as Rule
from stepwell.domain.aftercare.questions import NotAnAnswer, checked
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.privacy.access import Part, Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.aftercare.models import FollowUp
from stepwell.records.episodes.models import Episode, EpisodeState

_COUNTED = [State.GRADUATED.value, State.CONTINUING_CARE.value]
"""Who was ever in one of these is asked later, and is missing where they aren't reached."""


class CannotFollowUp(Refusal):
    """It isn't time for it, it took place already, or the answers are none."""


@dataclass(frozen=True)
class Occasion:
    """One follow-up of one stay: when it may take place, how it stands, and what was said."""

    rule: Rule
    first: date
    last: date
    standing: Standing
    row: FollowUp | None

    @property
    def is_open(self) -> bool:
        return self.standing is Standing.OPEN


def occasions(chart: Chart, episode: Episode, *, at: datetime) -> tuple[Occasion, ...]:
    """The four follow-ups of a stay; none before it has ended, nor after one that was only broken off."""
    chart.need(Part.AFTERCARE)
    if episode.ends_on is None or State(episode.state) not in AFTER:
        return ()
    rows = {row.months: row for row in FollowUp.objects.filter(episode=episode)}
    return tuple(_occasion(rule, episode.ends_on, rows, episode.site.day_at(at)) for rule in FOLLOW_UPS)


def find_open(chart: Chart, *, at: datetime) -> Occasion | None:
    """The follow-up that may be answered now."""
    episode = chart.find_episode()
    found = occasions(chart, episode, at=at) if episode is not None else ()
    return next((each for each in found if each.is_open), None)


def is_answered(chart: Chart, *, at: datetime) -> bool:
    """Whether the follow-up that it is time for took place already: what a second click finds."""
    episode = chart.find_episode()
    if episode is None:
        return False
    today = episode.site.day_at(at)
    found = occasions(chart, episode, at=at)
    return any(each.row is not None and each.first <= today <= each.last for each in found)


def measures_since(chart: Chart, *, at: datetime) -> date | None:
    """The day before the window of the follow-up that it is time for; what is answered later counts."""
    episode = chart.find_episode()
    if episode is None or not chart.may_read(Part.AFTERCARE):
        return None
    today = episode.site.day_at(at)
    found = occasions(chart, episode, at=at)
    first = next((each.first for each in found if each.first <= today <= each.last), None)
    return None if first is None else first - timedelta(days=1)


@transaction.atomic(durable=True)
def answer(chart: Chart, *, months: int, answers: Mapping[str, str], key: str, at: datetime) -> None:
    """The person was asked. Blanks stay blanks; a follow-up takes place once, within its window."""
    chart.need(Part.AFTERCARE)
    if not once.is_first_time(key, action="follow_up", account_id=chart.by.account_id, at=at):
        return
    episode = find_stay(chart)
    occasion = next((each for each in occasions(chart, episode, at=at) if each.rule.months == months), None)
    if occasion is None or not occasion.is_open:
        raise CannotFollowUp(gettext_noop("It isn't time for these questions, or they are answered already."))
    given = _given(answers)
    assert chart.by.account_id is not None  # people answer
    try:
        with transaction.atomic():
            row = FollowUp.objects.create(
                episode=episode,
                months=months,
                on=episode.site.day_at(at),
                answers=given,
                written_at=at,
                written_by=chart.by.account_id,
            )
    except IntegrityError:
        raise CannotFollowUp(gettext_noop("Somebody has just written these answers down.")) from None
    chart.note("follow_up", row.pk, at=at)


def figures(by: SignedIn, *, on: date) -> tuple[Reached, ...]:
    """How many of everybody whose window is over were reached, at the sites of the reader."""
    need_role(by, Role.MANAGER, Role.COUNSELOR)
    return reached_of(_ended(by), on=on)


def reached_of(people: Sequence[Person], *, on: date) -> tuple[Reached, ...]:
    """The figure of each of the four, the missing among them."""
    return tuple(reached(rule, people, on=on) for rule in FOLLOW_UPS)


def _ended(by: SignedIn) -> list[Person]:
    """When each program ended that people are followed up after, and when they were asked."""
    stays = Episode.objects.filter(
        site__in=by.reader.site_ids,
        ends_on__isnull=False,
        pk__in=EpisodeState.objects.filter(state__in=_COUNTED).values("episode_id"),
    )
    days: dict[object, list[date]] = {}
    for key, day in FollowUp.objects.filter(episode__in=stays).values_list("episode_id", "on"):
        days.setdefault(key, []).append(day)
    ended = stays.values_list("pk", "ends_on")
    return [Person(day, tuple(days.get(key, ()))) for key, day in ended if day is not None]


def _given(answers: Mapping[str, str]) -> dict[str, str]:
    try:
        given = checked(answers)
    except NotAnAnswer:
        raise CannotFollowUp(gettext_noop("Choose one of the answers shown, or skip the question.")) from None
    if not given:
        raise CannotFollowUp(gettext_noop("Nothing is answered yet. Answer what you want to."))
    return given


def _occasion(rule: Rule, ended_on: date, rows: Mapping[int, FollowUp], today: date) -> Occasion:
    row = rows.get(rule.months)
    first, last = rule.window(ended_on)
    stands = standing(rule, ended_on, done_on=[row.on] if row else [], on=today)
    return Occasion(rule, first, last, stands, row)
