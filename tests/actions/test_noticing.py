"""Whom to look at first."""

from __future__ import annotations

from datetime import timedelta

from cast import AT, TODAY, Cast
from stepwell.actions import noticing
from stepwell.records.audit.models import AccessLine
from stepwell.records.measures.models import CheckIn
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
