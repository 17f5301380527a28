"""Loads the demo: the world by the product's own actions, the past of it in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from stepwell.actions import founding, readers
from stepwell.demo import (
    attended,
    billed,
    counseled,
    enquired,
    enrolled,
    followed,
    grouped,
    noted,
    placed,
    planned,
    practiced,
    rated,
    shared,
    stories,
    supported,
    timetabled,
    waited,
)
from stepwell.demo.characters import read_characters
from stepwell.demo.places import CRISIS_CONTACTS, NAME, found_places
from stepwell.demo.weeks import ZONES, day_zero_of, first_day
from stepwell.kernel.civil import at_site
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization


def load(at: datetime) -> Organization:
    """Everybody and everything, around `at`. Meant for an empty database; nothing is looked up."""
    with _no_wait_for_the_disk():
        return _load(at)


def _load(at: datetime) -> Organization:
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
        _count_rows()
        attended.record_past(people, at=at)
        rated.write_measures(people, day_zero=day_zero, at=at)
        stories.tell(people, places, at=at)
        planned.plan_care(people, places, at=at)
        shared.share(people["sam"], at=at)
        supported.support(people, places, at=at)
        practiced.practice(people, places, at=at)
        noted.write_notes(places, at=at)
        billed.bill(people, places, at=at)
        found = enquired.ask_for_help(places, at=at)
        placed.screen(found, places, at=at)
        waited.wait_and_start(found, places, groups, day_zero=day_zero, at=at)
        followed.follow(places, at=at)
        timetabled.wish(people, at=at)
        timetabled.draft(places, at=at)
        _count_rows()
    return organization


def _count_rows() -> None:
    """PostgreSQL plans by what it knows of the tables, and in so short a time it has learned nothing."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE schedule_session, attendance_attendance, attendance_attendanceentry")


@contextmanager
def _no_wait_for_the_disk() -> Iterator[None]:
    """A thousand small commits without a thousand waits; all of it is on the disk when the block ends.

    Safe here alone: a load that is cut short is begun again from an empty database.
    """
    if connection.in_atomic_block:
        yield  # a test's transaction is never committed
        return
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF" if is_sqlite else "SET synchronous_commit = off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL" if is_sqlite else "SET synchronous_commit = on")
            if is_sqlite:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
