"""Which days of somebody count for their payer, what is billed, and what is overruled."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cast import STARTED, TODAY, Cast
from letting_in import priyas
from stepwell.actions import billing_days, charts, payers
from stepwell.actions.billing_days import CannotBill, DayAct, PaidDay
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.payers import NotRules
from stepwell.domain.privacy.access import Part, Purpose
from stepwell.records.billing.models import DayEntry, Payer, PayerRules
from stepwell.records.sessions.models import Attendance, AttendanceState

LAST_WEEK = TODAY - timedelta(days=7)


def rules(**change: Any) -> str:
    edition = {"from": "2020-01-01", "day_minutes": 165, "note_required": False, "plan_required": False}
    return json.dumps({"format": "stepwell-hours-rules/1", "name": "A payer", "editions": [edition | change]})


def graces(cast: Cast, *, at: datetime) -> Chart:
    return charts.open_for(cast.sign_in(cast.grace), cast.sam.pk, Purpose.OPERATIONS, what="billing", at=at)


def choose(cast: Cast, *, at: datetime, from_on: date = STARTED, **change: Any) -> Payer:
    key = f"rules-{from_on}-{change}"
    payer = payers.choose_rules(
        cast.sign_in(cast.grace), name="Prairie", own=rules(**change), from_on=from_on, key=key, at=at
    )
    assert payer is not None
    return payer


@pytest.fixture
def payer(cast: Cast, at: datetime) -> Payer:
    """Sam came to every group so far, and Prairie pays for it."""
    Attendance.objects.filter(person=cast.sam, starts_at__lt=at).update(state=AttendanceState.HERE)
    payer = choose(cast, at=at)
    payers.link(graces(cast, at=at), payer.pk, from_on=STARTED, key="link", at=at)
    return payer


def day(cast: Cast, on: date = LAST_WEEK, *, at: datetime) -> PaidDay:
    [found] = billing_days.days_of([graces(cast, at=at)], on, on)
    return found


def test_a_day_counts_by_the_rules_of_the_payer(cast: Cast, payer: Payer, at: datetime) -> None:
    found = day(cast, at=at)

    assert (found.counted.counts, found.counted.credited, found.payer) == (True, 165, payer)


def test_a_day_that_is_too_short_says_by_how_much(cast: Cast, payer: Payer, at: datetime) -> None:
    Attendance.objects.filter(person=cast.sam, held_on=LAST_WEEK).update(
        state=AttendanceState.LATE, minutes_late=14
    )

    assert [each.sentence for each in day(cast, at=at).because] == ["14 minutes short of 165."]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"note_required": True}, "Session 18:00: its note is unsigned."),
        ({"plan_required": True}, "No plan is in force."),
        ({"largest_group": 1}, "Session 18:00: group of 2; at most 1 count."),
        ({"authorization_required": True}, "Nothing is authorized."),
    ],
)
def test_what_a_payer_asks_for_and_is_not_there_is_named(
    change: dict[str, Any], said: str, cast: Cast, payer: Payer, at: datetime
) -> None:
    Attendance.objects.filter(person=cast.marcus, held_on=LAST_WEEK).update(state=AttendanceState.HERE)
    choose(cast, at=at, from_on=LAST_WEEK, **change)

    assert [each.sentence for each in day(cast, at=at).because] == [said]


def test_days_before_other_rules_are_counted_as_they_were(cast: Cast, payer: Payer, at: datetime) -> None:
    choose(cast, at=at, from_on=LAST_WEEK, day_minutes=180)

    assert day(cast, LAST_WEEK - timedelta(days=7), at=at).counted.counts
    assert not day(cast, at=at).counted.counts


def test_rules_are_copied_whole_and_never_changed(cast: Cast, payer: Payer, at: datetime) -> None:
    assert PayerRules.objects.get().rules == json.loads(rules())


def test_without_a_payer_there_is_no_day(cast: Cast, payer: Payer, at: datetime) -> None:
    payers.link(graces(cast, at=at), None, from_on=LAST_WEEK, key="none", at=at)

    assert not billing_days.days_of([graces(cast, at=at)], LAST_WEEK, TODAY)
    assert billing_days.days_of([graces(cast, at=at)], STARTED, TODAY)


def test_what_is_billable_is_listed_until_it_is_billed(cast: Cast, payer: Payer, at: datetime) -> None:
    by = cast.sign_in(cast.grace)
    before = billing_days.page_of_lists(by, STARTED, TODAY, page=1, at=at)

    billing_days.bill(graces(cast, at=at), [LAST_WEEK], key="b", at=at)
    billing_days.bill(graces(cast, at=at), [LAST_WEEK + timedelta(days=-7)], key="b2", at=at)

    after = billing_days.page_of_lists(by, STARTED, TODAY, page=1, at=at)
    gone = {each.day for each in before.unbilled} - {each.day for each in after.unbilled}
    assert gone == {LAST_WEEK, LAST_WEEK - timedelta(days=7)}


def test_a_billed_day_that_counts_no_more_is_listed_with_why(cast: Cast, payer: Payer, at: datetime) -> None:
    billing_days.bill(graces(cast, at=at), [LAST_WEEK], key="b", at=at)

    Attendance.objects.filter(person=cast.sam, held_on=LAST_WEEK).update(state=AttendanceState.MISSED)

    lists = billing_days.page_of_lists(cast.sign_in(cast.grace), STARTED, TODAY, page=1, at=at)
    assert [(each.day, each.because[0].rule) for each in lists.billed_wrongly] == [(LAST_WEEK, "attendance")]
    billing_days.overrule(
        graces(cast, at=at), LAST_WEEK, DayAct.TAKEN_BACK, words="Sent a void.", key="t", at=at
    )
    assert day(cast, at=at).billed is None


def test_a_day_that_does_not_count_is_not_billed_unless_somebody_says_why(
    cast: Cast, payer: Payer, at: datetime
) -> None:
    choose(cast, at=at, from_on=LAST_WEEK, day_minutes=180)
    with pytest.raises(CannotBill):
        billing_days.bill(graces(cast, at=at), [LAST_WEEK], key="b", at=at)
    with pytest.raises(CannotBill):
        billing_days.overrule(graces(cast, at=at), LAST_WEEK, DayAct.COUNTS, words=" ", key="o", at=at)

    chart = graces(cast, at=at)
    billing_days.overrule(chart, LAST_WEEK, DayAct.COUNTS, words="Agreed by phone.", key="o", at=at)
    billing_days.overrule(chart, LAST_WEEK, DayAct.COUNTS, words="Agreed by phone.", key="o", at=at)

    found = day(cast, at=at)
    assert found.is_billable and not found.counted.counts  # noqa: PT018  # one fact: overruled
    assert found.overruled is not None
    assert (found.units, found.counted.units) == (1, 0)
    assert found.overruled.words == "Agreed by phone."
    kept = DayEntry.objects.get()
    assert (kept.counted, kept.because[0]["sentence"]) == (False, "15 minutes short of 180.")
    assert b"Agreed" not in bytes(kept.words or b"")


def test_a_counselor_reads_the_days_and_bills_nothing(cast: Cast, payer: Payer, at: datetime) -> None:
    chart = priyas(cast, at=at)

    assert billing_days.days_of([chart], LAST_WEEK, LAST_WEEK)
    with pytest.raises(NotHere):
        billing_days.bill(chart, [LAST_WEEK], key="b", at=at)


def test_a_manager_reads_neither_plan_nor_note_nor_what_was_told_at_admission(
    cast: Cast, at: datetime
) -> None:
    chart = graces(cast, at=at)

    assert chart.may_read(Part.BILLING)
    assert not any(chart.may_read(part) for part in (Part.PLAN, Part.NOTES, Part.ADMISSION))


def test_rules_that_can_not_be_read_are_refused_with_the_place(cast: Cast, at: datetime) -> None:
    with pytest.raises(NotRules) as refused:
        choose(cast, at=at, day_minuts=180)

    assert "day_minuts" in str(refused.value.__dict__) + str(refused.value)


def test_more_people_ask_no_more_of_the_database(
    cast: Cast, payer: Payer, at: datetime, django_assert_num_queries: Any
) -> None:
    marcus = charts.open_for(
        cast.sign_in(cast.grace), cast.marcus.pk, Purpose.OPERATIONS, what="billing", at=at
    )
    payers.link(marcus, payer.pk, from_on=STARTED, key="marcus", at=at)
    both = [graces(cast, at=at), marcus]

    with django_assert_num_queries(8):
        assert {each.chart.person.pk for each in billing_days.days_of(both, STARTED, TODAY)} == {
            cast.sam.pk,
            cast.marcus.pk,
        }
