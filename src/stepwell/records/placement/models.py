from __future__ import annotations

from django.db import models

from stepwell.records.enquiries.models import Enquiry, Screening
from stepwell.records.program.models import Staff
from stepwell.records.tenancy.models import Scoped


class KeptEdition(Scoped):
    """What a program rates by, word for word as it was loaded. It is never changed: forms point to it."""

    edition_id = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    text = models.TextField()
    """A `stepwell-edition/1` file."""
    license = models.CharField(max_length=300, blank=True)
    """By what the program may use it, as told by who loaded it; empty for one that ships."""
    loaded_at = models.DateTimeField()
    loaded_by = models.UUIDField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "edition_id"], name="an_edition_is_kept_once"),
        ]


class EditionInForce(Scoped):
    """New screenings rate by this edition from an instant on. Another one ends it."""

    edition = models.ForeignKey(KeptEdition, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    chosen_by = models.UUIDField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(until_at__isnull=True),
                name="one_edition_is_in_force",
            ),
        ]


class Assessment(Scoped):
    """The form of one screening, by the edition that was in force when it was begun.

    Open until a level is signed, or until another screening begins another one.
    """

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="assessments")
    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="assessments")
    edition = models.ForeignKey(KeptEdition, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    is_open = models.BooleanField(default=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry"], condition=models.Q(is_open=True), name="an_enquiry_has_one_open_form"
            ),
        ]


class AboutWhat(models.TextChoices):
    """What an answer is about."""

    FLAG = "flag"
    DIMENSION = "dimension"


class Answer(Scoped):
    """One answer of a form, from an instant on. Another one ends it; nothing is overwritten."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    about = models.CharField(max_length=9, choices=AboutWhat.choices)
    what = models.CharField(max_length=60)
    """The id of a red flag or a dimension of the edition."""
    value = models.CharField(max_length=60, blank=True)
    """"yes" or "no", or the id of a rating; empty for not asked and for not judged yet."""
    words = models.BinaryField(null=True)
    """Sealed: what the rating rests on."""
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "about", "what"],
                condition=models.Q(until_at__isnull=True),
                name="a_question_has_one_answer",
            ),
        ]


class CameOf(models.TextChoices):
    """What came of a red flag."""

    GOES_ON = "goes_on"
    """A clinician looked, and the form may go on."""
    HANDED_OVER = "handed_over"
    """The person is in other hands: an emergency service, a hospital, a withdrawal service."""
    MISTAKE = "mistake"
    """Nobody said so; it was pressed by mistake."""


class FlagDone(Scoped):
    """What was done about a red flag that was up, by whom."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="done")
    came_of = models.CharField(max_length=11, choices=CameOf.choices)
    words = models.BinaryField()
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    credential = models.CharField(max_length=60, blank=True)


class ClinicianAsked(Scoped):
    """A clinician is asked to decide on a level, and reaches this person for it. Another one ends it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="asked")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=models.Q(until_at__isnull=True),
                name="one_clinician_is_asked",
            ),
        ]
        indexes = [models.Index(fields=["staff", "until_at"], name="asked_by_clinician")]


class LevelDecision(Scoped):
    """A level of care, decided and signed. It is never changed; amendments stand beside it."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="decision")
    suggestion = models.BinaryField()
    """Sealed: the `stepwell-placement/1` file that was on the page when it was signed."""
    suggested = models.CharField(max_length=60, blank=True)
    """The level suggested; empty where none was."""
    selected = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    """What the edition calls the level selected."""
    is_given_here = models.BooleanField()
    """The program gives this level itself."""
    variance = models.CharField(max_length=20, blank=True)
    words = models.BinaryField(null=True)
    """Sealed: why it differs, or what else there is to say."""
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    signer = models.CharField(max_length=250)
    credential = models.CharField(max_length=60)
    signed_at = models.DateTimeField()
    account_id = models.UUIDField()


class Amendment(Scoped):
    """Something added to a decision afterwards, signed like it."""

    decision = models.ForeignKey(LevelDecision, on_delete=models.PROTECT, related_name="amendments")
    words = models.BinaryField()
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    signer = models.CharField(max_length=250)
    credential = models.CharField(max_length=60)
    signed_at = models.DateTimeField()
    account_id = models.UUIDField()


class Referral(Scoped):
    """A warm referral, until the person comes back, another date is agreed, or the way ends."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="referrals")
    level = models.CharField(max_length=60)
    level_title = models.CharField(max_length=300)
    words = models.BinaryField()
    """Sealed JSON: the place, and who there takes over."""
    made_on = models.DateField()
    returns_on = models.DateField()
    seat_held_until = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    how_ended = models.CharField(max_length=20, blank=True)
    """The state that came after it, or "changed" where another date was agreed."""

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry"], condition=models.Q(ended_at__isnull=True), name="one_referral_is_open"
            ),
            models.CheckConstraint(
                condition=models.Q(returns_on__gt=models.F("made_on")), name="one_comes_back_after_going"
            ),
        ]
