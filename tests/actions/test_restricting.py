"""What was agreed not to be told stays untold, also where a consent would open it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cast import TODAY, Cast
from stepwell.actions import charts, granting, inviting_supporters, restricting, shared_charts
from stepwell.actions.charts import Chart, NotHere
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.privacy.request import Restriction
from stepwell.domain.privacy.terms import Category
from stepwell.records.consents import models as rows


@pytest.fixture
def adas(cast: Cast, at: datetime) -> Chart:
    """Sam's record as the privacy officer has it open; Sam shares times and attendance with Elena."""
    sam = charts.open_own(cast.sign_in(cast.sam_account), what="sharing", at=at)
    inviting_supporters.invite(
        sam,
        given_name="Elena",
        family_name="",
        relation="sister",
        email=cast.elena_account.email,
        key="i",
        at=at,
    )
    items, until = [Category.SCHEDULE, Category.ATTENDANCE], TODAY + timedelta(days=9)
    granting.grant(sam, cast.elena.pk, items=items, until=until, key="g", at=at)
    return charts.open_for(cast.sign_in(cast.ada), cast.sam.pk, Purpose.OVERSIGHT, what="consents", at=at)


def test_prv_11_a_restriction_stops_what_a_live_consent_opens(adas: Chart, cast: Cast, at: datetime) -> None:
    no_attendance = Restriction(agreed_at=at, categories=frozenset({Category.ATTENDANCE}))
    restricting.agree(adas, no_attendance, key="r", at=at)
    elena = cast.sign_in(cast.elena_account)

    shared = shared_charts.open_shared(elena, cast.sam.pk, at=at)

    assert shared.opens(Category.SCHEDULE)
    assert not shared.opens(Category.ATTENDANCE)
    restricting.end(adas, rows.Restriction.objects.get().pk, at=at)
    assert shared_charts.open_shared(elena, cast.sam.pk, at=at).opens(Category.ATTENDANCE)


def test_only_the_privacy_officer_agrees(adas: Chart, cast: Cast, at: datetime) -> None:
    priyas = charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=at)

    with pytest.raises(NotHere):
        restricting.agree(priyas, Restriction(agreed_at=at), key="r", at=at)
