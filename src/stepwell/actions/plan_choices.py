"""What can be put into a plan at the person's site: services, groups, and who may answer for something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from stepwell.actions.charts import Chart
from stepwell.domain.privacy.access import Part
from stepwell.records.program.models import Service, Staff
from stepwell.records.schedule.models import Group


@dataclass(frozen=True)
class Choices:
    """Rows by name, and the same by the keys under which a plan names them."""

    services: tuple[Service, ...]
    groups: tuple[Group, ...]
    staff: tuple[Staff, ...]

    def service(self, key: str) -> Service | None:
        """The service of this key, also one that nobody offers any more."""
        return next((each for each in self.services if each.key == key), None)

    def group(self, key: str) -> Group | None:
        """The group of this key."""
        return next((each for each in self.groups if str(each.pk) == key), None)

    def person(self, key: str) -> Staff | None:
        """Who has this key."""
        return next((each for each in self.staff if str(each.pk) == key), None)


def choices_of(chart: Chart, *, at: datetime) -> Choices:
    """Everything of the person's site. Three queries."""
    chart.need(Part.PLAN)
    episode = chart.find_episode()
    if episode is None:
        return Choices((), (), ())
    today = episode.site.day_at(at)
    groups = Group.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today), site=episode.site_id)
    staff = Staff.objects.filter(at_sites__site=episode.site_id).distinct()
    return Choices(
        services=tuple(Service.objects.order_by("key")),
        groups=tuple(groups.select_related("service").order_by("weekday", "start_time", "pk")),
        staff=tuple(staff.order_by("family_name", "given_name", "pk")),
    )
