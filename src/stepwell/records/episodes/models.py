from __future__ import annotations

from django.db import models
from django.db.models.functions import Greatest, Least

from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.records.people.models import Person
from stepwell.records.program.models import ProgramTemplate, Site, Staff
from stepwell.records.tenancy.models import Scoped

STATES = [(state.value, state.value) for state in State]


class Episode(Scoped):
    """One way through the program. Coming back is a new episode of the same person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="episodes")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="episodes")
    template = models.ForeignKey(
        ProgramTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="episodes"
    )
    """None for records brought along from a program whose shape isn't known here."""
    counselor = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="caseload"
    )
    state = models.CharField(max_length=20, choices=STATES)
    """The state in force; EpisodeState keeps them all, dated."""
    is_open = models.BooleanField(default=True)
    """Pending, admitted, active, stepped or on hold: still somebody's work."""
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    """First day after the planned or real end."""
    external_id = models.CharField(max_length=120, blank=True)
    background = models.JSONField(default=dict, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="episode_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(is_open=True), name="a_person_has_one_open_episode"
            ),
        ]
        indexes = [
            models.Index(fields=["site", "is_open"], name="episode_by_site"),
            models.Index(fields=["counselor", "is_open"], name="episode_by_counselor"),
        ]


class EpisodeState(Scoped):
    """A state of an episode with its dates. The next state ends it; nothing is overwritten."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="states")
    state = models.CharField(max_length=20, choices=STATES)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    """A coded reason, not free text."""
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)


class BusyKind(models.TextChoices):
    WORK = "work"
    SCHOOL = "school"
    COURT = "court"
    TRAVEL = "travel"
    CARE = "care"
    OTHER = "other"


class BusyTime(Scoped):
    """A time the person can't come: each week on a weekday, once on a date, or by a rota of shifts.

    Civil time in `zone`. When `until_time` is not after `from_time` it ends on the next day.
    A rota comes back after `rota_days` days, counted from `valid_from`, on the days `rota_on` of it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="busy_times")
    kind = models.CharField(max_length=10, choices=BusyKind.choices)
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    on_date = models.DateField(null=True, blank=True)
    from_time = models.TimeField()
    until_time = models.TimeField()
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    rota_days = models.PositiveSmallIntegerField(null=True, blank=True)
    rota_on = models.JSONField(default=list, blank=True)
    """[0, 1] of a rota of four days: two on, two off."""
    skipped_on = models.JSONField(default=list, blank=True)
    """Dates (ISO) on which it doesn't hold, because something else does."""
    travel_minutes = models.PositiveSmallIntegerField(default=0)
    """From there to the program, and back."""
    zone = models.CharField(max_length=60)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__isnull=True, on_date__isnull=False, rota_days__isnull=True)
                | models.Q(weekday__lte=6, on_date__isnull=True, rota_days__isnull=True)
                | models.Q(
                    weekday__isnull=True,
                    on_date__isnull=True,
                    rota_days__gt=0,
                    valid_from__isnull=False,
                ),
                name="busy_time_is_weekly_or_once_or_a_rota",
            ),
        ]


class Mode(models.TextChoices):
    """How somebody would rather come."""

    IN_PERSON = "in"
    VIDEO = "tele"
    EITHER = "either"


class ComingWishes(Scoped):
    """How a person can come: by video too or not, and how much in one day. Nothing told: program policy."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="coming_wishes")
    by_video = models.BooleanField(default=False)
    """May be offered a session by video, also of another site."""
    most_minutes_a_day = models.PositiveSmallIntegerField(null=True, blank=True)
    home_minutes = models.PositiveSmallIntegerField(default=30)
    """From home, where a video session is held, to the program."""
    mode = models.CharField(max_length=6, choices=Mode.choices, default=Mode.EITHER)
    """What the person would rather; a timetable may do otherwise."""
    gender = models.CharField(max_length=20, blank=True)
    """As the person says it, and only if they did."""
    same_gender = models.BooleanField(default=False)
    """Wants groups for one gender where a service offers them."""


class WishedTime(Scoped):
    """Hours that somebody likes less, from 1 (a little) to 3 (hardly), or in which their family can come.

    Civil time at the person's site. Without a weekday it is every day.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wished_times")
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    from_time = models.TimeField()
    until_time = models.TimeField()
    dislike = models.PositiveSmallIntegerField(default=0)
    """0 in the rows that say when the family can come."""
    is_family = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__isnull=True) | models.Q(weekday__lte=6),
                name="a_wish_is_for_a_day_of_the_week",
            ),
            models.CheckConstraint(
                condition=models.Q(until_time__gt=models.F("from_time")), name="a_wish_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(dislike__gte=1, dislike__lte=3, is_family=False)
                | models.Q(dislike=0, is_family=True),
                name="a_dislike_is_1_to_3",
            ),
        ]
        indexes = [models.Index(fields=["person"], condition=models.Q(voided_at=None), name="wish_in_force")]


class KeepApart(Scoped):
    """Two people who must not meet. No reason is stored, so nobody can read why."""

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                Least("first", "second"),
                Greatest("first", "second"),
                condition=models.Q(voided_at__isnull=True),
                name="two_people_are_kept_apart_once",
            ),
        ]


class LeaderToAvoid(Scoped):
    """A leader whom somebody must not, or would rather not, be with. No reason is stored."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person", "staff"],
                condition=models.Q(voided_at__isnull=True),
                name="a_leader_is_avoided_once",
            ),
        ]
