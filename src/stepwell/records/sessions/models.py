from __future__ import annotations

from django.db import models

from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person
from stepwell.records.program.models import Staff
from stepwell.records.schedule.models import Group, Session
from stepwell.records.tenancy.models import Scoped


class AttendanceState(models.TextChoices):
    """domain.md 1.5; EXPECTED and NOT_EXPECTED come before the session, the rest after it began."""

    EXPECTED = "expected"
    NOT_EXPECTED = "not_expected"  # left the roster, or the session was cancelled by the program
    HERE = "here"
    LATE = "late"
    LEFT_EARLY = "left_early"
    MISSED = "missed"
    EXCUSED = "excused"
    UNRECORDED = "unrecorded"  # only in records brought along: nobody wrote down whether the person came


CAME = (AttendanceState.HERE, AttendanceState.LATE, AttendanceState.LEFT_EARLY)


class Intent(models.TextChoices):
    """What the participant said ahead."""

    NONE = "none"
    COMING = "coming"
    CANNOT = "cannot"


class Attendance(Scoped):
    """One person and one session: what is known now. Every change is an AttendanceEntry.

    `credited_minutes` are whole minutes really attended, breaks excluded, never rounded up.
    Dates repeat the session's, so that one person's history is read by one index.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="attendances")
    state = models.CharField(max_length=14, choices=AttendanceState.choices, default=AttendanceState.EXPECTED)
    starts_at = models.DateTimeField(null=True)
    held_on = models.DateField(null=True)
    planned_minutes = models.PositiveSmallIntegerField(default=0)
    credited_minutes = models.PositiveSmallIntegerField(default=0)
    minutes_late = models.PositiveSmallIntegerField(default=0)
    minutes_left_early = models.PositiveSmallIntegerField(default=0)
    by_video = models.BooleanField(default=False)
    reason = models.CharField(max_length=40, blank=True)
    """A coded reason (work, school, court, ill, travel, other); words are sealed beside it."""
    reason_words = models.BinaryField(null=True, blank=True)
    makes_up_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="made_up_by"
    )
    intent = models.CharField(max_length=8, choices=Intent.choices, default=Intent.NONE)
    intent_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    remark = models.CharField(max_length=120, blank=True)
    """A coded remark of the import about dirt it kept, e.g. `undated`."""

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="a_person_attends_a_session_once"),
            models.CheckConstraint(
                condition=models.Q(credited_minutes__lte=models.F("planned_minutes")),
                name="no_more_minutes_than_the_session_has",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "starts_at"], name="attendance_by_person"),
            models.Index(fields=["episode", "held_on"], name="attendance_by_episode"),
            models.Index(fields=["held_on", "state"], name="attendance_by_day"),
        ]


class AttendanceEntry(Scoped):
    """One writing of an attendance: appended, never changed. A mistake is amended by the next."""

    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="entries")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=14, choices=AttendanceState.choices)
    minutes_late = models.PositiveSmallIntegerField(default=0)
    minutes_left_early = models.PositiveSmallIntegerField(default=0)
    by_video = models.BooleanField(default=False)
    reason = models.CharField(max_length=40, blank=True)
    reason_words = models.BinaryField(null=True, blank=True)
    makes_up_for = models.UUIDField(null=True, blank=True)
    """Key of the attendance this one made up for."""
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)
    undoes = models.PositiveIntegerField(null=True, blank=True)
    """The version this one takes back."""

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["attendance", "version"], name="attendance_entries_have_an_order"
            ),
        ]


class SwapState(models.TextChoices):
    ASKED = "asked"  # waits for the counselor
    TAKEN = "taken"  # at once, by policy
    GRANTED = "granted"  # the counselor said yes
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"  # by the person


class Swap(Scoped):
    """Somebody comes to another session instead of one of their own, or asks to.

    `takes` is None where nothing fitted and the counselor is asked to help.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="swaps")
    gives = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="swaps")
    takes = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="swapped_to"
    )
    state = models.CharField(max_length=12, choices=SwapState.choices)
    reason = models.CharField(max_length=40)
    told_at = models.DateTimeField()
    told_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.UUIDField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    """When the counselor said that they have read of it."""
    words = models.BinaryField(null=True, blank=True)
    """Sealed: what the counselor wrote to the person with a yes or a no."""

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["gives"],
                condition=models.Q(state__in=["asked", "taken", "granted"]),
                name="a_session_is_swapped_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "told_at"], name="swap_by_state")]


class DayRepair(Scoped):
    """What was done at once when somebody who leads could not come, so that it can be taken back at once."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    done_at = models.DateTimeField()
    done_by = models.UUIDField(null=True)
    steps = models.JSONField(default=list)
    """For each session how it was and how it is now: keys and times, never a name."""
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.UUIDField(null=True, blank=True)


class Ripple(Scoped):
    """One change of a series or a session, done at once with all it touches, to be taken back at once."""

    kind = models.CharField(max_length=8)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="ripples")
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="ripples"
    )
    from_on = models.DateField()
    done_at = models.DateTimeField()
    done_by = models.UUIDField(null=True)
    first_at = models.DateTimeField(null=True, blank=True)
    """When the first of its sessions begins, before or after: until then all can be taken back."""
    steps = models.JSONField(default=dict)
    """By table and key what was and what is instead: keys, times and codes, never a name."""
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.UUIDField(null=True, blank=True)

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["group", "-done_at"], name="ripple_by_group")]
