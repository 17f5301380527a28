"""Who lacks something is told why and what would help, and a change can be tried in a copy."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from actions.timetabling.by_hand import drafted, gives, one_group, part_of
from cast import Cast
from stepwell.actions.timetabling import comparing, drafts, viewing, ways_in
from stepwell.domain.timetable.plan import Plan
from stepwell.records.audit.models import AccessLine
from stepwell.records.timetable.models import DraftState


def test_who_is_short_is_listed_with_what_is_missing(cast: Cast, at: datetime) -> None:
    draft = drafted(cast, at)

    found = ways_in.who_needs_a_way_in(cast.sign_in(cast.grace), draft, at=at)

    assert {one.name for one in found} == {"Marcus T.", "Sam R."}
    assert [str(one) for one in found[0].missing][:2] == [
        "6 hours below the floor.",
        "6 hours of Group CBT short.",
    ]
    assert (found[0].planned_minutes, found[0].floor_minutes) == (180, 540)


def test_a_group_to_open_is_found_and_helps_others_too(cast: Cast, at: datetime) -> None:
    draft = drafted(cast, at, solve=gives(lambda problem: Plan(problem.name)))

    found = ways_in.who_needs_a_way_in(cast.sign_in(cast.grace), draft, at=at)

    fixes = [fix for one in found for fix in one.fixes if str(fix.sentence).startswith("Open Group CBT")]
    assert fixes
    assert all(fix.change < 0 for fix in fixes)
    assert {name for fix in fixes for name in fix.also_helps} <= {"Sam R.", "Marcus T."}


def test_trying_it_makes_a_copy_that_is_ready_and_locked(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.grace)
    draft = drafted(cast, at, solve=gives(lambda problem: Plan(problem.name)))
    one = ways_in.who_needs_a_way_in(by, draft, at=at)[0]
    fix = next(fix for fix in one.fixes if str(fix.sentence).startswith("Open"))

    copy = ways_in.try_it(by, draft, person_id=one.person_id, fix=fix.key, key="t", at=at)

    (group,) = viewing.view(by, copy, at=at).groups
    assert group.is_locked
    assert drafts.get_draft(by, copy).state is DraftState.READY
    assert drafts.get_draft(by, copy).copy_of == draft
    assert viewing.view(by, draft, at=at).groups == ()
    found = comparing.compare(by, draft, copy, at=at)
    assert found.only_other == (group,)
    assert {change.minutes_other for change in found.people} == {180}


def test_a_fix_for_a_week_that_changed_since_is_refused(cast: Cast, at: datetime) -> None:
    draft = drafted(cast, at)

    with pytest.raises(ways_in.NoSuchFix):
        ways_in.try_it(cast.sign_in(cast.grace), draft, person_id=cast.sam.pk, fix="0" * 12, key="t", at=at)


def test_the_same_two_drafts_differ_in_nothing(cast: Cast, at: datetime) -> None:
    one, other = drafted(cast, at), drafted(cast, at, key="other")

    found = comparing.compare(cast.sign_in(cast.grace), one, other, at=at)

    assert (found.only_one, found.only_other, found.changed, found.people) == ((), (), (), ())


def test_a_moved_group_is_in_one_draft_only(cast: Cast, at: datetime) -> None:
    one, other = drafted(cast, at), drafted(cast, at, key="other", solve=one_group(cast, begin=time(17)))

    found = comparing.compare(cast.sign_in(cast.grace), one, other, at=at)

    assert [group.starts.time() for group in found.only_one] == [time(18)]
    assert [group.starts.time() for group in found.only_other] == [time(17)]
    assert {change.seats_changed for change in found.people} == {1}


def test_who_is_listed_was_opened(cast: Cast, at: datetime) -> None:
    draft = drafted(cast, at)
    lines = AccessLine.objects.count()

    ways_in.who_needs_a_way_in(cast.sign_in(cast.grace), draft, at=at)

    assert AccessLine.objects.count() == lines + 1
    assert part_of(draft).ways_in[0]["why"] is not None
