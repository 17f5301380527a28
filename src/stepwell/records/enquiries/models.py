from __future__ import annotations

from django.db import models

from stepwell.records.episodes.models import STATES, Episode
from stepwell.records.people.models import Person
from stepwell.records.program.models import Site, Staff
from stepwell.records.tenancy.models import Scoped


class Asker(models.TextChoices):
    """Who asked."""

    SELF = "self"
    RELATIVE = "relative"
    HOSPITAL = "hospital"
    COURT = "court"
    OTHER = "other"


class Enquiry(Scoped):
    """Somebody asked for help, for themselves or for another. Only intake reaches it.

    The person has no episode yet. What was said in words, and who asked for another and
    how to reach them, is sealed with the person's own key.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enquiries")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    """Who answers for the next step."""
    asker = models.CharField(max_length=10, choices=Asker.choices)
    by_phone = models.BooleanField(default=False)
    """Staff wrote it down while they talked."""
    calls_asker = models.BooleanField(default=False)
    """Whoever asked is called, and not the person."""
    may_leave_message = models.BooleanField(default=False)
    """A neutral message: a first name and a number, nothing of the program."""
    told = models.BinaryField(null=True, blank=True)
    """Sealed JSON: the name and number of who asked for another, and free words."""
    state = models.CharField(max_length=20, choices=STATES)
    """The state in force; EnquiryState keeps them all, dated."""
    is_open = models.BooleanField(default=True)
    asked_at = models.DateTimeField()
    screened_at = models.DateTimeField(null=True, blank=True)
    last_contact_at = models.DateTimeField(null=True, blank=True)
    returns_on = models.DateField(null=True, blank=True)
    """When to come back from a warm referral."""
    episode = models.OneToOneField(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="enquiry"
    )
    """The stay it led to."""

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(is_open=True), name="a_person_has_one_open_enquiry"
            ),
            models.CheckConstraint(
                condition=models.Q(screened_at__isnull=True)
                | models.Q(screened_at__gte=models.F("asked_at")),
                name="screening_comes_after_asking",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "is_open"], name="enquiry_by_site"),
            models.Index(fields=["site", "asked_at"], name="enquiry_by_time"),
        ]


class EnquiryState(Scoped):
    """A state of an enquiry from an instant on. The next state ends it; nothing is overwritten."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="states")
    state = models.CharField(max_length=20, choices=STATES)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    """A coded reason, not free text."""
    words = models.BinaryField(null=True, blank=True)
    """Sealed: where somebody was referred to."""
    written_by = models.UUIDField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry"],
                condition=models.Q(until_at__isnull=True),
                name="an_enquiry_is_in_one_state",
            ),
        ]


class Manner(models.TextChoices):
    """How a screening is held."""

    PHONE = "phone"
    VIDEO = "video"
    ROOM = "room"


class Screening(Scoped):
    """A time agreed for the screening, and what became of it. Another time voids the one before."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="screenings")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    manner = models.CharField(max_length=5, choices=Manner.choices)
    booked_at = models.DateTimeField()
    booked_by = models.UUIDField(null=True)
    """None when the person chose it, without an account."""
    held_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    why_void = models.CharField(max_length=20, blank=True)
    """"moved", "missed", "ended", or "again" for one that was held and came before another."""

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="screening_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["enquiry"],
                condition=models.Q(voided_at__isnull=True),
                name="an_enquiry_has_one_screening",
            ),
            models.UniqueConstraint(
                fields=["staff", "starts_at"],
                condition=models.Q(voided_at__isnull=True),
                name="a_screener_screens_one_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["staff", "starts_at"], name="screening_by_staff")]


class ContactTry(Scoped):
    """Somebody tried to reach whoever may be called."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="tries")
    tried_at = models.DateTimeField()
    was_reached = models.BooleanField()
    written_by = models.UUIDField(null=True)


class BegunEnquiry(Scoped):
    """Answers given so far, by somebody who may come back to them, or never.

    Sealed with the secret of the address that leads back: the database keeps a hash of it,
    so without the address nobody can read them. Once sent they are forgotten here.
    """

    secret_hash = models.CharField(max_length=64, unique=True)
    answers = models.BinaryField(null=True, blank=True)
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.PROTECT, null=True, blank=True, related_name="begun"
    )
