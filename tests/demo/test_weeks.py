"""Day zero, slots and cohorts."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from stepwell.demo.characters import read_characters
from stepwell.demo.weeks import COHORTS, SLOTS, ZONES, day_zero_of, weekday_of

moments = st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


@given(moments)
def test_day_zero_is_today_or_tomorrow_at_riverside(at: datetime) -> None:
    today = at.astimezone(ZoneInfo(ZONES["riverside"])).date()

    assert day_zero_of(at) - today in {timedelta(), timedelta(days=1)}


def test_offsets_are_the_seven_days_of_the_week() -> None:
    assert {weekday_of(date(2026, 5, 12), offset) for offset in range(-1, 6)} == set(range(7))
    offsets = {slot.offset for slots in SLOTS.values() for slot in slots}
    assert offsets | {offset for cohort in COHORTS.values() for offset in cohort.offsets} == set(range(-1, 6))


def test_there_are_64_people_with_a_key_each_and_twelve_at_most_in_a_cohort() -> None:
    people = read_characters()
    open_now = [
        person
        for person in people
        if person.days and person.state.value in {"active", "admitted", "step_down"}
    ]

    assert len({person.key for person in people}) == 64
    assert all(sum(one.cohort == cohort for one in open_now) <= 12 for cohort in COHORTS)
