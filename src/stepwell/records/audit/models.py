from __future__ import annotations

from django.db import models

from stepwell.records.tenancy.models import Scoped


class AccessLine(Scoped):
    """One opening of one or more records, or one writing. Never changed, never deleted.

    A trigger in the database refuses UPDATE and DELETE; the hash of each line holds
    the hash of the line before it. People and accounts are named by key without a
    foreign key, because the trail outlives what it tells of.
    """

    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    account_id = models.UUIDField(null=True)
    actor = models.CharField(max_length=200)
    role = models.CharField(max_length=30)
    purpose = models.CharField(max_length=30)
    what = models.CharField(max_length=60)
    permitted = models.BooleanField(default=True)
    people = models.JSONField()
    """Keys of everyone shown, sorted."""
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "sequence"], name="access_line_has_its_place"),
        ]
        indexes = [models.Index(fields=["organization", "-at"], name="access_line_by_time")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.what}"


class AccessedPerson(Scoped):
    """Finds the lines about one person. The truth is in the line; this is its index."""

    line = models.ForeignKey(AccessLine, on_delete=models.PROTECT, related_name="accessed")
    person_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["person_id", "-at"], name="accessed_person_by_time")]


class ChainHead(Scoped):
    """The last line of an organization's trail. Locked while a line is added."""

    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization"], name="one_chain_for_each_organization")
        ]
