"""One tap on two phones at once: somebody comes back once, and asks again once."""

from datetime import datetime, timedelta

import pytest

from actions.plans import chart_of, own_chart
from cast import Cast
from races.at_once import needs_connections, refused_at_once
from stepwell.actions import leaving
from stepwell.actions.leaving import NoWayBack
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.episodes.models import Episode

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), needs_connections]


@pytest.mark.parametrize("days", [2, 200], ids=["into the held seat", "asked again"])
def test_of_two_taps_one_leads_back(cast: Cast, at: datetime, days: int) -> None:
    leaving.leave(chart_of(cast), reason="own_wish", is_way_told=True, key="leave", at=at)
    later = at + timedelta(days=days)

    def tap(key: str) -> str:
        return leaving.come_back(own_chart(cast, at=later), key=key, at=later)

    refused = refused_at_once(cast, lambda: tap("one"), lambda: tap("two"))

    stays = Episode.objects.filter(person=cast.sam, is_open=True).count()
    asked = Enquiry.objects.filter(person=cast.sam, is_open=True).count()
    assert [type(one) for one in refused] == [NoWayBack]
    assert stays + asked == 1
