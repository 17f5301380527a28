"""The daily check-in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import TODAY, Cast
from stepwell.actions import charts, checking_in
from stepwell.actions.charts import Chart
from stepwell.actions.checking_in import NotACheckIn
from stepwell.records.measures.models import CheckIn


@pytest.fixture
def sam(cast: Cast, at: datetime) -> Chart:
    return charts.open_own(cast.sign_in(cast.sam_account), what="check_in", at=at)


def test_every_part_can_be_left_out(sam: Chart, at: datetime) -> None:
    saved = checking_in.check_in(sam, on=TODAY, key="k", at=at)

    assert saved.counts
    assert (saved.check_in.mood, saved.check_in.craving, saved.check_in.use) == (None, None, "unsaid")


def test_a_later_one_counts_and_the_earlier_stays(sam: Chart, at: datetime) -> None:
    checking_in.check_in(sam, on=TODAY, mood=2, key="a", at=at)
    checking_in.check_in(sam, on=TODAY, mood=4, key="b", at=at + timedelta(hours=1))

    assert [row.mood for row in sam.check_ins] == [4]
    assert CheckIn.objects.filter(person=sam.person, on=TODAY).count() == 2


def test_one_that_was_overtaken_on_its_way_is_kept_and_does_not_count(sam: Chart, at: datetime) -> None:
    checking_in.check_in(sam, on=TODAY, mood=4, key="new", at=at)
    late = checking_in.check_in(
        sam, on=TODAY, mood=2, key="old", at=at + timedelta(hours=1), filled_at=at - timedelta(hours=1)
    )

    assert not late.counts
    assert [row.mood for row in sam.check_ins] == [4]


@pytest.mark.parametrize("year", [1, 1970, 9999])
def test_a_phone_whose_clock_is_years_off_is_not_believed(sam: Chart, at: datetime, year: int) -> None:
    checking_in.check_in(sam, on=TODAY, mood=4, key="before", at=at - timedelta(hours=1))

    saved = checking_in.check_in(
        sam, on=TODAY, mood=2, key="odd", at=at, filled_at=datetime(year, 1, 2, tzinfo=UTC)
    )

    assert (saved.check_in.written_at, saved.counts) == (at, True)


def test_asking_twice_with_one_key_is_once(sam: Chart, at: datetime) -> None:
    first = checking_in.check_in(sam, on=TODAY, mood=3, key="k", at=at)
    again = checking_in.check_in(sam, on=TODAY, mood=3, key="k", at=at)

    assert first.check_in.pk == again.check_in.pk


@pytest.mark.parametrize("back", [-1, 15])
def test_a_day_ahead_or_too_long_ago_is_refused(sam: Chart, at: datetime, back: int) -> None:
    with pytest.raises(NotACheckIn):
        checking_in.check_in(sam, on=TODAY - timedelta(days=back), key="k", at=at)

    assert checking_in.check_in(sam, on=TODAY - timedelta(days=14), key="k", at=at).counts


def test_the_day_is_the_persons_own(sam: Chart) -> None:
    past_midnight_in_london = datetime.fromisoformat("2026-05-13T01:00:00+00:00")

    assert checking_in.days_open(sam, at=past_midnight_in_london)[0] == date(2026, 5, 12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(craving=st.integers(-5, 20))
def test_craving_is_kept_from_0_to_10_and_nothing_else(sam: Chart, at: datetime, craving: int) -> None:
    if 0 <= craving <= 10:
        assert checking_in.check_in(sam, on=TODAY, craving=craving, key="", at=at).check_in.craving == craving
    else:
        with pytest.raises(NotACheckIn, match="0 to 10"):
            checking_in.check_in(sam, on=TODAY, craving=craving, key="", at=at)


def test_words_are_sealed_and_sleep_may_be_half_an_hour(sam: Chart, at: datetime) -> None:
    row = checking_in.check_in(
        sam, on=TODAY, words="tired", sleep_hours=Decimal("6.5"), key="k", at=at
    ).check_in

    assert b"tired" not in bytes(row.words or b"")
    assert sam.read(bytes(row.words or b"")) == "tired"
