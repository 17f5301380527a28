from __future__ import annotations

from django.db import models

from stepwell.records.program.models import Service, Site, Staff
from stepwell.records.tenancy.models import Scoped


class SessionShape(Scoped):
    """How the sessions of a service are held, where it isn't as its running groups are."""

    service = models.OneToOneField(Service, on_delete=models.PROTECT, related_name="shape")
    minutes = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=True)
    """Also for those whose phase doesn't ask for it, and beyond what it asks."""
    by_gender = models.BooleanField(default=False)
    """May be held for one gender."""

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(minutes__gt=0), name="a_session_has_some_minutes")
        ]


class LeaderLimit(Scoped):
    """How much somebody leads in a week at most, where it isn't the program's usual."""

    staff = models.OneToOneField(Staff, on_delete=models.PROTECT, related_name="leads_at_most")
    weekly_minutes = models.PositiveSmallIntegerField()
    by_video = models.BooleanField(default=True)


class DraftState(models.TextChoices):
    WAITING = "waiting"
    SOLVING = "solving"
    READY = "ready"
    STOPPED = "stopped"  # by a person; the best plan until then is kept
    BROKEN = "broken"  # solving ended in a fault of ours
    PUBLISHED = "published"
    UNDONE = "undone"


class Draft(Scoped):
    """A timetable in the making: sites, the week it begins with, and how far it is."""

    name = models.CharField(max_length=120, blank=True)
    monday = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=160)
    copy_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    question = models.JSONField(default=dict, blank=True)
    """What a copy asks ("what if"), or the fix it tries; empty for a draft of its own."""
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["monday", "made_at"], name="draft_by_week")]


class DraftPart(Scoped):
    """One site's week of a draft: a job of its own, so that many workers can solve a draft at once.

    Video rooms and leaders that several sites share are dealt out before, so the parts of a draft
    never want the same thing. `problem` and `plan` hold keys and numbers, no name of anybody.
    """

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="parts")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.WAITING)
    problem = models.TextField()
    """JSON of `domain.timetable.facts.Problem`, with what is locked."""
    facts = models.JSONField(default=dict)
    """What the problem doesn't say and the pages need: dates, rooms, minutes, keys of services."""
    plan = models.TextField(blank=True)
    laid_out = models.JSONField(default=dict, blank=True)
    """The plan with dates and rooms, as pages show it; made anew with each plan."""
    figures = models.JSONField(default=dict, blank=True)
    ways_in = models.JSONField(default=list, blank=True)
    """Who lacks what in the plan, why, and what would help: keys and numbers, made anew with each plan."""
    objective = models.BigIntegerField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)
    cost = models.JSONField(default=dict, blank=True)
    seconds = models.FloatField(default=0)
    """What solving took."""
    limit = models.PositiveIntegerField(default=60)
    """Seconds it may take."""
    points = models.JSONField(default=list, blank=True)
    """[[seconds, objective, bound], …] while it was solved."""
    stop_at = models.DateTimeField(null=True, blank=True)
    """Somebody asked it to stop."""
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    """Counts the plans it has had; two hands on one draft can't overwrite each other."""
    run = models.PositiveIntegerField(default=0)
    """Counts the solvings asked for; a job of an older one does nothing."""

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["draft", "site"], name="a_draft_has_one_part_for_a_site")
        ]


class Publication(Scoped):
    """What publishing a draft made and ended, so that it can be undone as one act."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="publications")
    monday = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    """The Monday on which the usual week comes back; None: it stands from its own Monday on."""
    published_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)
    made = models.JSONField(default=dict)
    """Keys of rows by kind: groups, roster entries and sessions that were made or ended."""
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.UUIDField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["draft"],
                condition=models.Q(undone_at__isnull=True),
                name="a_draft_is_published_once_at_a_time",
            )
        ]


class PublishedSite(Scoped):
    """The publication in force for a site's week; two can't publish the same week of a site at once."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="sites")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    monday = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """Undone, or replaced by a later one."""

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["site", "monday"],
                condition=models.Q(ended_at__isnull=True),
                name="a_week_of_a_site_is_published_once",
            )
        ]
