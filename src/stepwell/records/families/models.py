from __future__ import annotations

from django.db import models

from stepwell.records.people.models import Supporter
from stepwell.records.schedule.models import Session
from stepwell.records.tenancy.models import Scoped


class Word(models.TextChoices):
    """What can be said of a supporter and a family session: two ahead, two afterward."""

    COMING = "coming"
    CANNOT = "cannot"
    CAME = "came"
    DID_NOT_COME = "did_not_come"


AHEAD = (Word.COMING, Word.CANNOT)


class SupporterEntry(Scoped):
    """Somebody said that a supporter comes, can't, came or did not. The latest of each pair counts."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="supporter_entries")
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="session_entries")
    word = models.CharField(max_length=12, choices=Word.choices)
    written_at = models.DateTimeField()
    written_by = models.UUIDField()

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["supporter", "session"], name="supporter_entry_by_supporter")]
