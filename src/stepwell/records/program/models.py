from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models

from stepwell.records.people.models import Account
from stepwell.records.tenancy.models import Scoped


class SwapPolicy(models.TextChoices):
    """What happens when somebody chooses another session that does the same job."""

    AT_ONCE = "at_once"  # they have it, and the counselor is told
    ASK = "ask"  # the counselor says yes or no


class Site(Scoped):
    """A place where the program meets. Session times are civil time in its zone."""

    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=60)
    address = models.CharField(max_length=240, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    swap_policy = models.CharField(max_length=8, choices=SwapPolicy.choices, default=SwapPolicy.ASK)
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    def day_at(self, at: datetime) -> date:
        """The day that the site's calendar shows at this instant."""
        return at.astimezone(ZoneInfo(self.zone)).date()


class Room(Scoped):
    """Seats at a site, or a video room without a limit of place."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=120)
    seats = models.PositiveSmallIntegerField(default=12)
    is_video = models.BooleanField(default=False)
    video_link = models.URLField(blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class ServiceKind(models.TextChoices):
    GROUP = "group"
    INDIVIDUAL = "individual"
    FAMILY = "family"


class Service(Scoped):
    """A kind of session the program offers. `title` is {"en": …, "es": …}."""

    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=12, choices=ServiceKind.choices)
    title = models.JSONField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="a_service_has_one_key")]


class Staff(Scoped):
    """Somebody who works here. The account carries the role, this the work."""

    account = models.OneToOneField(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="staff"
    )
    given_name = models.CharField(max_length=120)
    family_name = models.CharField(max_length=120)
    credential = models.CharField(max_length=60, blank=True)
    supervisor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supervises"
    )
    """Whose co-signature the notes of a trainee wait for; None for who signs alone."""
    languages = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name[:1]}."

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}"


class StaffSite(Scoped):
    """Somebody works at a site, and may read the records of that site as the role allows."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="at_sites")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="staff_here")

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["staff", "site"], name="staff_is_at_a_site_once")]


class StaffService(Scoped):
    """Somebody may lead a service."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="may_lead")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="leaders")

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["staff", "service"], name="staff_leads_a_service_once")
        ]


class StaffAvailability(Scoped):
    """Weekly working hours at a site, in the site's civil time. Weekday 0 is Monday."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="availability")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    from_time = models.TimeField()
    until_time = models.TimeField()

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6), name="availability_is_on_a_day_of_the_week"
            ),
            models.CheckConstraint(
                condition=models.Q(until_time__gt=models.F("from_time")),
                name="availability_ends_after_it_starts",
            ),
        ]


class StaffAbsence(Scoped):
    """Somebody who works here is away, all over and for whatever reason. No reason is kept."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    written_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="absence_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["staff", "starts_at"], name="absence_by_staff")]


class SiteHoliday(Scoped):
    """A day on which a site is closed: the groups of that day are not held, and go on the week after."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="holidays")
    on_date = models.DateField()
    written_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)
    called_off = models.JSONField(default=dict, blank=True)
    """What closing took off the calendar, by key, so that opening again can put it back."""

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["site", "on_date"],
                condition=models.Q(voided_at__isnull=True),
                name="a_site_is_closed_once_on_a_day",
            ),
        ]


class RoomClosure(Scoped):
    """A room can't be used in this span."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="closures")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    written_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="closure_ends_after_it_starts"
            ),
        ]


class OnCallDuty(Scoped):
    """The named person who answers for safety at a site in this span. An open end: until further notice."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="on_call")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)


class ProgramTemplate(Scoped):
    """The shape of a program: its level of care, its weeks and what each week is made of."""

    title = models.JSONField()
    level_of_care = models.CharField(max_length=20)
    weeks = models.PositiveSmallIntegerField()
    floor_minutes = models.PositiveIntegerField(default=540)
    """Clinical minutes a week below which the level of care is in question; 540 is 9 hours (ASAM 2.1)."""
    group_min = models.PositiveSmallIntegerField(default=4)
    group_max = models.PositiveSmallIntegerField(default=12)
    review_days = models.PositiveSmallIntegerField(default=30)
    """So many days after the beginning or the last review a plan is looked at again."""
    seat_days = models.PositiveSmallIntegerField(default=30)
    """So long the seat of who left is held for them."""
    ask_days = models.PositiveSmallIntegerField(default=14)
    """So many days after its last answers a questionnaire is asked again."""
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weeks__gte=8, weeks__lte=12), name="program_lasts_8_to_12_weeks"
            ),
            models.CheckConstraint(
                condition=models.Q(group_max__gte=models.F("group_min")), name="group_limits_are_in_order"
            ),
        ]


class Phase(Scoped):
    """Consecutive weeks of a program with the same weekly hours."""

    template = models.ForeignKey(ProgramTemplate, on_delete=models.PROTECT, related_name="phases")
    position = models.PositiveSmallIntegerField()
    title = models.JSONField()
    weeks = models.PositiveSmallIntegerField()
    weekly_minutes = models.PositiveIntegerField()

    class Meta(Scoped.Meta):
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["template", "position"], name="phases_have_an_order")]


class PhaseService(Scoped):
    """How many minutes a week of a service belong to a phase."""

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="mix")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    weekly_minutes = models.PositiveIntegerField()
