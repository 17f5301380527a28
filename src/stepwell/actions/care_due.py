"""What a counselor's people wait for: reviews that are due, plans not signed, whoever has no next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from stepwell.actions import charts, coming_next, plans_kept, review_times
from stepwell.actions.charts import Chart
from stepwell.actions.coming_next import Coming
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.domain.episodes.lifecycle import CARED_FOR, IN_TREATMENT
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.plans.rules.plan_unsigned import DAYS
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.domain.reviews.due import ReviewDue
from stepwell.records.episodes.models import Episode
from stepwell.records.reviews.models import Review

AHEAD = timedelta(days=7)
"""Reviews due within a week are told."""
AT_MOST = 200


@dataclass(frozen=True)
class Waiting:
    """One person of the reader's, and what is due for them."""

    chart: Chart
    episode: Episode
    coming: Coming
    review: ReviewDue | None
    is_review_open: bool
    has_plan: bool
    plan_due_on: date | None
    today: date

    @property
    def is_plan_missing(self) -> bool:
        """In treatment without a plan that both have signed."""
        return State(self.episode.state) in IN_TREATMENT and not self.has_plan

    @property
    def is_plan_late(self) -> bool:
        return self.is_plan_missing and self.plan_due_on is not None and self.plan_due_on <= self.today

    @property
    def is_review_due(self) -> bool:
        """A review is open, or due within a week."""
        return self.is_review_open or (self.review is not None and self.review.due_on <= self.today + AHEAD)

    @property
    def is_review_late(self) -> bool:
        return self.review is not None and self.review.due_on < self.today


@dataclass(frozen=True)
class CareDue:
    """The three lists, each the most pressing first, and of how many people."""

    reviews: tuple[Waiting, ...]
    plans: tuple[Waiting, ...]
    steps: tuple[Waiting, ...]
    """What comes next for everybody, those without a step or an owner first, then by due time."""
    of: int


def care_due(by: SignedIn, *, at: datetime) -> CareDue:
    """The reader's own people, or those of the sites where the reader has none. A fixed number of queries."""
    need_role(by, Role.COUNSELOR)
    stays = _stays(by)
    opened = charts.open_list(
        by, [stay.person_id for stay in stays], Purpose.TREATMENT, what="care_due", at=at
    )
    by_person = {chart.person.pk: chart for chart in opened}
    found = _waiting([stay for stay in stays if stay.person_id in by_person], by_person, at=at)
    return CareDue(
        reviews=tuple(sorted((each for each in found if each.is_review_due), key=_by_review)),
        plans=tuple(sorted((each for each in found if each.is_plan_missing), key=_by_plan)),
        steps=tuple(sorted(found, key=_by_step)),
        of=len(found),
    )


def _stays(by: SignedIn) -> list[Episode]:
    cared_for = [state.value for state in CARED_FOR]
    rows = Episode.objects.filter(site__in=by.reader.site_ids, state__in=cared_for)
    rows = rows.select_related("site", "template", "counselor").order_by("starts_on", "pk")
    mine = list(rows.filter(counselor=by.staff)[:AT_MOST])
    return mine or list(rows[:AT_MOST])


def _waiting(stays: list[Episode], opened: dict[UUID, Chart], *, at: datetime) -> list[Waiting]:
    treated = [stay for stay in stays if State(stay.state) in IN_TREATMENT]
    keys = [stay.pk for stay in stays]
    signed = plans_kept.signed_episodes(keys)
    due = review_times.due_of_episodes(treated, at=at)
    coming = coming_next.of_episodes(stays, at=at)
    under_way = set(
        Review.objects.filter(episode__in=keys, closed_at=None).values_list("episode_id", flat=True)
    )
    return [
        Waiting(
            chart=opened[stay.person_id],
            episode=stay,
            coming=coming[stay.pk],
            review=due.get(stay.pk),
            is_review_open=stay.pk in under_way,
            has_plan=stay.pk in signed,
            plan_due_on=stay.starts_on + timedelta(days=DAYS) if stay.starts_on else None,
            today=stay.site.day_at(at),
        )
        for stay in stays
    ]


def _by_review(each: Waiting) -> tuple[bool, date]:
    return (not each.is_review_open, each.review.due_on if each.review else date.max)


def _by_plan(each: Waiting) -> date:
    return each.plan_due_on or date.max


def _by_step(each: Waiting) -> tuple[bool, float]:
    due = each.coming.due_at
    return (each.coming.is_complete, due.timestamp() if due is not None else 0.0)
