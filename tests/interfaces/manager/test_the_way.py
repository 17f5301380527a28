"""The funnel with its denominators, the reasons, the export without small counts, a manager's lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from cast import TODAY, Cast
from on_the_way import make_track
from stepwell.actions import counting_ways, enquiring, enrolling, graduation_asks, moving_enquiries
from stepwell.actions.charts import NotHere
from stepwell.actions.enquiring import Asked
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.funnel.gates import Gate
from stepwell.records.aftercare.models import SupportGroup


@pytest.fixture
def desk(cast: Cast, client: Client, at: datetime) -> Iterator[Client]:
    with time_machine.travel(at, tick=False):
        client.force_login(cast.grace.account)
        yield client


def ask(cast: Cast, number: int, *, asker: str, at: datetime):
    asked = Asked(
        asker=asker,
        given_name=f"Name{number}",
        family_name="Asked",
        phone="555-0199",
        safe_from=time(8),
        safe_until=time(20),
        may_leave_message=False,
        language="en",
        asker_name="" if asker == "self" else "Somebody",
    )
    return enquiring.enquire(
        enquiring.by_the_public(), asked, site=cast.riverside, key=f"ask-{number}", at=at
    )


def test_every_gate_has_its_denominator_and_who_is_on_the_way_is_told_apart(cast: Cast, at: datetime) -> None:
    for number in range(3):
        ask(cast, number, asker="self", at=at - timedelta(days=5))
    gone = ask(cast, 9, asker="court", at=at - timedelta(days=4))
    june = cast.sign_in(cast.june)
    chart = enquiring.open_chart(june, gone, at=at)
    moving_enquiries.end(chart, gone, to=State.DECLINED, reason="too_far", key="end", at=at)

    counted = counting_ways.count(cast.sign_in(cast.grace), days=90, at=at)

    first = counted.passages[0]
    assert (first.start, first.of, first.passed, first.lost, first.on_the_way) == (Gate.ENQUIRY, 4, 0, 1, 3)
    assert [(one.after, one.why, one.count) for one in counted.lost] == [(Gate.ENQUIRY, "too_far", 1)]
    assert {one.key: one.to_start.of for one in counted.by_source} == {
        "self": 3,
        "court": 1,
        "not_from_here": 0,
    }


def test_a_stay_counts_from_admission_on_and_a_graduation_has_stayed(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.priya)
    enrolling.move_episode(
        cast.sam_episode, to=State.GRADUATED, on=TODAY, reason="goals_reached", by=by, at=at
    )

    counted = counting_ways.count(cast.sign_in(cast.grace), days=90, at=at)

    to_end = counted.passages[-1]
    assert to_end.start is Gate.FIRST_SESSION
    [line] = [one for one in counted.by_program if one.key == str(cast.template.pk)]
    assert (line.to_end.of, line.to_end.passed, line.to_end.on_the_way) == (3, 1, 2)
    assert [(one.days, one.stayed, one.of) for one in counted.retained] == [
        (7, 3, 3),
        (14, 3, 3),
        (30, 0, 0),
        (90, 0, 0),
    ]


def test_only_managers_count_and_only_their_sites(cast: Cast, at: datetime) -> None:
    with pytest.raises(NotHere):
        counting_ways.count(cast.sign_in(cast.priya), days=90, at=at)
    ask(cast, 1, asker="self", at=at)
    at_hill = counting_ways.count(cast.sign_in(cast.grace), days=90, site=cast.hill.pk, at=at)
    assert at_hill.passages[0].of == 0


def test_what_is_ahead_is_planned_by_each_persons_program(cast: Cast, at: datetime) -> None:
    ahead = counting_ways.capacity(cast.sign_in(cast.grace), at=at)

    assert sum(one.graduations for one in ahead.weeks if one.is_ahead) == 3
    assert (ahead.past_plan, ahead.without_plan) == (0, 0)
    assert sum(one.starts for one in ahead.weeks) == 3


def test_the_page_shows_counts_and_the_export_withholds_small_ones(
    desk: Client, cast: Cast, at: datetime
) -> None:
    for number in range(12):
        ask(cast, number, asker="self" if number < 9 else "court", at=at - timedelta(days=1))

    shown = desk.get("/manage/way?days=180").content.decode()
    told = desk.get("/manage/way.csv").content.decode()

    assert "12" in shown
    assert "From gate to gate" in shown
    assert "Asked → Screened,12,0,0,12" in told
    court = next(line for line in told.splitlines() if line.startswith("Court"))
    assert court.count("withheld") == 4
    assert "Name1" not in told
    assert "Sam" not in told


def test_a_manager_keeps_the_list_of_support_groups(desk: Client, cast: Cast) -> None:
    told = {"site": cast.riverside.pk, "name": "Circle", "kind": "peer", "weekday": "1", "starts_at": "19:00"}
    assert desk.post("/manage/support", {**told, "language": "en", "key": "a"}).status_code == 422
    answer = desk.post("/manage/support", {**told, "where": "Lake St 1", "language": "en", "key": "b"})
    assert answer.status_code == 302
    group = SupportGroup.objects.get()

    desk.post(f"/manage/support/{group.pk}/retire", {})

    assert "Circle" not in desk.get("/manage/support").content.decode()


def test_a_program_asks_for_what_its_manager_says_and_always_for_a_plan(desk: Client, cast: Cast) -> None:
    address = f"/manage/graduation/{cast.template.pk}"
    assert desk.post(address, {"keys": ["goals"], "key": "a"}).status_code == 422
    own = {"keys": ["goals", "continuing_plan"], "own": "A job or school place", "key": "b"}
    assert desk.post(address, own).status_code == 302

    asked = graduation_asks.asked_by(cast.template)

    assert [one.criterion.key for one in asked][:2] == ["goals", "continuing_plan"]
    assert asked[2].title == {"en": "A job or school place"}
    assert "A job or school place" in desk.get("/manage/graduation").content.decode()


def test_the_days_of_a_program_that_runs_are_changed(desk: Client, cast: Cast) -> None:
    address = f"/manage/setup/programs/{cast.template.pk}"
    assert address in desk.get("/manage/setup").content.decode()
    told = {"review_days": "14", "seat_days": "0", "ask_days": "7", "key": "days"}

    assert desk.post(address, told).status_code == 302
    assert desk.post(address, {**told, "review_days": "200", "key": "long"}).status_code == 422
    assert desk.post(address, {**told, "seat_days": "", "key": "none"}).status_code == 422
    assert desk.post(address, {**told, "ask_days": "3", "key": "often"}).status_code == 422

    cast.template.refresh_from_db()
    days = (cast.template.review_days, cast.template.seat_days, cast.template.ask_days)
    assert days == (14, 0, 7)
    desk.force_login(cast.june.account)
    assert desk.post(address, {**told, "key": "june"}).status_code == 404


def test_what_is_ahead_names_the_seats_that_are_free(desk: Client, cast: Cast, at: datetime) -> None:
    make_track(cast)

    [track] = counting_ways.capacity(cast.sign_in(cast.grace), at=at).tracks

    assert track.free == track.seats - track.taken > 0
    assert (
        f"Evenings: {track.free} seats of {track.seats} are free." in desk.get("/manage/way").content.decode()
    )
