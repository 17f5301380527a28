"""What is known of stays in care that their next step depends on: plans, reviews, leaves, tries, held seats.

Asked only of those whom it concerns. For actions that have asked the rules of access.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from stepwell.actions import plans_kept, review_times
from stepwell.domain.episodes.lifecycle import IN_TREATMENT
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.records.episodes.models import Episode
from stepwell.records.levels.models import Leave, ReachTry, WayBack

SIGN_PLAN, REACH_OUT = "sign_plan", "reach_out"
"""Steps that are done when the record shows it: a plan signed by both, a try to reach the person."""


@dataclass(frozen=True)
class StayFacts:
    """What is known of one stay."""

    review_due_on: date | None = None
    returns_on: date | None = None
    last_tried_at: datetime | None = None
    seat_held_until: date | None = None
    done: frozenset[str] = frozenset()


def facts_of(episodes: Sequence[Episode], *, at: datetime) -> dict[UUID, StayFacts]:
    """By the key of the stay; a fixed number of queries, and none for states that nobody is in."""
    treated = [each for each in episodes if State(each.state) in IN_TREATMENT]
    signed = plans_kept.signed_episodes(each.pk for each in treated) if treated else set()
    due = review_times.due_of_episodes(treated, at=at)
    leaves = _leaves(_in(episodes, State.HOLD))
    tries = _tries(_in(episodes, State.LAPSED))
    seats = _seats(_in(episodes, State.LEFT))
    found = {}
    for each in episodes:
        review = due.get(each.pk)
        done = {SIGN_PLAN} if each.pk in signed else set()
        found[each.pk] = StayFacts(
            review_due_on=review.due_on if review else None,
            returns_on=leaves.get(each.pk),
            last_tried_at=tries.get(each.pk),
            seat_held_until=seats.get(each.pk),
            done=frozenset(done | ({REACH_OUT} if each.pk in tries else set())),
        )
    return found


def _in(episodes: Sequence[Episode], state: State) -> list[UUID]:
    return [each.pk for each in episodes if State(each.state) is state]


def _leaves(keys: list[UUID]) -> dict[UUID, date]:
    rows = Leave.objects.filter(episode__in=keys, ended_on=None) if keys else Leave.objects.none()
    return dict(rows.values_list("episode_id", "returns_on"))


def _tries(keys: list[UUID]) -> dict[UUID, datetime]:
    """The last try; the rules leave out one from before contact lapsed."""
    rows = ReachTry.objects.filter(episode__in=keys) if keys else ReachTry.objects.none()
    return dict(rows.values_list("episode_id").annotate(Max("tried_at")).order_by())


def _seats(keys: list[UUID]) -> dict[UUID, date]:
    rows = WayBack.objects.filter(episode__in=keys, taken_at=None) if keys else WayBack.objects.none()
    return dict(rows.values_list("episode_id", "seat_until"))
