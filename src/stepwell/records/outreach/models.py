from __future__ import annotations

from django.db import models

from stepwell.records.people.models import Person
from stepwell.records.program.models import Staff
from stepwell.records.tenancy.models import Scoped


class TaskKind(models.TextChoices):
    CALL_AFTER_MISS = "call_after_miss"
    SAFETY = "safety"
    CHANGE = "change"  # a session to be found, or times that changed for good


class Task(Scoped):
    """Something a named person owes somebody by a time. Closing it says how it ended."""

    kind = models.CharField(max_length=20, choices=TaskKind.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tasks")
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="tasks")
    about = models.UUIDField()
    """The attendance or the response that gave rise to it."""
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    handed_on = models.JSONField(default=list, blank=True)
    """Who had it before and until when, the first first: {"from": staff, "at": instant}."""
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.UUIDField(null=True, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    words = models.BinaryField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["kind", "about"], name="a_task_is_opened_once"),
        ]
        indexes = [models.Index(fields=["owner", "done_at", "due_at"], name="task_by_owner")]
