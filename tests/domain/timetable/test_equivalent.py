"""Which session does the same job: every rule speaks by itself, and nothing slips past them together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.timetable.equivalent import (
    Hindrance,
    Keeps,
    Need,
    Offer,
    Other,
    equivalents,
    hindrances,
    openings,
)
from stepwell.kernel.spans import Span

AT = datetime(2026, 5, 12, 17, tzinfo=UTC)
SAM, VIKTOR, PRIYA, DANIEL = (UUID(int=number) for number in range(1, 5))
THURSDAY = date(2026, 5, 14)


def hour(number: float, minutes: int = 90, day: int = 14) -> Span:
    start = datetime(2026, 5, day, tzinfo=UTC) + timedelta(hours=number)
    return Span(start, start + timedelta(minutes=minutes))


LOST = Offer(UUID(int=100), hour(18), THURSDAY, 90, "cbt", "en", PRIYA, 12, frozenset({SAM}), "cravings")
MORNING = Offer(UUID(int=101), hour(9), THURSDAY, 90, "cbt", "en", PRIYA, 12, frozenset(), "triggers")
NEED = Need(SAM, LOST, frozenset({"cbt"}), frozenset({"en"}), (Keeps(hour(14, 480), 30),))


def test_a_session_that_keeps_every_rule_does_the_same_job() -> None:
    assert equivalents(NEED, [LOST, MORNING], at=AT) == [MORNING]


PLANTED = {
    Hindrance.OWN_BUSY: (replace(NEED, busy=(Keeps(hour(8, 120)),)), MORNING),
    Hindrance.OWN_SESSION: (replace(NEED, others=(Other(hour(10)),)), MORNING),
    Hindrance.LONG_DAY: (replace(NEED, minutes_on={THURSDAY: 211}), MORNING),
    Hindrance.NO_WAY_THERE: (replace(NEED, others=(Other(hour(10.5), by_video=True),)), MORNING),
    Hindrance.OTHER_JOB: (replace(NEED, services=frozenset({"cbt", "dbt"})), replace(MORNING, service="dbt")),
    Hindrance.LANGUAGE: (NEED, replace(MORNING, language="es")),
    Hindrance.FULL: (NEED, replace(MORNING, places=1, people=frozenset({VIKTOR}))),
    Hindrance.KEPT_APART: (
        replace(NEED, apart=frozenset({VIKTOR})),
        replace(MORNING, people=frozenset({VIKTOR})),
    ),
    Hindrance.LEADER: (replace(NEED, avoided=frozenset({PRIYA})), MORNING),
    Hindrance.CLOSED: (NEED, replace(MORNING, is_open=False)),
    Hindrance.ELSEWHERE: (NEED, replace(MORNING, is_own_site=False)),
    Hindrance.BEGUN: (NEED, replace(MORNING, span=hour(9, day=12), on=date(2026, 5, 12))),
    Hindrance.SAME_SESSION: (NEED, replace(MORNING, people=frozenset({SAM}))),
    Hindrance.NOT_IN_PROGRAM: (replace(NEED, services=frozenset({"dbt"})), MORNING),
}


def test_every_rule_has_its_case() -> None:
    assert set(PLANTED) == set(Hindrance)


@pytest.mark.parametrize("rule", Hindrance)
def test_each_rule_speaks_by_itself(rule: Hindrance) -> None:
    need, offer = PLANTED[rule]

    assert hindrances(need, offer, at=AT) == {rule}
    assert equivalents(need, [offer], at=AT) == []


def test_the_way_from_a_shift_counts_for_a_room_and_not_for_video() -> None:
    need = replace(NEED, busy=(Keeps(hour(10.5, 480), 20),), takes_video=True)

    assert Hindrance.OWN_BUSY in hindrances(need, MORNING, at=AT)
    assert not hindrances(need, replace(MORNING, by_video=True), at=AT)


def test_video_of_another_site_is_for_who_wishes_it() -> None:
    away = replace(MORNING, is_own_site=False, by_video=True)

    assert hindrances(NEED, away, at=AT) == {Hindrance.ELSEWHERE}
    assert not hindrances(replace(NEED, takes_video=True), away, at=AT)


def test_the_same_topic_comes_first_and_then_the_nearest_in_time() -> None:
    later = replace(MORNING, key=UUID(int=102), span=hour(11))
    same = replace(MORNING, key=UUID(int=103), span=hour(9, day=16), on=date(2026, 5, 16), topic="cravings")

    assert equivalents(NEED, [MORNING, later, same], at=AT) == [same, later, MORNING]


def test_an_hour_to_free_is_told_and_nothing_of_anybody_else() -> None:
    need = replace(NEED, busy=(Keeps(hour(10, 30)),))
    full = replace(MORNING, key=UUID(int=104), places=0)

    found = openings(need, [MORNING, full], at=AT)

    assert [one.offer for one in found] == [MORNING]
    assert found[0].stretches == (hour(10, 30),)


people = st.frozensets(st.sampled_from([SAM, VIKTOR, PRIYA, DANIEL]), max_size=3)
spans = st.builds(
    lambda start, minutes, day: hour(start / 2, minutes, day),
    st.integers(0, 44),
    st.sampled_from([30, 50, 90]),
    st.integers(12, 15),
)
offers = st.builds(
    lambda number, span, service, language, leader, places, there, video, own, is_open: Offer(
        UUID(int=number),
        span,
        span.start.date(),
        span.minutes,
        service,
        language,
        leader,
        places,
        there,
        by_video=video,
        is_own_site=own,
        is_open=is_open,
    ),
    st.integers(200, 215),
    spans,
    st.sampled_from(["cbt", "dbt"]),
    st.sampled_from(["en", "es"]),
    st.sampled_from([PRIYA, DANIEL, None]),
    st.integers(0, 3),
    people,
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
needs = st.builds(
    lambda services, languages, busy, others, apart, avoided, video, most: Need(
        SAM,
        LOST,
        services,
        languages,
        tuple(busy),
        tuple(others),
        {},
        apart - {SAM},
        avoided,
        video,
        most,
    ),
    st.frozensets(st.sampled_from(["cbt", "dbt"])),
    st.frozensets(st.sampled_from(["en", "es"])),
    st.lists(st.builds(Keeps, spans, st.sampled_from([0, 15, 60])), max_size=3),
    st.lists(st.builds(Other, spans, st.booleans()), max_size=2),
    people,
    people,
    st.booleans(),
    st.sampled_from([60, 90, 300]),
)


@given(needs, st.lists(offers, max_size=6))
def test_whatever_is_offered_keeps_what_a_person_would_check_by_hand(need: Need, week: list[Offer]) -> None:
    for offer in equivalents(need, week, at=AT):
        assert offer.service == LOST.service
        assert offer.span.start > AT
        assert len(offer.people) < offer.places
        assert need.apart.isdisjoint(offer.people)
        assert not any(keeps.span.overlaps(offer.span) for keeps in need.busy)
        assert not any(other.span.overlaps(offer.span) for other in need.others)


@given(needs, st.lists(offers, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_asking_changes_nothing(need: Need, week: list[Offer], luck) -> None:
    week = list({offer.key: offer for offer in week}.values())
    turned = list(week)
    luck.shuffle(turned)

    assert equivalents(need, week, at=AT) == equivalents(need, turned, at=AT)


@given(needs, st.lists(offers, max_size=6), st.builds(Keeps, spans, st.just(0)))
def test_one_more_busy_hour_never_brings_a_choice(need: Need, week: list[Offer], more: Keeps) -> None:
    before = equivalents(need, week, at=AT)
    after = equivalents(replace(need, busy=(*need.busy, more)), week, at=AT)

    assert set(after) <= set(before)


@given(needs, st.lists(offers, max_size=6))
def test_freeing_what_is_told_opens_the_session(need: Need, week: list[Offer]) -> None:
    for opening in openings(need, week, at=AT):
        left = tuple(keeps for keeps in need.busy if keeps.span not in opening.stretches)
        assert not hindrances(replace(need, busy=left), opening.offer, at=AT)
