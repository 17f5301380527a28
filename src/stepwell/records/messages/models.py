from __future__ import annotations

from django.db import models

from stepwell.records.people.models import Person, Supporter
from stepwell.records.tenancy.models import Scoped


class Thread(Scoped):
    """What is written about one person: with the counselor alone, or with one supporter as well."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="threads")
    supporter = models.ForeignKey(
        Supporter, on_delete=models.PROTECT, null=True, blank=True, related_name="threads"
    )
    """None where only the person and the counselor write."""
    begun_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["supporter"], name="a_supporter_has_one_thread"),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(supporter__isnull=True),
                name="a_person_has_one_thread_with_the_counselor",
            ),
        ]


class Message(Scoped):
    """Words that somebody wrote. They are added and never changed, sealed with the person's key."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    words = models.BinaryField()
    role = models.CharField(max_length=30)
    """Of who wrote it, then."""
    account_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["thread", "at"], name="message_by_thread")]


class Reading(Scoped):
    """How far somebody has read a thread."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="readings")
    account_id = models.UUIDField()
    upto = models.DateTimeField()
    """The instant of the latest message that was shown."""

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["thread", "account_id"], name="a_thread_is_read_by_each_once")
        ]
