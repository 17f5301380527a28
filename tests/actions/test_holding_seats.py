"""A seat is held for one person until a day: nobody else gets it, and the way back keeps the old place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cast import AT, TODAY, Cast
from on_the_way import make_track, opened, person_of, wait
from stepwell.actions import (
    enrolling,
    grouping,
    holding_seats,
    moving_enquiries,
    readers,
    seats,
    waiting_list,
)
from stepwell.actions.grouping import CannotJoin
from stepwell.actions.holding_seats import NoSeat
from stepwell.actions.moving_enquiries import MovedSince
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.steps.models import NextStep
from stepwell.records.waiting.models import SeatHold, Track

START = TODAY + timedelta(days=6)
UNTIL = TODAY + timedelta(days=3)


@pytest.fixture
def track(cast: Cast) -> Track:
    """Evenings with one seat left."""
    cast.group.max_members = 3
    cast.group.save(update_fields=["max_members"])
    return make_track(cast)


def offer(
    cast: Cast,
    enquiry: Enquiry,
    track: Track,
    *,
    until: date = UNTIL,
    starts_on: date = START,
    seen: str = "",
    key: str = "o",
) -> None:
    chart = opened(cast, enquiry)
    holding_seats.offer(
        chart, enquiry, track_id=track.pk, starts_on=starts_on, until=until, seen=seen, key=key, at=AT
    )


def free(cast: Cast, *, on: date = TODAY) -> int:
    return seats.list_tracks([cast.riverside], on=on)[0].free


def test_an_offered_seat_is_held_and_the_next_step_is_its_first_day(cast: Cast, track: Track) -> None:
    enquiry = wait(cast)

    offer(cast, enquiry, track)

    step = NextStep.objects.get(enquiry=enquiry, done_at=None)
    enquiry.refresh_from_db()
    assert (enquiry.state, step.what, step.due_at.date()) == (State.PENDING.value, "admit", START)
    assert free(cast) == 0


def test_the_last_seat_goes_to_one_of_two(cast: Cast, track: Track) -> None:
    first, second = wait(cast, "Robin"), wait(cast, "Kim")
    offer(cast, first, track)

    with pytest.raises(NoSeat):
        offer(cast, second, track, key="second")

    second.refresh_from_db()
    assert second.state == State.WAITING.value


def test_nobody_joins_a_group_in_a_place_that_is_held(cast: Cast, track: Track) -> None:
    enquiry = wait(cast)
    by = readers.system(cast.organization.pk, name="test")
    other = enrolling.register_person(given_name="New", family_name="One", languages=["en"], at=AT)
    enrolling.enroll(
        other,
        site=cast.riverside,
        template=cast.template,
        counselor=cast.priya,
        starts_on=TODAY,
        state=State.ACTIVE,
        at=AT,
        by=by,
    )
    offer(cast, enquiry, track)

    with pytest.raises(CannotJoin):
        grouping.join(cast.group, other, from_on=TODAY, by=by, at=AT)

    holding_seats.give_back(opened(cast, enquiry), enquiry, key="back", at=AT)
    assert grouping.join(cast.group, other, from_on=TODAY, by=by, at=AT).person == other


def test_past_its_last_day_a_seat_is_held_for_nobody(cast: Cast, track: Track) -> None:
    enquiry = wait(cast)

    offer(cast, enquiry, track)

    assert free(cast, on=UNTIL) == 0
    assert free(cast, on=UNTIL + timedelta(days=1)) == 1
    assert holding_seats.find_held(person_of(enquiry), at=AT) is not None
    assert holding_seats.find_held(person_of(enquiry), at=AT + timedelta(days=4)) is None


def test_who_gives_a_seat_back_waits_in_the_old_place(cast: Cast, track: Track) -> None:
    first, _ = wait(cast, "Robin", at=AT - timedelta(days=2)), wait(cast, "Kim", at=AT - timedelta(days=1))
    offer(cast, first, track)

    holding_seats.give_back(opened(cast, first), first, key="back", at=AT)

    found = waiting_list.list_waiting(cast.sign_in(cast.june), at=AT)
    assert [each.person.given_name for one in found for each in one.people] == ["Robin", "Kim"]
    assert SeatHold.objects.get().outcome == "freed"


def test_a_seat_is_held_for_a_while_and_not_for_years(cast: Cast, track: Track) -> None:
    enquiry = wait(cast)

    for until in (TODAY - timedelta(days=1), TODAY + timedelta(days=holding_seats.LONGEST_DAYS + 1)):
        with pytest.raises(NoSeat):
            offer(cast, enquiry, track, until=until, key=str(until))

    assert free(cast) == 1


def test_the_same_key_offers_once(cast: Cast, track: Track) -> None:
    enquiry = wait(cast)

    offer(cast, enquiry, track)
    offer(cast, enquiry, track)

    assert SeatHold.objects.count() == 1


def test_another_day_can_be_agreed_while_somebody_waits_to_start(cast: Cast, track: Track) -> None:
    enquiry = wait(cast)
    offer(cast, enquiry, track)

    offer(cast, enquiry, track, starts_on=START + timedelta(days=7), key="later")

    step = NextStep.objects.get(enquiry=enquiry, done_at=None)
    assert step.due_at.date() == START + timedelta(days=7)
    assert free(cast) == 0


def test_a_way_that_ends_frees_the_seat(cast: Cast, track: Track) -> None:
    enquiry = wait(cast)
    offer(cast, enquiry, track)
    chart = opened(cast, enquiry)
    holding_seats.give_back(chart, enquiry, key="back", at=AT)

    moving_enquiries.end(chart, enquiry, to=State.DECLINED, reason="own_wish", key="end", at=AT)

    assert free(cast) == 1


def test_a_form_shown_before_a_colleague_offered_a_seat_changes_nothing(cast: Cast, track: Track) -> None:
    enquiry = wait(cast)
    offer(cast, enquiry, track)
    held = SeatHold.objects.get(ended_at=None)

    with pytest.raises(MovedSince):
        offer(cast, enquiry, track, starts_on=START + timedelta(days=1), seen=State.WAITING.value, key="late")
    with pytest.raises(MovedSince):
        holding_seats.give_back(opened(cast, enquiry), enquiry, seen=State.WAITING.value, key="later", at=AT)

    assert SeatHold.objects.get(ended_at=None) == held
    offer(cast, enquiry, track, starts_on=START + timedelta(days=1), seen=State.PENDING.value, key="again")
    assert SeatHold.objects.get(ended_at=None).starts_on == START + timedelta(days=1)
