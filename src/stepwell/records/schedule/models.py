from __future__ import annotations

from django.db import models

from stepwell.records.people.models import Person
from stepwell.records.program.models import Room, Service, Site, Staff
from stepwell.records.tenancy.models import Scoped


class Group(Scoped):
    """A series: the same people at the same civil time each week, going through a curriculum."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="groups")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="groups")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="groups")
    leader = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="groups")
    title = models.JSONField()
    weekday = models.PositiveSmallIntegerField()
    start_time = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    breaks = models.JSONField(default=list, blank=True)
    """[[minutes after the start, minutes long], …]."""
    language = models.CharField(max_length=2, default="en")
    gender = models.CharField(max_length=20, blank=True)
    """The gender it is held for, where it is for one only."""
    topics = models.JSONField(default=list, blank=True)
    """The curriculum: [{"en": …, "es": …}, …]; after the last topic it begins again."""
    min_members = models.PositiveSmallIntegerField(default=4)
    max_members = models.PositiveSmallIntegerField(default=12)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6), name="group_meets_on_a_day_of_the_week"
            ),
            models.CheckConstraint(condition=models.Q(minutes__gt=0), name="group_lasts_some_minutes"),
        ]


class RosterEntry(Scoped):
    """Somebody belongs to a group from a date until a date. The past is never rewritten."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="roster")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roster_entries")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=models.Q(until_on__isnull=True),
                name="a_person_is_on_a_roster_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="roster_entry_ends_after_it_starts",
            ),
        ]


class SessionStatus(models.TextChoices):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"  # by the program


class Session(Scoped):
    """One meeting, of a group or of one person with a counselor. Instants in UTC, zone of the site."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="sessions")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    leader = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    title = models.JSONField()
    starts_at = models.DateTimeField(null=True)
    """None only for sessions brought along whose day isn't known."""
    ends_at = models.DateTimeField(null=True)
    held_on = models.DateField(null=True)
    """The civil date at the site."""
    breaks = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    """Place in the curriculum, from 1."""
    status = models.CharField(max_length=12, choices=SessionStatus.choices, default=SessionStatus.PLANNED)
    by_video = models.BooleanField(default=False)
    video_link = models.URLField(blank=True)
    fills_room = models.BooleanField(default=False)
    """True while the session keeps others out of its room: in person and not cancelled."""
    external_id = models.CharField(max_length=160, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="session_ends_after_it_starts",
            ),
            models.UniqueConstraint(fields=["group", "starts_at"], name="a_group_meets_once_at_a_time"),
            models.UniqueConstraint(
                fields=["organization", "external_id"],
                condition=~models.Q(external_id=""),
                name="a_session_is_brought_along_once",
            ),
        ]
        indexes = [
            models.Index(fields=["leader", "starts_at"], name="session_by_leader"),
            models.Index(fields=["site", "starts_at"], name="session_by_site"),
            models.Index(fields=["room", "starts_at"], name="session_by_room"),
        ]
