"""The cast itself: what other tests rely on."""

import pytest
from django.db import DatabaseError

from cast import AT, Cast
from stepwell.actions import charts
from stepwell.domain.privacy.access import Purpose
from stepwell.records.sessions.models import Attendance
from stepwell.records.tenancy.models import Organization


def test_sam_and_marcus_are_expected_this_evening(cast: Cast) -> None:
    expected = Attendance.objects.filter(session=cast.today, state="expected")

    assert {row.person_id for row in expected} == {cast.sam.pk, cast.marcus.pk}
    assert {row.planned_minutes for row in expected} == {165}


def test_the_counselor_of_sams_site_opens_sams_record(cast: Cast) -> None:
    priya = cast.sign_in(cast.priya)

    chart = charts.open_for(priya, cast.sam.pk, Purpose.TREATMENT, what="record", at=AT)

    assert chart.person == cast.sam


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_transactional_test_finds_an_empty_database_and_whole_triggers(cast: Cast, time: str) -> None:
    assert Organization.objects.count() == 2
    chart = charts.open_own(cast.sign_in(cast.sam_account), what="record", at=AT)
    with pytest.raises(DatabaseError, match="never changed or deleted"):
        chart.trail.update(what="nothing")
