"""Two tablets at once: different people merge, and the same person keeps both answers in the history."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from cast import Cast
from races.at_once import at_once
from stepwell.actions import attending, charts
from stepwell.actions.attending import Answer, Marked
from stepwell.domain.privacy.access import Purpose
from stepwell.records.people.models import Person
from stepwell.records.sessions.models import Attendance, AttendanceEntry

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def test_two_tablets_that_mark_different_people_merge(cast: Cast, at: datetime) -> None:
    at_once(cast, _tap(cast, cast.sam, "here", at), _tap(cast, cast.marcus, "missed", at))
    states = dict(Attendance.objects.filter(session=cast.today).values_list("person_id", "state"))
    assert states == {cast.sam.pk: "here", cast.marcus.pk: "missed"}


def test_two_tablets_that_mark_one_person_keep_both_answers(cast: Cast, at: datetime) -> None:
    row = Attendance.objects.get(session=cast.today, person=cast.sam)
    marked = at_once(cast, _tap(cast, cast.sam, "here", at), _tap(cast, cast.sam, "missed", at))
    now = Attendance.objects.get(pk=row.pk)
    entries = AttendanceEntry.objects.filter(attendance=row, version__gt=row.version).order_by("version")
    told = [one.replaced for one in marked if isinstance(one, Marked) and one.replaced]
    assert [entry.version for entry in entries] == [row.version + 1, row.version + 2]
    assert (now.version, now.state) == (row.version + 2, entries[1].state)
    assert [entry.state for entry in told] == [entries[0].state]


def _tap(cast: Cast, person: Person, state: str, at: datetime) -> Callable[[], Marked]:
    """A tap on a page that showed the line as it stands before either tablet wrote."""
    row = Attendance.objects.get(session=cast.today, person=person)
    by, begun = cast.sign_in(cast.priya), at + timedelta(hours=6)

    def tap() -> Marked:
        chart = charts.open_for(by, person.pk, Purpose.TREATMENT, what="attendance", at=begun)
        answer = Answer(state)
        return attending.mark(
            chart, session_id=cast.today.pk, answer=answer, base_version=row.version, at=begun
        )

    return tap
