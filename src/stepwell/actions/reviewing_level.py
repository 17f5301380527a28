"""A plan is looked at again: what asks for it, the evidence it opens with, how it ends and who signs.

Step rules are prompts, not automation: a step up or down is signed by two clinicians, with what
the person wants written down. Program policy.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from stepwell.actions import moving_levels, once, review_evidence, review_times
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.moving_levels import Level
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Part, Purpose
from stepwell.domain.reviews.due import TOLD, Trigger
from stepwell.domain.reviews.outcome import Outcome, is_reason
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.episodes.models import Episode
from stepwell.records.reviews.models import (
    PayerInterval,
    Review,
    ReviewDecision,
    ReviewEvent,
    ReviewSignature,
)
from stepwell.records.tenancy import plainly

ASKED_AGAIN_AFTER = timedelta(hours=12)
"""Asking twice within this time is asking once."""


class NoReview(Refusal):
    """There is nothing to look at, or it is signed already."""


class NotDecided(Refusal):
    """Something that this end of a review needs is missing."""


class NeedsSecond(Refusal):
    """Two clinicians decide on a step: nobody is both of them."""


@dataclass(frozen=True)
class Words:
    """What is sealed: why, what the person wants, and the care named for afterwards."""

    why: str = ""
    wish: str = ""
    care_elsewhere: str = ""


@dataclass(frozen=True)
class Decision:
    """How a clinician wants a review to end."""

    outcome: Outcome
    reason: str
    words: Words
    level: Level | None = None
    """The new level with its hours and its first day, of a step."""


@transaction.atomic(durable=True)
def tell(chart: Chart, trigger: Trigger, *, key: str, at: datetime) -> None:
    """Something happened that asks for a review. The person tells that they want one, and nothing else.

    The same again within a while is told once.
    """
    episode = _locked(chart)
    if chart.purpose is Purpose.OWN and trigger is not Trigger.REQUEST:
        raise NotHere("There is nothing to tell here.")
    if trigger not in TOLD:
        raise NotHere("This is found in the record and not told.")
    if not once.is_first_time(key, action="tell_review", account_id=chart.by.account_id, at=at):
        return
    lately = ReviewEvent.objects.filter(
        episode=episode, trigger=trigger.value, voided_at=None, happened_at__gt=at - ASKED_AGAIN_AFTER
    )
    if not lately.exists():
        row = ReviewEvent.objects.create(
            person=chart.person,
            episode=episode,
            trigger=trigger.value,
            happened_at=at,
            written_at=at,
            written_by=chart.by.account_id,
        )
        chart.note("review", row.pk, at=at, told=trigger.value)


@transaction.atomic(durable=True)
def tell_payer(chart: Chart, *, name: str, days: int, since: date, key: str, at: datetime) -> None:
    """A payer wants a review again after so many days; what the same payer wanted before ends."""
    episode = _locked(chart)
    if not once.is_first_time(key, action="tell_payer", account_id=chart.by.account_id, at=at):
        return
    PayerInterval.objects.filter(episode=episode, name=name.strip(), ended_at=None).update(ended_at=at)
    row = PayerInterval.objects.create(
        person=chart.person,
        episode=episode,
        name=name.strip(),
        days=days,
        since=since,
        written_at=at,
        written_by=chart.by.account_id,
    )
    chart.note("review", row.pk, at=at)


@transaction.atomic(durable=True)
def open_review(chart: Chart, *, key: str, at: datetime) -> Review:
    """Begin a review with its evidence gathered, also before it is due. One that is open is gone on with."""
    episode = _locked(chart)
    there = find_open(chart)
    if there is not None:
        return there
    if not once.is_first_time(key, action="open_review", account_id=chart.by.account_id, at=at):
        raise NoReview(gettext_noop("This review is signed already. Begin another one."))
    due = review_times.due_of(chart, at=at)
    if due is None:
        raise NoReview(gettext_noop("This person has no first day yet, so there is nothing to look at."))
    row = Review.objects.create(
        person=chart.person,
        episode=episode,
        due_on=due.due_on,
        reasons=[[each.kind.value, each.key, each.due_on.isoformat()] for each in due.reasons],
        evidence=review_evidence.gather(chart, episode, due, at=at),
        opened_at=at,
        opened_by=chart.by.account_id,
        opener=chart.by.name,
    )
    chart.note("review", row.pk, at=at)
    return row


@transaction.atomic(durable=True)
def decide(chart: Chart, review_id: UUID, decision: Decision, *, key: str, at: datetime) -> None:
    """End the review in one of five ways, with its reason, and sign it.

    A step waits for a second clinician; everything else is done at once.
    """
    if not _is_first(chart, "decide_review", key, at):
        return
    episode, review = _open_one(chart, review_id)
    if pending(review) is not None:
        raise NotDecided(gettext_noop("A colleague has decided this already. Look again."))
    _check(decision, today=episode.site.day_at(at))
    moving_levels.check(chart, episode, decision.outcome, decision.level)
    row = _write(chart, review, decision, at=at)
    _sign(chart, row, at=at)
    if not decision.outcome.needs_second:
        _conclude(chart, episode, review, row, at=at)


@transaction.atomic(durable=True)
def agree(chart: Chart, review_id: UUID, *, key: str, at: datetime) -> None:
    """The second clinician signs a step, and it is done."""
    if not _is_first(chart, "agree_review", key, at):
        return
    episode, review = _open_one(chart, review_id)
    row = pending(review)
    if row is None:
        raise NoReview(gettext_noop("There is no step to agree to any more. Look again."))
    if row.decided_by == chart.by.account_id:
        raise NeedsSecond(gettext_noop("Somebody else has to agree: ask a colleague to open this page."))
    _sign(chart, row, at=at)
    _conclude(chart, episode, review, row, at=at)


@transaction.atomic(durable=True)
def take_back(chart: Chart, review_id: UUID, *, key: str, at: datetime) -> None:
    """A step that nobody agreed to yet is taken back, by either clinician; the review goes on."""
    if not _is_first(chart, "decline_review", key, at):
        return
    _, review = _open_one(chart, review_id)
    row = pending(review)
    if row is not None:
        ReviewDecision.objects.filter(pk=row.pk).update(declined_at=at)
        chart.note("review", review.pk, at=at, declined=True)


def find_open(chart: Chart) -> Review | None:
    """The review of the open stay that nobody has signed yet."""
    chart.need(Part.PLAN)
    episode = chart.find_episode()
    return Review.objects.filter(episode=episode, closed_at=None).first() if episode else None


def get_review(chart: Chart, review_id: UUID) -> Review:
    """A review of the person; NotHere for any other."""
    chart.need(Part.PLAN)
    rows = Review.objects.filter(person=chart.person, pk=review_id).select_related("episode__site")
    row = rows.prefetch_related("decisions__signatures").first()
    if row is None:
        raise NotHere("There is no such review.")
    return row


def list_reviews(chart: Chart) -> list[Review]:
    """Every review of the person, the latest first."""
    chart.need(Part.PLAN)
    rows = Review.objects.filter(person=chart.person).order_by("-opened_at")
    return list(rows.prefetch_related("decisions__signatures"))


def list_payers(chart: Chart) -> list[PayerInterval]:
    """What payers want of the open stay."""
    chart.need(Part.PLAN)
    episode = chart.find_episode()
    return list(PayerInterval.objects.filter(episode=episode, ended_at=None)) if episode else []


def pending(review: Review) -> ReviewDecision | None:
    """The decision that holds, or waits for a second clinician."""
    return ReviewDecision.objects.filter(review=review, declined_at=None).first()


def words_of(chart: Chart, row: ReviewDecision) -> Words:
    """What was written with a decision, opened."""
    text = chart.read(bytes(row.words or b""), of=Part.PLAN)
    return Words(**json.loads(text)) if text else Words()


def _check(decision: Decision, *, today: date) -> None:
    if not is_reason(decision.outcome, decision.reason):
        raise NotDecided(gettext_noop("Choose a reason."))
    if decision.outcome.moves_level and decision.level is None:
        raise NotDecided(gettext_noop("Choose the new level, its weekly hours and its first day."))
    if decision.level is not None and decision.level.from_on < today:
        raise NotDecided(gettext_noop("The new level begins today or later."))
    is_ending = decision.outcome is Outcome.DISCHARGE
    if (decision.outcome.moves_level or is_ending) and not decision.words.wish.strip():
        raise NotDecided(gettext_noop("Write down what the person wants."))
    if is_ending and not decision.words.care_elsewhere.strip():
        raise NotDecided(gettext_noop("Name the care that follows."))


def _write(chart: Chart, review: Review, decision: Decision, *, at: datetime) -> ReviewDecision:
    level = decision.level
    row = ReviewDecision.objects.create(
        review=review,
        outcome=decision.outcome.value,
        suggested=review.evidence.get("suggested", ""),
        reason=decision.reason,
        words=chart.seal(json.dumps(asdict(decision.words))),
        level=level.level if level else "",
        weekly_minutes=level.weekly_minutes if level else None,
        from_on=level.from_on if level else None,
        decided_at=at,
        decided_by=chart.by.account_id,
    )
    chart.note("review", review.pk, at=at, outcome=decision.outcome.value)
    return row


def _sign(chart: Chart, row: ReviewDecision, *, at: datetime) -> None:
    signature: dict[str, Any] = {
        "decision_id": row.pk,
        "account_id": chart.by.account_id,
        "name": chart.by.name,
        "signed_at": at,
    }
    plainly.insert_if_new(ReviewSignature, signature)


def _conclude(chart: Chart, episode: Episode, review: Review, row: ReviewDecision, *, at: datetime) -> None:
    """What was decided is done, and the review is over."""
    Review.objects.filter(pk=review.pk).update(closed_at=at)
    outcome = Outcome(row.outcome)
    if outcome.moves_level:
        assert row.weekly_minutes is not None and row.from_on is not None  # noqa: PT018  # the table holds it
        level = Level(row.level, row.weekly_minutes, row.from_on)
        moving_levels.write_step(chart, episode, outcome, level, reason=row.reason, at=at)
    elif outcome is Outcome.DISCHARGE:
        moving_levels.write_discharge(chart, episode, reason=row.reason, at=at)


def _is_first(chart: Chart, action: str, key: str, at: datetime) -> bool:
    """Asked before the review is looked for: what a first click ended is no refusal to the second."""
    chart.need(Part.PLAN)
    return once.is_first_time(key, action=action, account_id=chart.by.account_id, at=at)


def _locked(chart: Chart) -> Episode:
    chart.need(Part.PLAN)
    return moving_levels.locked(chart)


def _open_one(chart: Chart, review_id: UUID) -> tuple[Episode, Review]:
    episode = _locked(chart)
    review = get_review(chart, review_id)
    if review.closed_at is not None or review.episode_id != episode.pk:
        raise NoReview(gettext_noop("This review is signed already. Begin another one."))
    return episode, review
