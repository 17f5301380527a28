"""Loads the demo: the world by the product's own actions, the past of it in bulk."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from stepwell.actions import founding, readers
from stepwell.demo import attended, counseled, enrolled, grouped, rated, stories
from stepwell.demo.characters import read_characters
from stepwell.demo.places import CRISIS_CONTACTS, NAME, found_places
from stepwell.demo.weeks import ZONES, day_zero_of, first_day
from stepwell.kernel.civil import at_site
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization


def load(at: datetime) -> Organization:
    """Everybody and everything, around `at`. Meant for an empty database; nothing is looked up."""
    day_zero = day_zero_of(at)
    zone = ZoneInfo(ZONES["riverside"])
    began = at_site(first_day(day_zero) - timedelta(days=1), time(6), zone)
    organization = founding.found_organization(NAME, is_demo=True, crisis_contacts=CRISIS_CONTACTS, at=began)
    with scope.within(organization.pk):
        by = readers.system(organization.pk, name="demo")
        places = found_places(day_zero=day_zero, at=began)
        groups = grouped.open_groups(places, day_zero=day_zero, at=began)
        people = enrolled.enroll_everybody(
            read_characters(), places, groups, day_zero=day_zero, by=by, began=began, at=at
        )
        grouped.plan_groups(groups, day_zero=day_zero, at=began)
        counseled.plan_slots(people, places, day_zero=day_zero, began=began, at=at)
        attended.record_past(people, at=at)
        rated.write_measures(people, day_zero=day_zero, at=at)
        stories.tell(people, places, by=by, at=at)
    return organization
