"""A leader somebody should not be with: told without a reason, known to few, and looked at by every plan."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from actions.test_repairing import hire, propose
from actions.test_swapping import open_other
from actions.timetabling.by_hand import WEEK
from cast import TODAY, Cast, enroll_another
from stepwell.actions import avoiding_leaders, charts, grouping, hosting, swapping
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.grouping import CannotJoin
from stepwell.actions.timetabling import gathering
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.timetable.substitution import Way
from stepwell.records.audit.models import AccessLine
from stepwell.records.episodes.models import LeaderToAvoid
from stepwell.records.program.models import Staff


def _open(cast: Cast, at: datetime) -> Chart:
    return charts.open_for(cast.sign_in(cast.june), cast.sam.pk, Purpose.INTAKE, what="keep_apart", at=at)


def _avoid(cast: Cast, leader: Staff, at: datetime, key: str = "a") -> None:
    avoiding_leaders.avoid(_open(cast, at), leader.pk, key=key, at=at)


def _end(cast: Cast, at: datetime) -> None:
    row = LeaderToAvoid.objects.get(voided_at=None)
    avoiding_leaders.end(_open(cast, at), row.pk, key="e", at=at)


def test_a_leader_is_told_once_listed_with_their_groups_and_ended(cast: Cast, at: datetime) -> None:
    _avoid(cast, cast.priya, at)
    _avoid(cast, cast.priya, at, key="b")

    chart = _open(cast, at)
    (one,) = avoiding_leaders.list_avoided(chart, on=TODAY)
    assert (one.leader, one.together) == (cast.priya, ((cast.group.pk, cast.group.title),))
    assert cast.priya not in avoiding_leaders.list_leaders(chart)
    assert avoiding_leaders.count_avoided(chart) == 1
    _end(cast, at)
    assert avoiding_leaders.list_avoided(chart, on=TODAY) == []
    assert LeaderToAvoid.objects.get().voided_at == at


def test_no_line_of_the_trail_says_who_it_is(cast: Cast, at: datetime) -> None:
    _avoid(cast, cast.priya, at)

    lines = AccessLine.objects.filter(what="keep_apart")
    assert lines.count() == 2  # opened, written
    assert not any(str(cast.priya.pk) in str(line.detail) for line in lines)


def test_neither_the_person_nor_a_counselor_reads_or_tells_it(cast: Cast, at: datetime) -> None:
    own = charts.open_own(cast.sign_in(cast.sam_account), what="week", at=at)
    treating = charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=at)

    for chart in (own, treating):
        with pytest.raises(NotHere):
            avoiding_leaders.list_avoided(chart, on=TODAY)
        with pytest.raises(NotHere):
            avoiding_leaders.avoid(chart, cast.priya.pk, key="x", at=at)


def test_who_works_at_other_sites_only_is_not_there(cast: Cast, at: datetime) -> None:
    with pytest.raises(NotHere):
        _avoid(cast, cast.june, at)


def test_the_problem_knows_the_leader_and_no_time_alone_is_held_by_them(cast: Cast, at: datetime) -> None:
    _avoid(cast, cast.priya, at)

    gathered = gathering.gather(cast.sign_in(cast.grace), [cast.riverside], WEEK, at=at)[0]

    people = gathered.asked.problem.participant
    assert people[str(cast.sam.pk)].avoid_fac == {str(cast.priya.pk)}
    assert str(cast.priya.pk) not in people[str(cast.sam.pk)].counselors
    assert people[str(cast.marcus.pk)].avoid_fac == frozenset()
    assert str(cast.priya.pk) in people[str(cast.marcus.pk)].counselors


def test_no_session_of_that_leader_is_offered_instead(cast: Cast, at: datetime) -> None:
    other = open_other(cast, at)
    own = charts.open_own(cast.sign_in(cast.sam_account), what="swap", at=at)
    assert [one.session for one in swapping.look(own, cast.today.pk, at=at).options] == [other]

    _avoid(cast, cast.priya, at)

    choices = swapping.look(own, cast.today.pk, at=at)
    assert (choices.options, choices.openings) == ((), ())


def test_that_leader_takes_over_no_session_the_person_is_in(cast: Cast, at: datetime) -> None:
    dana = hire(cast, at, "Dana", hours=(9, 22))
    assert propose(cast, at).sessions[0].chosen.leader == dana.pk

    _avoid(cast, dana, at)

    assert {way.way for way in propose(cast, at).sessions[0].ways} == {Way.CANCELLED}


def test_a_group_of_that_leader_takes_the_person_neither_as_member_nor_as_guest(
    cast: Cast, at: datetime
) -> None:
    by = cast.sign_in(cast.grace)
    lee = enroll_another(cast, "Lee", "Park", counselor=None, starts_on=TODAY, by=by, at=at)
    chart = charts.open_for(cast.sign_in(cast.june), lee.pk, Purpose.INTAKE, what="keep_apart", at=at)
    avoiding_leaders.avoid(chart, cast.priya.pk, key="a", at=at)

    with pytest.raises(CannotJoin, match="can't take this person"):
        grouping.join(cast.group, lee, from_on=TODAY + timedelta(days=1), by=by, at=at)
    priya = cast.sign_in(cast.priya)
    treating = charts.open_for(priya, lee.pk, Purpose.TREATMENT, what="record", at=at)
    with pytest.raises(hosting.CannotCome):
        hosting.add_guest(treating, session_id=cast.today.pk, key="g", at=at)
