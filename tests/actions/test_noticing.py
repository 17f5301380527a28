"""Whom to look at first."""

from __future__ import annotations

from datetime import timedelta

from cast import AT, TODAY, Cast
from stepwell.actions import noticing
from stepwell.records.audit.models import AccessLine
from stepwell.records.episodes.models import Episode
from stepwell.records.measures.models import CheckIn, Response
from stepwell.records.sessions.models import Attendance


def _missed(cast: Cast) -> None:
    past = Attendance.objects.filter(starts_at__lt=AT)
    past.filter(person=cast.sam).update(state="here", credited_minutes=165)
    past.filter(person=cast.marcus).update(state="missed")


def test_who_missed_sessions_in_a_row_comes_first(cast: Cast) -> None:
    _missed(cast)
    found = noticing.look_first(cast.sign_in(cast.priya), today=TODAY, at=AT)
    assert found.people[0].chart.person == cast.marcus
    assert found.people[0].reasons[0].key == "missed_in_a_row"
    assert found.of == 2


def test_only_those_shown_are_named_in_the_trail(cast: Cast) -> None:
    _missed(cast)
    noticing.look_first(cast.sign_in(cast.priya), today=TODAY, at=AT, top=1)
    line = AccessLine.objects.get(what="attention")
    assert line.people == [str(cast.marcus.pk)]


def test_rising_craving_is_a_reason_with_its_numbers(cast: Cast) -> None:
    for days, craving in zip(range(7, 0, -1), (2, 2, 3, 4, 6, 7, 7), strict=True):
        CheckIn.objects.create(
            person=cast.sam, on=TODAY - timedelta(days=days), craving=craving, mood=3, written_at=AT
        )
    found = noticing.look_first(cast.sign_in(cast.priya), today=TODAY, at=AT)
    sam = next(one for one in found.people if one.chart.person == cast.sam)
    assert "rising_craving" in {reason.key for reason in sam.reasons}
    assert sam.craving == (2, 2, 3, 4, 6, 7, 7)


def test_people_of_another_site_and_other_roles_are_not_looked_at(cast: Cast) -> None:
    _missed(cast)
    assert noticing.look_first(cast.sign_in(cast.omar), today=TODAY, at=AT).of == 1
    assert noticing.look_first(cast.sign_in(cast.grace), today=TODAY, at=AT).of == 0


def _answer(cast: Cast, item9: int | None, *, days_ago: int) -> None:
    Response.objects.create(
        person=cast.sam,
        instrument="phq9",
        answers=[0] * 8 + [item9],
        total=item9,
        scorer="test",
        answered_on=TODAY - timedelta(days=days_ago),
        answered_at=AT - timedelta(days=days_ago),
    )


def _safety_is_a_reason(cast: Cast) -> bool:
    found = noticing.look_first(cast.sign_in(cast.priya), today=TODAY, at=AT)
    return any(reason.key == "safety_answer" for one in found.people for reason in one.reasons)


def test_a_blank_at_question_nine_does_not_take_back_the_answer_before(cast: Cast) -> None:
    _answer(cast, 1, days_ago=3)
    _answer(cast, None, days_ago=1)
    assert _safety_is_a_reason(cast)


def test_a_later_zero_at_question_nine_does(cast: Cast) -> None:
    _answer(cast, 1, days_ago=3)
    _answer(cast, 0, days_ago=1)
    assert not _safety_is_a_reason(cast)


def test_hours_are_short_only_of_a_program_that_asks_for_them(cast: Cast) -> None:
    _missed(cast)
    Attendance.objects.filter(person=cast.marcus).update(state="here", credited_minutes=0)
    assert "short_hours" in _reasons_of_marcus(cast)
    Episode.objects.filter(person=cast.marcus).update(template=None)
    assert "short_hours" not in _reasons_of_marcus(cast)


def _reasons_of_marcus(cast: Cast) -> set[str]:
    found = noticing.look_first(cast.sign_in(cast.priya), today=TODAY, at=AT)
    return {reason.key for one in found.people if one.chart.person == cast.marcus for reason in one.reasons}
