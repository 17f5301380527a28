"""A warm referral has a place, a person there, a call together and a date to come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from stepwell.domain.placement.edition import Level
from stepwell.domain.placement.referral import NotWarm, WarmReferral

DETOX = WarmReferral(
    level=Level("house", "House"),
    place="Elm Withdrawal Service",
    taken_over_by="the nurse on duty",
    called_together=True,
    made_on=date(2026, 12, 30),
    returns_on=date(2027, 1, 6),
)


def test_a_seat_may_be_held_until_the_return_or_longer() -> None:
    assert replace(DETOX, seat_held_until=DETOX.returns_on).seat_held_until == date(2027, 1, 6)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"place": " "}, "place"),
        ({"taken_over_by": ""}, "who there takes over"),
        ({"called_together": False}, "together"),
        ({"returns_on": date(2026, 12, 30)}, "after today"),
        ({"seat_held_until": date(2027, 1, 5)}, "at least until"),
    ],
)
def test_a_referral_that_lacks_something_is_not_warm(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NotWarm, match=sentence):
        replace(DETOX, **change)
