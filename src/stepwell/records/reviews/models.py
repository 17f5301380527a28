from __future__ import annotations

from django.db import models

from stepwell.domain.reviews.due import TOLD
from stepwell.domain.reviews.outcome import Outcome
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person
from stepwell.records.tenancy.models import Scoped


class ReviewEvent(Scoped):
    """Something that was told and asks for a review. A mistake is voided."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="review_events")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="review_events")
    trigger = models.CharField(max_length=16, choices=[(each.value, each.value) for each in TOLD])
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["episode", "happened_at"], name="review_event_by_episode")]


class PayerInterval(Scoped):
    """A payer that wants a review again after so many days since a day. It is ended, never overwritten."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="payer_intervals")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="payer_intervals")
    name = models.CharField(max_length=80)
    days = models.PositiveSmallIntegerField()
    since = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(days__gte=1), name="a_payer_waits_at_least_a_day")
        ]


class Review(Scoped):
    """One look at a plan, with what asked for it and the evidence it began with; open until it is signed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviews")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="reviews")
    due_on = models.DateField()
    reasons = models.JSONField(default=list)
    """What asked for it, earliest first: [[who asks, key, day]]."""
    evidence = models.JSONField(default=dict)
    """Numbers, days and keys as they were at the opening; never words."""
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True)
    opener = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["episode"],
                condition=models.Q(closed_at__isnull=True),
                name="one_review_of_an_episode_is_open",
            )
        ]
        indexes = [models.Index(fields=["episode", "closed_at"], name="review_by_episode")]


class ReviewDecision(Scoped):
    """How a review ends, as a clinician decided it. A step waits for a second clinician, who may say no."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Outcome])
    suggested = models.CharField(max_length=10, blank=True)
    """What the evidence pointed to, beside what was chosen."""
    reason = models.CharField(max_length=30)
    words = models.BinaryField(null=True)
    """Sealed JSON: why, what the person wants, and the care named for afterwards."""
    level = models.CharField(max_length=20, blank=True)
    weekly_minutes = models.PositiveIntegerField(null=True, blank=True)
    from_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["review"],
                condition=models.Q(declined_at__isnull=True),
                name="a_review_ends_in_one_way",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=["step_up", "step_down"])
                | models.Q(weekly_minutes__isnull=False, from_on__isnull=False) & ~models.Q(level=""),
                name="a_step_names_level_hours_and_day",
            ),
        ]


class ReviewSignature(Scoped):
    """A clinician signed a decision, under this name, and when."""

    decision = models.ForeignKey(ReviewDecision, on_delete=models.PROTECT, related_name="signatures")
    account_id = models.UUIDField()
    name = models.CharField(max_length=200)
    signed_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "account_id"], name="a_decision_is_signed_once_by_each"
            )
        ]
