from __future__ import annotations

from django.db import models

from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person
from stepwell.records.tenancy.models import Scoped


class PlanRevision(Scoped):
    """A treatment plan as it was written. It is never changed; an amendment is the next revision.

    `form` is domain.plans' Plan without its words; `words` are those, by the key of each
    node, sealed with the person's key.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_revisions")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="plan_revisions")
    number = models.PositiveIntegerField()
    form = models.JSONField()
    words = models.BinaryField(null=True)
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)
    writer = models.CharField(max_length=200, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["episode", "number"], name="revisions_of_a_plan_have_an_order")
        ]


class PlanSigner(models.TextChoices):
    """In whose name a plan is signed."""

    PARTICIPANT = "participant"
    COUNSELOR = "counselor"


class PlanSignature(Scoped):
    """Somebody signed a revision, under this name, and when."""

    revision = models.ForeignKey(PlanRevision, on_delete=models.PROTECT, related_name="signatures")
    signer = models.CharField(max_length=12, choices=PlanSigner.choices)
    account_id = models.UUIDField()
    name = models.CharField(max_length=200)
    signed_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["revision", "signer"], name="a_plan_is_signed_once_by_each")
        ]
