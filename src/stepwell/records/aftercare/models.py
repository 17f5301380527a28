from __future__ import annotations

from django.db import models

from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person
from stepwell.records.program.models import ProgramTemplate, Site, Staff
from stepwell.records.tenancy.models import Scoped


class AskedCriterion(Scoped):
    """One thing a program asks for before somebody graduates. Without any, the usual ones are asked for."""

    template = models.ForeignKey(ProgramTemplate, on_delete=models.PROTECT, related_name="graduation_asks")
    key = models.CharField(max_length=40)
    """Of domain.episodes.graduation, or made up for what the program asks for in its own words."""
    title = models.JSONField(default=dict, blank=True)
    """{"en": …, "es": …} where it is the program's own."""
    may_be_waived = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["template", "key"],
                condition=models.Q(retired_at__isnull=True),
                name="a_program_asks_once_for_a_thing",
            ),
        ]


class Judged(Scoped):
    """What a clinician found about one criterion of one stay. The latest counts; those before stay."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="judged")
    key = models.CharField(max_length=40)
    code = models.CharField(max_length=20)
    on_date = models.DateField(null=True, blank=True)
    """The day of the visit, where the criterion is one."""
    words = models.BinaryField(null=True, blank=True)
    """Sealed: where, with whom, or why it was waived."""
    written_at = models.DateTimeField()
    written_by = models.UUIDField()

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["episode", "key", "written_at"], name="judged_by_episode")]


class ContinuingPlan(Scoped):
    """What goes on after the program, made with the person. The latest counts; those before stay."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="continuing_plans")
    words = models.BinaryField()
    """Sealed JSON, by the headings of actions/continuing_plans."""
    written_at = models.DateTimeField()
    written_by = models.UUIDField()


class Graduation(Scoped):
    """Somebody graduated: on which day, why, what they want next, and what was met or waived then."""

    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="graduation")
    graduated_on = models.DateField()
    reason = models.CharField(max_length=30)
    wish = models.BinaryField()
    """Sealed: what the person wants, in their own words."""
    met = models.JSONField()
    waived = models.JSONField()
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    signer = models.CharField(max_length=200)


class DischargeSummary(Scoped):
    """A signed summary of a stay. It is never changed; another one may add to it."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="summaries")
    words = models.BinaryField()
    """Sealed JSON: the facts as they were at signing, and what the clinician wrote."""
    signed_at = models.DateTimeField()
    signed_by = models.UUIDField()
    signer = models.CharField(max_length=200)
    """Name and credential as they were."""
    adds_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="added")

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["episode"],
                condition=models.Q(adds_to__isnull=True),
                name="a_stay_has_one_first_summary",
            ),
        ]


class AftercareContact(Scoped):
    """Somebody was called in the year after, and was reached or not. Only a talk answers a planned day."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="aftercare_contacts")
    on = models.DateField()
    was_reached = models.BooleanField()
    manner = models.CharField(max_length=10)
    words = models.BinaryField(null=True, blank=True)
    written_at = models.DateTimeField()
    written_by = models.UUIDField()

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["episode", "was_reached", "on"], name="aftercare_contact_by_day")]


class WarningSign(Scoped):
    """A sign that it gets harder, noticed in a talk or told by the person: the contacts come closer again."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="warning_signs")
    on = models.DateField()
    sign = models.CharField(max_length=30)
    contact = models.ForeignKey(
        AftercareContact, on_delete=models.PROTECT, null=True, blank=True, related_name="signs"
    )
    written_at = models.DateTimeField()
    written_by = models.UUIDField()

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["episode", "on", "sign"], name="a_sign_is_noticed_once_a_day"),
        ]


class FollowUp(Scoped):
    """Somebody was asked how it is, so many months after the program. Blanks are blanks."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()
    on = models.DateField()
    answers = models.JSONField()
    """Codes by the questions of domain.aftercare.questions; a question without one was not answered."""
    written_at = models.DateTimeField()
    written_by = models.UUIDField()

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["episode", "months"], name="a_follow_up_takes_place_once"),
        ]


class SupportGroup(Scoped):
    """A support group that the program knows, at one time of the week: its own list, for people to try."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="support_groups")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    weekday = models.PositiveSmallIntegerField()
    starts_at = models.TimeField()
    where = models.CharField(max_length=200, blank=True)
    miles = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    """From the site; nothing for one that meets online."""
    link = models.URLField(blank=True)
    language = models.CharField(max_length=2, default="en")
    written_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6), name="a_support_group_meets_on_a_day_of_the_week"
            ),
        ]


class StayInTouch(Scoped):
    """What somebody agreed to for the time after: to come back as a peer. They end it when they like."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stays_in_touch")
    agreed_at = models.DateTimeField()
    agreed_by = models.UUIDField()
    """The person's own account: nobody else can agree."""
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at__isnull=True),
                name="somebody_agrees_once_to_stay_in_touch",
            ),
        ]


class PeerInvitation(Scoped):
    """An alumna or alumnus is asked to come as a peer. It opens no record to them."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="peer_invitations")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    asks_for = models.CharField(max_length=20)
    on = models.DateField()
    starts_at = models.TimeField()
    invited_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    answer = models.CharField(max_length=10, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
