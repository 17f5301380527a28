from __future__ import annotations

from django.db import models

from stepwell.records.people.models import Person
from stepwell.records.schedule.models import Session
from stepwell.records.tenancy.models import Scoped


class EntryKind(models.TextChoices):
    PRACTICE = "practice"  # goes with the group session of a day
    TOOL = "tool"
    PLAN = "plan"  # one of a kind, made with the counselor


class Sharing(models.TextChoices):
    """What the counselor sees of an entry. The participant chooses, and nothing is the beginning."""

    NOBODY = "nobody"
    DONE = "done"  # that it was done
    ALL = "all"


class Entry(Scoped):
    """One filling in of a tool. Its words are in drafts and versions."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="practice_entries")
    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    tool = models.CharField(max_length=60)
    """The id of the tool, or of the curriculum's session whose practice it is."""
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The group session that a practice goes with."""
    on = models.DateField()
    """The day it belongs to, where the person lives."""
    begun_at = models.DateTimeField()
    begun_by = models.UUIDField()
    done_at = models.DateTimeField(null=True, blank=True)
    """When it was first kept; None while there is only a draft."""
    version = models.PositiveSmallIntegerField(default=0)
    shared = models.CharField(max_length=8, choices=Sharing.choices, default=Sharing.NOBODY)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person", "tool"], condition=models.Q(kind="plan"), name="one_plan_of_a_kind"
            ),
            models.UniqueConstraint(
                fields=["person", "on"],
                condition=models.Q(kind="practice"),
                name="one_practice_an_evening",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, version=0)
                | models.Q(done_at__isnull=False, version__gte=1),
                name="an_entry_is_done_by_a_version",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "begun_at"], name="entry_by_person"),
            models.Index(fields=["person", "kind", "done_at"], name="entry_by_kind"),
        ]


class Draft(Scoped):
    """What one writer has typed into an entry and not yet kept; nobody else reads it."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="drafts")
    account_id = models.UUIDField()
    answers = models.BinaryField(null=True, blank=True)
    """Sealed. None once it was kept as a version."""
    based_on = models.PositiveSmallIntegerField(default=0)
    """The version that the writer saw when they began."""
    saved_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["entry", "account_id"], name="one_draft_of_a_writer")]


class EntryVersion(Scoped):
    """The answers as they were kept at one time. Appended, never changed."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    answers = models.BinaryField(null=True, blank=True)
    """Sealed; None where it was done without a word."""
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    writer = models.CharField(max_length=200)

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="versions_have_an_order")]


class Hearing(models.TextChoices):
    """Who hears of it when somebody opens the page for a hard moment."""

    NOBODY = "nobody"
    COUNSELOR = "counselor"


class HearingRule(Scoped):
    """What a person agreed to about that; the last one counts. Appended, never changed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="hearing_rules")
    who = models.CharField(max_length=10, choices=Hearing.choices)
    agreed_at = models.DateTimeField()
    agreed_by = models.UUIDField()

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["person", "agreed_at"], name="hearing_by_person")]
