from __future__ import annotations

from django.db import models

from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person
from stepwell.records.tenancy.models import Scoped


class LevelSegment(Scoped):
    """One level of care within an episode, with its own weekly hours; the next one ends it.

    An episode without one is at its program's level.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="level_segments")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="level_segments")
    level = models.CharField(max_length=20)
    weekly_minutes = models.PositiveIntegerField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=30, blank=True)
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gt=models.F("from_on")),
                name="a_segment_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["episode"],
                condition=models.Q(until_on__isnull=True),
                name="an_episode_is_at_one_level",
            ),
        ]


class Leave(Scoped):
    """A leave with a date to come back. Who comes back ends it; it ends no episode."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leaves")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="leaves")
    from_on = models.DateField()
    returns_on = models.DateField()
    reason = models.CharField(max_length=30)
    ended_on = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(returns_on__gt=models.F("from_on")), name="a_leave_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["episode"],
                condition=models.Q(ended_on__isnull=True),
                name="an_episode_has_one_leave",
            ),
        ]


class WayBack(Scoped):
    """The way back of who left: until when one tap is enough, and the stay it led to when they took it.

    The seat itself is held by records/waiting, where the site has a track that fits.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ways_back")
    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="way_back")
    seat_until = models.DateField()
    """The last day on which the seat is theirs."""
    told_at = models.DateTimeField()
    told_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    led_to = models.OneToOneField(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="came_back_by"
    )


class ReachTry(Scoped):
    """Somebody tried to reach a person who was out of touch, and did or didn't."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reach_tries")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="reach_tries")
    tried_at = models.DateTimeField()
    was_reached = models.BooleanField(default=False)
    written_by = models.UUIDField(null=True)

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["episode", "tried_at"], name="reach_try_by_episode")]
