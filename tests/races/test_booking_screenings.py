"""Two at once: a screening time is given to one, and two colleagues move one person once."""

from datetime import datetime, time

import pytest
from django.db import connection

from cast import TODAY, Cast
from races.at_once import refused_at_once
from stepwell.actions import booking_screenings, enquiring, moving_enquiries
from stepwell.actions.booking_screenings import TimeTaken
from stepwell.actions.enquiring import Asked
from stepwell.actions.moving_enquiries import MovedSince
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.records.enquiries.models import Enquiry, EnquiryState, Screening
from stepwell.records.program.models import StaffAvailability
from stepwell.records.steps.models import NextStep

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]
ASKED = Asked("self", "Robin", "", "555-0177", time(8), time(20), may_leave_message=True, language="en")


def test_a_time_is_given_to_one_of_two(cast: Cast, at: datetime) -> None:
    enquiries = [_ask(cast, "one", at), _ask(cast, "two", at)]
    start = booking_screenings.offer_times(cast.riverside, manner="phone", at=at)[0].starts_at

    def book(enquiry: Enquiry) -> None:
        chart = enquiring.open_chart(enquiring.by_the_public(), enquiry, at=at)
        booking_screenings.book(
            chart, enquiry, starts_at=start, manner="phone", key=f"book {enquiry.pk}", at=at
        )

    refused = refused_at_once(cast, lambda: book(enquiries[0]), lambda: book(enquiries[1]))

    assert [type(one) for one in refused] == [TimeTaken]
    assert Screening.objects.filter(voided_at=None).count() == 1


def test_of_two_ends_one_is_written(cast: Cast, at: datetime) -> None:
    enquiry = _ask(cast, "one", at)

    def end(reason: str) -> None:
        chart = enquiring.open_chart(enquiring.by_the_public(), enquiry, at=at)
        moving_enquiries.end(
            chart, enquiry, to=State.DECLINED, reason=reason, seen=enquiry.state, key=reason, at=at
        )

    refused = refused_at_once(cast, lambda: end("own_wish"), lambda: end("insurance"))

    assert [type(one) for one in refused] == [MovedSince]
    assert EnquiryState.objects.filter(enquiry=enquiry, state="declined").count() == 1
    assert not NextStep.objects.filter(enquiry=enquiry, done_at=None).exists()


def _ask(cast: Cast, key: str, at: datetime) -> Enquiry:
    StaffAvailability.objects.get_or_create(
        staff=cast.june,
        site=cast.riverside,
        weekday=TODAY.weekday(),
        defaults={"from_time": time(9), "until_time": time(17)},
    )
    return enquiring.enquire(enquiring.by_the_public(), ASKED, site=cast.riverside, key=key, at=at)
