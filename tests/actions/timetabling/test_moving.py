"""Moves by hand are judged at once; a refused one changes nothing, a kept one is locked."""

from __future__ import annotations

from datetime import datetime, time

from actions.timetabling.by_hand import TUESDAY, drafted, part_of
from cast import ZONE, Cast
from stepwell.actions import enrolling
from stepwell.actions.timetabling import moving, viewing
from stepwell.actions.timetabling.telling_breaches import WORDS, say_all
from stepwell.domain.timetable.life import keeping
from stepwell.domain.timetable.rules import RULES
from stepwell.domain.timetable.rules.breach import Breach
from stepwell.records.audit.models import AccessLine


def test_a_group_is_moved_and_locked_where_it_is_put(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    (group,) = viewing.view(by, draft, at=at).groups

    moved = moving.move_group(by, draft, group=group.key, day=TUESDAY, start=time(17, 30), key="m", at=at)

    (after,) = viewing.view(by, draft, at=at).groups
    assert moved.done
    assert moved.change > 0
    assert (after.starts.time(), after.is_locked, after.key) == (time(17, 30), True, moved.group)


def test_a_refused_move_says_why_and_changes_nothing(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    (group,) = viewing.view(by, draft, at=at).groups
    before = part_of(draft).plan

    moved = moving.move_group(by, draft, group=group.key, day=TUESDAY, start=time(10), key="m", at=at)

    assert not moved.done
    assert "Sam R. is not free then." in [str(each) for each in moved.breaches]
    assert part_of(draft).plan == before


def test_a_look_writes_nothing(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    (group,) = viewing.view(by, draft, at=at).groups

    moved = moving.move_group(
        by, draft, group=group.key, day=TUESDAY, start=time(17, 30), only_look=True, key="m", at=at
    )

    assert moved.done
    assert viewing.view(by, draft, at=at).groups == (group,)


def test_the_same_move_twice_is_one(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    (group,) = viewing.view(by, draft, at=at).groups
    moving.move_group(by, draft, group=group.key, day=TUESDAY, start=time(17, 30), key="m", at=at)

    again = moving.move_group(by, draft, group=group.key, day=TUESDAY, start=time(17, 30), key="m", at=at)

    assert (again.done, again.change) == (True, 0)
    assert part_of(draft).version == 2


def test_two_kept_apart_can_not_be_seated_together_and_nobody_reads_why(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    breach = Breach("kept_apart", "", (str(cast.sam.pk), str(cast.marcus.pk)), (str(cast.priya.pk),))

    (said,) = say_all(by, [breach], at=at)

    assert str(said) == "This group can't take this person."
    assert part_of(draft).state == "ready"
    enrolling.keep_apart(cast.sam, cast.marcus, by=cast.sign_in(cast.june), at=at)
    assert part_of(drafted(cast, at, key="apart")).state == "broken"


def test_a_seat_is_taken_away_only_while_enough_stay(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    (group,) = viewing.view(by, draft, at=at).groups

    moved = moving.move_seat(
        by, draft, person_id=cast.sam.pk, from_group=group.key, to_group=None, key="m", at=at
    )

    assert [str(each) for each in moved.breaches] == ["The group would have too few members."]


def test_a_time_alone_is_given_and_kept(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)

    moved = moving.move_hour(by, draft, person_id=cast.sam.pk, day=TUESDAY, start=time(16, 0), key="m", at=at)

    (hour,) = viewing.view_hours(by, draft, at=at)
    assert moved.done
    assert moved.change < 0
    assert (hour.name, hour.leader, hour.starts.time(), hour.is_locked) == (
        "Sam R.",
        "Priya N.",
        time(16),
        True,
    )


def test_locks_are_set_and_taken_away(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    (group,) = viewing.view(by, draft, at=at).groups

    moving.lock(by, draft, group=group.key, person_id=cast.sam.pk, key="l", at=at)

    locked = keeping.read_problem(part_of(draft).problem).locked
    assert [held.members for held in locked.groups] == [(str(cast.sam.pk),)]
    moving.unlock(by, draft, group=group.key, key="u", at=at)
    assert keeping.read_problem(part_of(draft).problem).locked.groups == ()


def test_places_say_where_a_group_could_be_and_why_not_elsewhere(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    (group,) = viewing.view(by, draft, at=at).groups

    places = moving.places_for(by, draft, group=group.key, at=at)

    allowed = {place.start for place in places if place.is_allowed}
    assert allowed == {time(17), time(17, 30), time(18)}
    assert all(place.because is not None for place in places if not place.is_allowed)


def test_who_is_named_in_a_refusal_was_opened(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    (group,) = viewing.view(by, draft, at=at).groups
    lines = AccessLine.objects.count()

    moving.move_group(by, draft, group=group.key, day=TUESDAY, start=time(10), key="m", at=at)

    assert AccessLine.objects.count() == lines + 1


def test_every_rule_has_its_words() -> None:
    assert {rule.name for rule in RULES} <= WORDS.keys()


def test_a_busy_time_told_after_drafting_is_in_the_next_draft(cast: Cast, at: datetime) -> None:
    draft = drafted(cast, at)
    enrolling.tell_busy(
        cast.sam, kind="work", weekday=1, from_time=time(18), until_time=time(20), zone=ZONE, at=at
    )

    again = drafted(cast, at, key="second")

    assert part_of(draft).state == "ready"
    assert part_of(again).state == "broken"  # the same plan runs into the new shift
