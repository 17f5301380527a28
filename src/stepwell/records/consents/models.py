from __future__ import annotations

from django.db import models

from stepwell.records.people.models import Person, Supporter
from stepwell.records.tenancy.models import Scoped


class Invitation(Scoped):
    """A supporter whom the participant invited: from then on the relation is verified, and may be granted.

    Nobody else can write one. The address is sealed with the participant's key.
    """

    supporter = models.OneToOneField(Supporter, on_delete=models.PROTECT, related_name="invitation")
    email = models.BinaryField()
    account_id = models.UUIDField(null=True)
    """The family account it leads to; None where the address can't have one, which nobody is told."""
    invited_at = models.DateTimeField()
    invited_by = models.UUIDField()


class Consent(Scoped):
    """One paper as it was offered: it is never changed, another one replaces it.

    `form` is domain.privacy's Consent without its free words, its signatures and its end;
    `words` are the free words of it and of its recipient, sealed with the person's key.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    recipient = models.CharField(max_length=200, db_index=True)
    """The key of whom it names first; a supporter's is the key of that person."""
    form = models.JSONField()
    words = models.BinaryField(null=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    offered_at = models.DateTimeField()
    offered_by = models.UUIDField()


class ConsentSignature(Scoped):
    """Somebody signed a consent, in whose name, and when."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="signatures")
    signer = models.CharField(max_length=20)
    is_electronic = models.BooleanField()
    signed_at = models.DateTimeField()
    account_id = models.UUIDField()

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["consent", "signer"], name="a_consent_is_signed_once_by_each")
        ]


class Turn(models.TextChoices):
    """What can happen to a consent after it was offered."""

    DECLINED = "declined"
    REVOKED = "revoked"
    REPLACED = "replaced"
    EVENT_CAME = "event_came"
    CASE_OVER = "case_over"


class ConsentTurn(Scoped):
    """Something that ended a consent, or may have, with when it came in."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="turns")
    turn = models.CharField(max_length=12, choices=Turn.choices)
    at = models.DateTimeField()
    account_id = models.UUIDField()

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["consent", "turn"], name="a_consent_takes_a_turn_once")
        ]


class Restriction(Scoped):
    """What the program agreed with the person not to do (42 CFR 2.26), in the coded form of the domain."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="restrictions")
    form = models.JSONField()
    agreed_at = models.DateTimeField()
    agreed_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)


class RestrictionRequest(Scoped):
    """The person asked the program not to tell something; who looks after privacy answers (42 CFR 2.26)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="restriction_requests")
    words = models.BinaryField()
    """What the person asked, sealed."""
    is_paid_by_person = models.BooleanField(default=False)
    """It is about telling a health plan of care that the person paid for in full: then it is agreed to."""
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)
    answer = models.BinaryField(null=True, blank=True)
    """What was written back, sealed."""
    agreed = models.ForeignKey(
        Restriction, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    """What was agreed; None where the answer was no."""

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["answered_at", "asked_at"], name="restriction_request_by_day")]


class Disclosure(Scoped):
    """What was told to whom, on what ground. Taking a consent back later changes nothing in it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="disclosures")
    recipient = models.CharField(max_length=200)
    words = models.BinaryField()
    """Name and address of who got it, and the emergency where it was one; sealed with the person's key."""
    purpose = models.CharField(max_length=40)
    categories = models.JSONField()
    rule = models.CharField(max_length=60)
    consents = models.JSONField()
    channel = models.CharField(max_length=20)
    notice_version = models.CharField(max_length=20, blank=True)
    scope = models.CharField(max_length=30, blank=True)
    by = models.CharField(max_length=200)
    account_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["person", "at"], name="disclosure_by_person")]


class DeniedAttempt(Scoped):
    """A request that got nothing. It is in no account of disclosures, and it never creates authority."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="denied_attempts")
    recipient = models.CharField(max_length=200)
    purpose = models.CharField(max_length=40)
    categories = models.JSONField()
    rule = models.CharField(max_length=60)
    by = models.CharField(max_length=200)
    account_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["person", "at"], name="denied_attempt_by_person")]


class EmergencyReview(Scoped):
    """Who looks after privacy looks at each disclosure in an emergency (42 CFR 2.51); open until then."""

    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="emergency_review")
    opened_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.UUIDField(null=True, blank=True)
