"""A draft tells when its facts are older than a later change, and is solved again with those of now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest

from actions.timetabling.by_hand import TUESDAY, drafted, one_group, part_of, slot_at
from cast import ZONE, Cast
from stepwell.actions import enrolling
from stepwell.actions.charts import NotHere
from stepwell.actions.timetabling import catching_up, closing, jobs, moving, publishing, solving
from stepwell.domain.timetable.life import keeping
from stepwell.domain.timetable.life.stamping import Changed
from stepwell.records.timetable.models import Publication

EARLIER = time(17, 30)


def _harmless(cast: Cast, at: datetime) -> None:
    """A morning that Sam can't come, when no group is held."""
    enrolling.tell_busy(
        cast.sam, kind="work", weekday=1, from_time=time(9), until_time=time(17), zone=ZONE, at=at
    )


def _in_the_way(cast: Cast, at: datetime) -> None:
    enrolling.tell_busy(
        cast.sam, kind="work", weekday=1, from_time=time(20), until_time=time(21), zone=ZONE, at=at
    )


def test_a_draft_of_now_has_nothing_that_changed(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)

    assert catching_up.what_changed(by, draft, at=at) == Changed()


def test_times_rooms_and_closed_days_told_since_are_counted(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    begins = at + timedelta(days=7, hours=-3)
    _harmless(cast, at)
    closing.close_room(
        by, cast.room.pk, starts_at=begins, ends_at=begins + timedelta(hours=1), key="r", at=at
    )

    found = catching_up.what_changed(by, draft, at=at)

    assert (found.people, found.rooms, found.leaders, found.come) == (1, 1, 0, 0)


def test_a_closed_day_told_since_keeps_it_back(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    closing.close_site(by, cast.riverside.pk, on=TUESDAY, key="c", at=at)

    assert catching_up.what_changed(by, draft, at=at).closed
    with pytest.raises(publishing.CannotPublish):
        publishing.publish(by, draft, key="p", at=at)


def test_changes_that_break_no_rule_must_have_been_seen(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at, solve=one_group(cast, begin=EARLIER))
    _harmless(cast, at)

    with pytest.raises(publishing.CannotPublish, match="Things changed since"):
        publishing.publish(by, draft, key="p", at=at)
    touched = publishing.touched_by(by, draft, at=at)
    assert touched.refusals == ()
    publishing.publish(by, draft, despite=touched.changed.token, key="p", at=at)

    assert Publication.objects.filter(draft=draft).count() == 1


def test_a_clash_is_never_published_whoever_has_seen_it(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    _in_the_way(cast, at)
    token = publishing.touched_by(by, draft, at=at).changed.token

    with pytest.raises(publishing.CannotPublish, match=r"Sam R\. is not free then\."):
        publishing.publish(by, draft, despite=token, key="p", at=at)


def test_solving_again_takes_the_facts_of_now(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    _in_the_way(cast, at)

    catching_up.solve_anew(by, draft, key="a", at=at)
    catching_up.solve_anew(by, draft, key="a", at=at)

    part = part_of(draft)
    assert (part.state, part.run) == ("waiting", 1)
    problem = keeping.read_problem(part.problem)
    assert slot_at(problem, 1, time(20)) not in problem.participant[str(cast.sam.pk)].avail
    assert jobs.solve_now(part.pk, run=1, solve=one_group(cast, begin=time(17)), now=lambda: at)
    assert catching_up.what_changed(by, draft, at=at) == Changed()
    publishing.publish(by, draft, key="p", at=at)


@pytest.mark.parametrize(("change", "locked"), [(_harmless, 2), (_in_the_way, 0)])
def test_what_is_locked_stays_locked_where_it_still_can_be(
    cast: Cast, at: datetime, change: Callable[[Cast, datetime], None], locked: int
) -> None:
    """Of the two who make the group one can't come any more: it can't be held at all."""
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    group = part_of(draft).laid_out["groups"][0]["key"]
    moving.lock(by, draft, group=group, person_id=cast.sam.pk, key="l1", at=at)
    moving.lock(by, draft, group=group, person_id=cast.marcus.pk, key="l2", at=at)
    change(cast, at)

    catching_up.solve_anew(by, draft, key="a", at=at)

    groups = keeping.read_problem(part_of(draft).problem).locked.groups
    assert sum(len(each.members) for each in groups) == locked


def test_the_plan_until_now_is_where_solving_begins_as_far_as_it_holds(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    _harmless(cast, at)

    catching_up.solve_anew(by, draft, key="a", at=at)

    assert len(keeping.read_plan(part_of(draft).plan).groups) == 1


def test_what_is_published_or_being_solved_is_not_gathered_anew(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    publishing.publish(by, draft, key="p", at=at)
    _harmless(cast, at)

    assert catching_up.what_changed(by, draft, at=at) == Changed()
    with pytest.raises(solving.CannotSolve):
        catching_up.solve_anew(by, draft, key="a", at=at)
    with pytest.raises(NotHere):
        catching_up.what_changed(cast.sign_in(cast.june), draft, at=at)
