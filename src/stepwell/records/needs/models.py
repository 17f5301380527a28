from __future__ import annotations

from django.db import models

from stepwell.records.people.models import Person
from stepwell.records.program.models import Staff
from stepwell.records.tenancy.models import Scoped


class NeedKind(models.TextChoices):
    """domain.md 2.1, case management; what people in an IOP most often need besides treatment."""

    HOUSING = "housing"
    WORK = "work"
    COURT = "court"
    MEDICATION = "medication"
    RIDES = "rides"
    CHILD_CARE = "child_care"
    MONEY = "money"
    PAPERS = "papers"
    OTHER = "other"


class Need(Scoped):
    """One need as it stands now. Every change is a NeedEntry."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="needs")
    kind = models.CharField(max_length=12, choices=NeedKind.choices)
    words = models.BinaryField()
    """What it is, sealed."""
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="needs")
    """None where the person does it themselves."""
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, outcome="")
                | models.Q(done_at__isnull=False) & ~models.Q(outcome=""),
                name="a_need_ends_with_an_outcome",
            )
        ]
        indexes = [
            models.Index(fields=["person", "done_at", "due_on"], name="need_by_person"),
            models.Index(fields=["owner", "done_at", "due_on"], name="need_by_owner"),
        ]


class NeedEntry(Scoped):
    """One writing about a need: whose it is, until when, or how it ended. Appended, never changed."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="entries")
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    outcome = models.CharField(max_length=20, blank=True)
    words = models.BinaryField(null=True, blank=True)
    written_at = models.DateTimeField()
    written_by = models.UUIDField()

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["need", "written_at"], name="need_entry_by_need")]
