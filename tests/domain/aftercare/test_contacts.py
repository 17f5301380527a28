"""Contacts taper over the year, and come closer again after a warning sign."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.aftercare.contacts import NotASchedule, Stretch, contacts, next_contact, planned
from stepwell.kernel.civil import months_later

ENDED = date(2026, 3, 2)
ends = st.dates(date(2024, 1, 1), date(2032, 12, 31))
warnings = st.lists(st.integers(0, 400), max_size=4)


def gaps(days: tuple[date, ...]) -> list[int]:
    return [(after - before).days for before, after in pairwise(days)]


def test_weekly_four_times_then_every_two_weeks_eight_times_then_monthly() -> None:
    days = planned(ENDED)
    assert gaps((ENDED, *days))[:12] == [7] * 4 + [14] * 8
    assert days[12:] == tuple(months_later(ENDED, number) for number in range(6, 13))


@given(ends)
def test_contacts_become_rarer_and_the_last_is_after_twelve_months(ended: date) -> None:
    days = planned(ended)
    weekly, biweekly, monthly = gaps((ended, *days))[:4], gaps(days)[3:11], gaps(days)[11:]
    assert max(weekly) < min(biweekly) <= max(biweekly) < min(monthly)
    assert days[-1] == months_later(ended, 12)


@given(ends, warnings)
def test_a_warning_sign_is_answered_and_never_takes_a_contact_away(ended: date, signs: list[int]) -> None:
    warned = [ended + timedelta(days=number) for number in signs]
    days = contacts(ended, warned_on=warned)

    assert set(planned(ended)) <= set(days)
    assert list(days) == sorted(set(days))
    for sign in warned:
        assert any(sign <= day <= sign + timedelta(days=2) for day in days)
        near = (sign, *(day for day in days if sign < day <= sign + timedelta(days=23)))
        assert max(gaps(near), default=0) <= 9


@given(ends, warnings, st.integers(0, 400))
def test_one_more_sign_never_makes_the_contacts_rarer(ended: date, signs: list[int], more: int) -> None:
    earlier = [ended + timedelta(days=number) for number in signs]
    before = contacts(ended, warned_on=earlier)
    after = contacts(ended, warned_on=[*earlier, ended + timedelta(days=more)])
    assert len(after) >= len(before)


def test_two_signs_on_one_day_are_one() -> None:
    sign = date(2026, 10, 5)
    assert contacts(ENDED, warned_on=[sign, sign]) == contacts(ENDED, warned_on=[sign])


def test_a_sign_in_the_weekly_weeks_adds_no_second_call_of_the_same_days() -> None:
    assert contacts(ENDED, warned_on=[date(2026, 3, 8)])[:2] == (date(2026, 3, 9), date(2026, 3, 16))


def test_the_month_of_a_leap_day_is_kept() -> None:
    assert planned(date(2028, 2, 29))[-1] == date(2029, 2, 28)


def test_a_program_may_taper_in_its_own_way() -> None:
    assert planned(ENDED, stretches=[Stretch(2, 10)])[:2] == (date(2026, 3, 12), date(2026, 3, 22))


@pytest.mark.parametrize(("count", "every"), [(0, 7), (4, 0)])
def test_a_stretch_without_contacts_is_refused(count: int, every: int) -> None:
    with pytest.raises(NotASchedule):
        Stretch(count, every)


def test_the_next_contact_is_the_first_that_no_talk_answered() -> None:
    days = planned(ENDED)
    assert next_contact(days, last_talk_on=None) == days[0]
    assert next_contact(days, last_talk_on=days[0]) == days[1]
    assert next_contact(days, last_talk_on=days[1] - timedelta(days=2)) == days[2]
    assert next_contact(days, last_talk_on=days[1] - timedelta(days=3)) == days[1]
    assert next_contact(days, last_talk_on=days[-1]) is None


def test_a_talk_answers_no_sign_of_its_own_day_or_of_a_later_one() -> None:
    talked = planned(ENDED)[9]
    for days_later in (0, 1):
        sign = talked + timedelta(days=days_later)
        days = contacts(ENDED, warned_on=[talked, sign])
        owed = next_contact(days, last_talk_on=talked, warned_on=[talked, sign])
        assert owed == talked + timedelta(days=2)


def test_a_talk_after_a_sign_answers_it() -> None:
    sign = planned(ENDED)[9] - timedelta(days=1)
    days = contacts(ENDED, warned_on=[sign])
    talked = sign + timedelta(days=1)
    owed = next_contact(days, last_talk_on=talked, warned_on=[sign])
    assert owed is not None
    assert owed > talked + timedelta(days=2)
