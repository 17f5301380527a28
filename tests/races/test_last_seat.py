"""Two at once at the last seat: one person gets it, nobody is lost from the list, one click is one offer."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cast import TODAY, Cast
from on_the_way import make_track, opened, wait
from races.at_once import at_once, needs_connections, refused_at_once, run_on_a_file, runs_them_on_a_file
from stepwell.actions import enrolling, grouping, holding_seats, readers, seats
from stepwell.actions.grouping import CannotJoin
from stepwell.actions.holding_seats import NoSeat
from stepwell.actions.moving_enquiries import MovedSince
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.records.enquiries.models import Enquiry, EnquiryState
from stepwell.records.people.models import Person
from stepwell.records.schedule.models import RosterEntry
from stepwell.records.waiting.models import SeatHold, Track

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def track(cast: Cast) -> Track:
    """Evenings with one seat left."""
    taken = RosterEntry.objects.filter(group=cast.group, until_on=None).count()
    cast.group.max_members = taken + 1
    cast.group.save(update_fields=["max_members"])
    return make_track(cast)


@needs_connections
def test_the_last_seat_goes_to_one_of_two_who_wait(cast: Cast, track: Track, at: datetime) -> None:
    robin, kim = wait(cast, "Robin"), wait(cast, "Kim")

    refused = refused_at_once(
        cast, lambda: offer(cast, robin, track, "one", at), lambda: offer(cast, kim, track, "two", at)
    )

    assert [type(one) for one in refused] == [NoSeat]
    assert SeatHold.objects.filter(ended_at=None).count() == 1
    assert sorted(Enquiry.objects.values_list("state", flat=True)) == [
        State.PENDING.value,
        State.WAITING.value,
    ]
    assert seats.list_tracks([cast.riverside], on=TODAY)[0].free == 0


@needs_connections
def test_of_two_who_offer_one_person_a_seat_one_is_told_to_look_again(
    cast: Cast, track: Track, at: datetime
) -> None:
    robin = wait(cast)

    refused = refused_at_once(
        cast, lambda: offer(cast, robin, track, "one", at), lambda: offer(cast, robin, track, "two", at)
    )

    assert [type(one) for one in refused] == [MovedSince]
    assert SeatHold.objects.count() == 1


@needs_connections
def test_one_offer_clicked_twice_is_one_offer(cast: Cast, track: Track, at: datetime) -> None:
    robin = wait(cast)

    refused = refused_at_once(cast, *[lambda: offer(cast, robin, track, "same", at)] * 2)

    assert refused == []
    assert SeatHold.objects.count() == 1
    assert EnquiryState.objects.filter(enquiry=robin, state=State.PENDING.value).count() == 1


@needs_connections
def test_a_seat_is_offered_or_joined_and_never_both(cast: Cast, track: Track, at: datetime) -> None:
    robin, kai = wait(cast), somebody_active(cast, at)
    by = readers.system(cast.organization.pk, name="test")

    def join() -> None:
        grouping.join(cast.group, kai, from_on=TODAY, by=by, at=at)

    came = at_once(cast, join, lambda: offer(cast, robin, track, "one", at))

    assert [type(one) for one in came if one is not None] in ([NoSeat], [CannotJoin])
    present = RosterEntry.objects.filter(group=cast.group, until_on=None).count()
    assert present + SeatHold.objects.filter(ended_at=None).count() == cast.group.max_members


@runs_them_on_a_file
def test_it_holds_on_sqlite_with_several_connections(tmp_path: Path) -> None:
    assert run_on_a_file(__file__, tmp_path).startswith("....s")


def offer(cast: Cast, enquiry: Enquiry, track: Track, key: str, at: datetime) -> None:
    """As a form does that was shown while the person waited."""
    chart = opened(cast, enquiry)
    start, until = TODAY + timedelta(days=6), TODAY + timedelta(days=3)
    holding_seats.offer(
        chart,
        enquiry,
        track_id=track.pk,
        starts_on=start,
        until=until,
        seen=State.WAITING.value,
        key=key,
        at=at,
    )


def somebody_active(cast: Cast, at: datetime) -> Person:
    """In the program, and in no group yet."""
    found = enrolling.register_person(given_name="Kai", family_name="Berg", languages=["en"], at=at)
    enrolling.enroll(
        found,
        site=cast.riverside,
        template=cast.template,
        counselor=cast.priya,
        starts_on=TODAY,
        state=State.ACTIVE,
        at=at,
        by=readers.system(cast.organization.pk, name="test"),
    )
    return found
