"""One session planned on a person's page: what the form refuses, and what it warns of."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from cast import AT, TODAY, ZONE, Cast
from stepwell.actions import enrolling
from stepwell.records.people.models import Person
from stepwell.records.schedule.models import Session

FORWARD = date(2027, 3, 14)


@pytest.mark.parametrize("start", ["10:00", "18:30"])
def test_a_person_has_one_session_at_a_time(cast: Cast, grace: Client, start: str) -> None:
    answer = _plan(cast, grace, start=start)

    is_free = start == "10:00"
    assert answer.status_code == (302 if is_free else 422)
    assert ("another session at that time" in answer.content.decode()) is not is_free
    assert Session.objects.filter(group=None).exists() is is_free


def test_a_day_that_is_over_is_refused_and_today_is_not(cast: Cast, grace: Client) -> None:
    refused = _plan(cast, grace, day=TODAY - timedelta(days=1))
    planned = _plan(cast, grace, day=TODAY)

    assert (refused.status_code, planned.status_code) == (422, 302)
    assert "This day is over." in refused.content.decode()


def test_a_time_that_the_clock_skips_is_refused_and_the_one_that_exists_named(
    cast: Cast, grace: Client
) -> None:
    refused = _plan(cast, grace, day=FORWARD, start="02:30")
    planned = _plan(cast, grace, day=FORWARD, start="03:30")

    assert (refused.status_code, planned.status_code) == (422, 302)
    assert "Choose 3:30" in refused.content.decode()


def test_a_busy_time_is_a_warning_and_keeps_nothing_from_being_planned(cast: Cast, grace: Client) -> None:
    enrolling.tell_busy(
        cast.sam, kind="work", weekday=0, from_time=time(9), until_time=time(17), zone=ZONE, at=AT
    )

    outside = _plan(cast, grace, day=TODAY + timedelta(days=6), start="20:00")
    within = _plan(cast, grace, day=TODAY + timedelta(days=6))

    warning = "This is within a time they said is busy: work."
    assert (outside.status_code, within.status_code) == (302, 302)
    assert warning not in [str(one) for one in get_messages(outside.wsgi_request)]
    assert warning in [str(one) for one in get_messages(within.wsgi_request)]


@pytest.mark.parametrize("born", [TODAY + timedelta(days=2), date(1990, 2, 28)])
def test_nobody_is_born_tomorrow(cast: Cast, june: Client, born: date) -> None:
    answer = june.post("/manage/people/new", _admission(cast, birth_date=born.isoformat()))

    assert answer.status_code == (422 if born > TODAY else 302)
    assert Person.objects.filter(given_name="Rui").exists() is (born < TODAY)


@pytest.mark.parametrize(
    "more", [{"safe_until": "08:00"}, {"busy-0-until_time": "08:00"}, {"safe_until": "07:00"}]
)
def test_hours_that_end_as_they_begin_are_refused(cast: Cast, june: Client, more: dict[str, str]) -> None:
    answer = june.post("/manage/people/new", _admission(cast, **more))

    is_refused = "08:00" in more.values()
    assert answer.status_code == (422 if is_refused else 302)
    assert ("It ends when it begins." in answer.content.decode()) is is_refused


def test_safe_hours_that_end_as_they_begin_are_refused_later_too(cast: Cast, june: Client) -> None:
    address = f"/manage/people/{cast.sam.pk}/contact"
    told = {"channel": "none", "language": "en", "safe_from": "08:00", "safe_until": "08:00"}

    answer = june.post(address, told)

    assert answer.status_code == 422
    assert "It ends when it begins." in answer.content.decode()


def _plan(cast: Cast, browser: Client, *, day: date = TODAY, start: str = "13:00", minutes: int = 50) -> Any:
    told = {"service": cast.individual.pk, "leader": cast.priya.pk, "room": cast.room.pk}
    when = {"day": day.isoformat(), "start": start, "minutes": minutes}
    if cast.today.held_on == day and start == "18:30":
        told |= {"leader": cast.omar.pk, "room": cast.video.pk}
    return browser.post(f"/manage/people/{cast.sam.pk}/session", {**told, **when})


def _admission(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "key": "one",
        "given_name": "Rui",
        "family_name": "Costa",
        "language": "en",
        "site": str(cast.riverside.pk),
        "template": str(cast.template.pk),
        "counselor": str(cast.priya.pk),
        "starts_on": "2026-05-12",
        "state": "active",
        "channel": "none",
        "safe_from": "08:00",
        "safe_until": "19:00",
        "busy-TOTAL_FORMS": "1",
        "busy-INITIAL_FORMS": "0",
        "busy-0-kind": "work",
        "busy-0-days": ["0"],
        "busy-0-from_time": "08:00",
        "busy-0-until_time": "16:00",
        **more,
    }
