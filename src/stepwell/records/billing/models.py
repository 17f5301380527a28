from __future__ import annotations

from django.db import models

from stepwell.records.people.models import Person
from stepwell.records.tenancy.models import Scoped


class Payer(Scoped):
    """Who pays for days of people, by the name the program uses."""

    name = models.CharField(max_length=120)
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="a_payer_has_one_name")]


class PayerRules(Scoped):
    """A payer's rules from a day on, copied whole: a `stepwell-hours-rules/1` file. Another row follows."""

    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="rules")
    from_on = models.DateField()
    rules = models.JSONField()
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["payer", "from_on"], name="payer_rules_by_payer")]


class PayerLink(Scoped):
    """Who pays for somebody from a day on; without a payer nobody is billed. Another row follows."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="payer_links")
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    from_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["person", "from_on"], name="payer_link_by_person")]


class DayAct(models.TextChoices):
    """What was done about a day."""

    BILLED = "billed"
    TAKEN_BACK = "taken_back"
    COUNTS = "counts"
    COUNTS_NOT = "counts_not"
    AS_COUNTED = "as_counted"


class DayEntry(Scoped):
    """One act about one day of a person, with what the rules said of it then. Appended, never changed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="billing_entries")
    day = models.DateField()
    act = models.CharField(max_length=12, choices=DayAct.choices)
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="entries")
    counted = models.BooleanField()
    units = models.PositiveSmallIntegerField(default=0)
    because = models.JSONField(default=list)
    """Names of the rules that decided then, and their sentences."""
    words = models.BinaryField(null=True, blank=True)
    """Why it was overruled, sealed."""
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["person", "day", "written_at"], name="billing_entry_by_day")]
