from __future__ import annotations

from django.db import models

from stepwell.records.enquiries.models import Enquiry
from stepwell.records.people.models import Person
from stepwell.records.tenancy.models import Scoped


class ItemRule(Scoped):
    """An item of the checklist as this program wants it: another than the usual one, or one of its own.

    One that is left out is wanted of nobody. The latest row of a key counts.
    """

    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=160)
    stops = models.JSONField(default=list, blank=True)
    """Codes of `domain.episodes.checklist.Act`: what may not happen without it."""
    source = models.CharField(max_length=200)
    is_left_out = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["key", "-written_at"], name="checklist_rule_by_key")]


class Paper(Scoped):
    """A text as it was given, in one language. It is never changed: another text is another version."""

    kind = models.SlugField(max_length=30)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    text = models.JSONField()
    """[[heading, words], …] in the order of the page."""
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "version", "language"], name="a_version_is_one_text"
            )
        ]


class Turn(models.TextChoices):
    """What happened with a paper."""

    GIVEN = "given"
    SIGNED = "signed"


class PaperTurn(Scoped):
    """A paper was given to somebody, or they signed it: when, in whose account, on a screen or by hand."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="turns")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="paper_turns")
    turn = models.CharField(max_length=8, choices=Turn.choices)
    by_hand = models.BooleanField(default=False)
    """Signed on paper at the desk; staff wrote it down."""
    at = models.DateTimeField()
    account_id = models.UUIDField()

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["paper", "person", "turn"], name="a_paper_takes_a_turn_once")
        ]


class Fact(Scoped):
    """Something of the checklist that staff say is done or so, like orientation. A mistake is voided."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="admission_facts")
    key = models.SlugField(max_length=40)
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry", "key"],
                condition=models.Q(voided_at__isnull=True),
                name="a_fact_is_told_once",
            )
        ]


class Kind(models.TextChoices):
    """What is written down of somebody at admission, each as sealed words."""

    CONTACT = "contact"
    MEDICATION = "medication"
    SAFETY_PLAN = "safety_plan"


class Told(Scoped):
    """An emergency contact, a medication or a safety plan. Another replaces it; nothing is overwritten."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="told_at_admission")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    words = models.BinaryField()
    """JSON, sealed with the person's key."""
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        indexes = [
            models.Index(
                fields=["person", "kind"], condition=models.Q(voided_at=None), name="told_at_admission_now"
            )
        ]


class Coverage(Scoped):
    """Who pays for the care from a day on. The payer and the number are sealed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="coverages")
    is_self_pay = models.BooleanField(default=False)
    needs_authorization = models.BooleanField(default=True)
    words = models.BinaryField(null=True, blank=True)
    from_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(voided_at__isnull=True),
                name="a_person_has_one_coverage",
            )
        ]


class Unit(models.TextChoices):
    """What a payer counts."""

    HOUR = "hour"
    DAY = "day"
    SESSION = "session"


class Authorization(Scoped):
    """So many units are authorized from a day up to and including another."""

    coverage = models.ForeignKey(Coverage, on_delete=models.PROTECT, related_name="authorizations")
    number = models.BinaryField(null=True, blank=True)
    units = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=8, choices=Unit.choices)
    from_on = models.DateField()
    until_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")),
                name="authorization_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=models.Q(units__gt=0), name="authorization_has_units"),
        ]
