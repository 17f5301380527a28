from __future__ import annotations

from django.db import models

from stepwell.records.enquiries.models import Enquiry
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person
from stepwell.records.program.models import Staff
from stepwell.records.tenancy.models import Scoped


class NextStep(Scoped):
    """What comes next for somebody on the way. What it is, and by when, is of `domain.episodes.steps`."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="next_steps")
    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.PROTECT, null=True, blank=True, related_name="steps"
    )
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="steps"
    )
    what = models.CharField(max_length=40)
    """The key of a step."""
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="next_steps")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.UUIDField(null=True, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    """The state or contact that ended it, as a code."""

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(enquiry__isnull=False, episode__isnull=True)
                | models.Q(enquiry__isnull=True, episode__isnull=False),
                name="a_step_is_of_an_enquiry_or_an_episode",
            ),
            models.UniqueConstraint(
                fields=["enquiry"],
                condition=models.Q(done_at__isnull=True, enquiry__isnull=False),
                name="an_enquiry_has_one_next_step",
            ),
            models.UniqueConstraint(
                fields=["episode"],
                condition=models.Q(done_at__isnull=True, episode__isnull=False),
                name="an_episode_has_one_next_step",
            ),
        ]
        indexes = [models.Index(fields=["owner", "done_at", "due_at"], name="next_step_by_owner")]
