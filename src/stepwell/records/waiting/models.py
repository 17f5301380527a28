from __future__ import annotations

from django.db import models

from stepwell.records.enquiries.models import Enquiry
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person
from stepwell.records.program.models import ProgramTemplate, Site
from stepwell.records.schedule.models import Group
from stepwell.records.tenancy.models import Scoped


class Track(Scoped):
    """Groups that one person goes to together. Its seats are the places that all of them have."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="tracks")
    template = models.ForeignKey(ProgramTemplate, on_delete=models.PROTECT, related_name="tracks")
    title = models.CharField(max_length=120)
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class TrackGroup(Scoped):
    """One of the groups of a track."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="parts")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="tracks")

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["track", "group"], name="a_group_is_in_a_track_once")]


class PriorityRule(Scoped):
    """A rule of the program's own: who goes before those who only asked earlier, and its source."""

    ground = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    source = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "ground"],
                condition=models.Q(retired_at__isnull=True),
                name="a_ground_has_one_rule",
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="a_rule_names_its_source"),
        ]


class PriorityGround(Scoped):
    """Something a rule may go by is so for somebody who asked. What was a mistake is voided."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="priority_grounds")
    ground = models.SlugField(max_length=40)
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry", "ground"],
                condition=models.Q(voided_at__isnull=True),
                name="a_ground_is_told_once",
            ),
        ]


class Why(models.TextChoices):
    """What a seat is held for."""

    OFFER = "offer"
    REFERRAL = "referral"
    WAY_BACK = "way_back"


class Outcome(models.TextChoices):
    """What became of a held seat. Past its last day it holds nothing, whatever is written."""

    TAKEN = "taken"
    FREED = "freed"
    MOVED = "moved"


class SeatHold(Scoped):
    """One seat of a track is kept for somebody, up to and including a day at the site."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="holds")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="held_seats")
    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.PROTECT, null=True, blank=True, related_name="held_seats"
    )
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="held_seats"
    )
    """The stay that somebody left, where the seat is their way back."""
    why = models.CharField(max_length=10, choices=Why.choices)
    starts_on = models.DateField(null=True, blank=True)
    """The first day that was agreed."""
    until_on = models.DateField()
    """The last day on which it is held."""
    held_at = models.DateTimeField()
    held_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at__isnull=True),
                name="a_person_has_one_held_seat",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, outcome="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(outcome="")),
                name="a_hold_that_ended_says_how",
            ),
        ]
        indexes = [
            models.Index(fields=["track"], condition=models.Q(ended_at=None), name="held_seats_of_a_track")
        ]
