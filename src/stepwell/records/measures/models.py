from __future__ import annotations

from django.db import models

from stepwell.records.people.models import Person
from stepwell.records.tenancy.models import Scoped


class Response(Scoped):
    """Answers to one instrument on one occasion. Blanks are null, never zero.

    A correction is a new row that names the row it replaces.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="responses")
    instrument = models.CharField(max_length=20)
    language = models.CharField(max_length=2, default="en")
    mode = models.CharField(max_length=10, default="self")
    answers = models.JSONField()
    difficulty = models.PositiveSmallIntegerField(null=True, blank=True)
    total = models.PositiveSmallIntegerField(null=True)
    """None while the instrument's rule for blanks allows no total."""
    band = models.CharField(max_length=30, blank=True)
    scorer = models.CharField(max_length=20)
    answered_on = models.DateField()
    answered_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["person", "instrument", "answered_on"], name="response_by_person")]


class Use(models.TextChoices):
    YES = "yes"
    NO = "no"
    UNSAID = "unsaid"


class CheckIn(Scoped):
    """How one day was, in the person's own rating. A later one for the same day replaces it and keeps it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="check_ins")
    on = models.DateField()
    mood = models.PositiveSmallIntegerField(null=True)
    """1 hard, 2 low, 3 OK, 4 good, 5 strong."""
    craving = models.PositiveSmallIntegerField(null=True)
    sleep_hours = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    use = models.CharField(max_length=6, choices=Use.choices, default=Use.UNSAID)
    words = models.BinaryField(null=True, blank=True)
    written_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person", "on"],
                condition=models.Q(is_current=True),
                name="one_check_in_counts_for_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(mood__isnull=True) | models.Q(mood__gte=1, mood__lte=5),
                name="mood_is_1_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(craving__isnull=True) | models.Q(craving__lte=10),
                name="craving_is_0_to_10",
            ),
        ]


class SampleStatus(models.TextChoices):
    """Three different things that must never be one: tested, came but no test, did not come."""

    TESTED = "tested"
    NO_TEST = "no_test"
    ABSENT = "absent"


class DrugTestSample(Scoped):
    """One occasion of drug testing, with how it is known."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="drug_test_samples")
    collected_on = models.DateField(null=True)
    status = models.CharField(max_length=8, choices=SampleStatus.choices, default=SampleStatus.TESTED)
    basis = models.CharField(max_length=40, blank=True)
    temperature_ok = models.BooleanField(null=True)
    external_id = models.CharField(max_length=120, blank=True)
    remark = models.CharField(max_length=120, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "external_id"],
                condition=~models.Q(external_id=""),
                name="a_sample_is_brought_along_once",
            ),
        ]
        indexes = [models.Index(fields=["person", "collected_on"], name="sample_by_person")]


class DrugTestResult(Scoped):
    """One analyte of one sample."""

    sample = models.ForeignKey(DrugTestSample, on_delete=models.PROTECT, related_name="results")
    analyte = models.CharField(max_length=60)
    result = models.CharField(max_length=20)
    remark = models.CharField(max_length=120, blank=True)

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["result", "analyte"], name="result_by_analyte")]


class SelfReportedUse(Scoped):
    """A day on which a person said they used. A day without a row says nothing."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reported_use")
    on = models.DateField()
    substance = models.CharField(max_length=60)
    remark = models.CharField(max_length=120, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person", "on", "substance"], name="use_is_reported_once_for_a_day"
            ),
        ]


class MedicationDose(Scoped):
    """A dose of medication as recorded by the source, in the source's unit."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="doses")
    on = models.DateField()
    amount = models.DecimalField(max_digits=8, decimal_places=3)
    unit = models.CharField(max_length=20, blank=True)
    ordinal = models.PositiveSmallIntegerField(default=1)
    remark = models.CharField(max_length=120, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["person", "on", "ordinal"], name="doses_of_a_day_have_an_order"),
        ]
