"""What a counselor's people wait for: reviews, plans, next steps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.plans import write_signed
from cast import AT, STARTED, Cast
from stepwell.actions import care_due, enrolling, readers
from stepwell.actions.charts import NotHere
from stepwell.domain.episodes.lifecycle import EpisodeState


def names(found: tuple[care_due.Waiting, ...]) -> list[str]:
    return [each.chart.person.given_name for each in found]


def test_a_plan_that_nobody_signed_is_told_as_late(cast: Cast) -> None:
    write_signed(cast)
    found = care_due.care_due(cast.sign_in(cast.priya), at=AT)
    assert names(found.plans) == ["Marcus"]
    assert found.plans[0].is_plan_late


def test_reviews_due_within_a_week_are_told(cast: Cast) -> None:
    by = cast.sign_in(cast.priya)
    assert sorted(names(care_due.care_due(by, at=AT).reviews)) == ["Marcus", "Sam"]
    assert care_due.care_due(by, at=AT - timedelta(days=10)).reviews == ()


def test_everybody_has_a_next_step_with_an_owner(cast: Cast) -> None:
    found = care_due.care_due(cast.sign_in(cast.priya), at=AT)
    assert found.of == len(found.steps) == 2
    assert all(each.coming.is_complete for each in found.steps)


def test_only_a_counselor_has_this_list(cast: Cast) -> None:
    with pytest.raises(NotHere):
        care_due.care_due(cast.sign_in(cast.grace), at=AT)


def test_it_asks_as_often_for_more_people(cast: Cast) -> None:
    by = cast.sign_in(cast.priya)
    care_due.care_due(by, at=AT)
    with CaptureQueriesContext(connection) as few:
        care_due.care_due(by, at=AT)
    for number in range(6):
        person = enrolling.register_person(given_name=f"P{number}", family_name="", languages=["en"], at=AT)
        enrolling.enroll(
            person,
            site=cast.riverside,
            template=cast.template,
            counselor=cast.priya,
            starts_on=STARTED,
            state=EpisodeState.ACTIVE,
            at=AT,
            by=readers.system(cast.organization.pk, name="test"),
        )
    with CaptureQueriesContext(connection) as many:
        assert care_due.care_due(by, at=AT).of == 8
    assert len(many) == len(few)
