from __future__ import annotations

from django.db import models

from stepwell.records.tenancy.models import Scoped


class DoneOnce(Scoped):
    """A writing that was asked for with this key has been done; asking again gives the same answer."""

    key = models.CharField(max_length=80)
    action = models.CharField(max_length=60)
    account_id = models.UUIDField(null=True)
    result = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "account_id", "key"], name="a_key_is_used_once"),
            # Two nulls are never equal to a database, so keys that belong to no account need their own.
            models.UniqueConstraint(
                fields=["organization", "key"],
                condition=models.Q(account_id__isnull=True),
                name="a_key_of_no_account_is_used_once",
            ),
        ]


class OutboxRow(Scoped):
    """One effect on the world, written with the change that causes it and done after commit.

    A worker takes it for a lease; when the worker dies the lease runs out and the next
    one takes it. `key` travels with the effect, so that a receiver can drop a repeat.
    """

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    person_id = models.UUIDField(null=True)
    payload = models.JSONField(default=dict)
    """Keys and times only: never a name, an address or a word about a person."""
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=60, blank=True)
    """sent, not wanted, stopped, no longer true, gave up …"""

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="an_effect_happens_once")]
        indexes = [models.Index(fields=["done_at", "due_at"], name="outbox_by_due")]


class ScheduledRun(models.Model):
    """A recurring job was started for this due time. Two workers can't both start it."""

    name = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "due_at"], name="a_run_is_started_once")]
