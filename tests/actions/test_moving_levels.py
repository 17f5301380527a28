"""A leave and a lapse end nothing; who left has a way back in one tap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from actions.plans import chart_of, own_chart
from cast import AT, TODAY, Cast
from stepwell.actions import coming_next, composing, grouping, leaving, moving_levels, readers
from stepwell.actions.moving_levels import CannotMove
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.records.effects.models import OutboxRow
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.episodes.models import Episode
from stepwell.records.levels.models import Leave, WayBack
from stepwell.records.program.models import ProgramTemplate
from stepwell.records.schedule.models import RosterEntry
from stepwell.records.sessions.models import Attendance, AttendanceState

BACK = TODAY + timedelta(days=6)


def state_of(cast: Cast) -> str:
    return Episode.objects.get(pk=cast.sam_episode.pk).state


def ahead(cast: Cast) -> dict[date | None, str]:
    rows = Attendance.objects.filter(person=cast.sam, starts_at__gt=AT).order_by("starts_at")
    return dict(rows.values_list("held_on", "state"))


def next_of(cast: Cast) -> coming_next.Coming:
    everybody = coming_next.of_everybody(readers.system(cast.organization.pk, name="test"), at=AT)
    return next(each for each in everybody if each.person_id == cast.sam.pk)


def go_on_leave(cast: Cast, returns_on: date = BACK, reason: str = "illness") -> None:
    moving_levels.go_on_leave(chart_of(cast), returns_on=returns_on, reason=reason, key="", at=AT)


def leave(cast: Cast, *, is_way_told: bool = True) -> None:
    leaving.leave(chart_of(cast), reason="against_advice", is_way_told=is_way_told, key="", at=AT)


def test_who_is_on_leave_keeps_the_group_and_is_not_awaited_until_the_return(cast: Cast) -> None:
    go_on_leave(cast)
    assert state_of(cast) == EpisodeState.HOLD.value
    assert RosterEntry.objects.filter(person=cast.sam, until_on=None).exists()
    assert ahead(cast) == {
        TODAY: AttendanceState.NOT_EXPECTED,
        TODAY + timedelta(days=7): AttendanceState.EXPECTED,
    }


def test_sessions_that_are_planned_during_a_leave_await_nobody_who_is_away(cast: Cast) -> None:
    go_on_leave(cast, TODAY + timedelta(days=18))
    grouping.plan_sessions(cast.group, until=TODAY + timedelta(days=30), at=AT)
    found = ahead(cast)
    assert found[TODAY + timedelta(days=14)] == AttendanceState.NOT_EXPECTED
    assert found[TODAY + timedelta(days=21)] == AttendanceState.EXPECTED


def test_on_leave_the_next_step_is_the_return_on_its_day(cast: Cast) -> None:
    go_on_leave(cast)
    found = next_of(cast)
    assert found.what == "welcome_back"
    assert found.due_at is not None
    assert found.due_at.date() == BACK


def test_who_comes_back_early_is_awaited_again(cast: Cast) -> None:
    go_on_leave(cast)
    moving_levels.come_back(own_chart(cast), key="", at=AT)
    assert set(ahead(cast).values()) == {AttendanceState.EXPECTED}
    assert Leave.objects.get().ended_on == TODAY
    assert state_of(cast) == EpisodeState.ACTIVE.value


@pytest.mark.parametrize(("returns_on", "reason"), [(TODAY, "illness"), (BACK, "whatever")])
def test_a_leave_needs_a_later_day_and_a_reason(cast: Cast, returns_on: date, reason: str) -> None:
    with pytest.raises(CannotMove):
        go_on_leave(cast, returns_on, reason)
    assert state_of(cast) == EpisodeState.ACTIVE.value


def test_nobody_is_out_of_touch_before_three_tries(cast: Cast) -> None:
    for _ in range(2):
        moving_levels.note_try(chart_of(cast), was_reached=False, key="", at=AT)
    with pytest.raises(CannotMove):
        moving_levels.lose_touch(chart_of(cast), key="", at=AT)


def test_after_three_tries_in_vain_the_stay_is_out_of_touch_and_not_over(cast: Cast) -> None:
    for number in range(3):
        moving_levels.note_try(chart_of(cast), was_reached=False, key="", at=AT - timedelta(days=3 - number))
    moving_levels.lose_touch(chart_of(cast), key="", at=AT)
    episode = Episode.objects.get(pk=cast.sam_episode.pk)
    assert (episode.state, episode.is_open) == (EpisodeState.LAPSED.value, True)
    assert next_of(cast).is_complete


def test_a_talk_makes_tries_before_it_count_no_more(cast: Cast) -> None:
    for hours, was_reached in enumerate((False, False, True, False)):
        at = AT + timedelta(hours=hours)
        moving_levels.note_try(chart_of(cast), was_reached=was_reached, key="", at=at)
    assert moving_levels.tries_in_vain(cast.sam_episode) == 1


def test_nobody_leaves_before_they_were_told_the_way_back(cast: Cast) -> None:
    with pytest.raises(CannotMove):
        leave(cast, is_way_told=False)
    assert state_of(cast) == EpisodeState.ACTIVE.value


def test_the_seat_of_who_left_is_held_as_long_as_the_program_says(cast: Cast) -> None:
    leave(cast)
    door = leaving.door_of(own_chart(cast), at=AT)
    assert door == leaving.Door("seat", seat_until=TODAY + timedelta(days=cast.template.seat_days))


def test_a_program_that_holds_no_seat_leaves_the_way_of_asking_again(cast: Cast) -> None:
    ProgramTemplate.objects.update(seat_days=0)
    leave(cast)
    assert leaving.door_of(own_chart(cast), at=AT) == leaving.Door("ask")


def test_one_tap_begins_a_new_stay_in_the_same_groups(cast: Cast) -> None:
    leave(cast)
    at = AT + timedelta(days=3)
    assert leaving.come_back(own_chart(cast, at=at), key="tap", at=at) == "seat"
    new = Episode.objects.get(person=cast.sam, is_open=True)
    assert (new.state, new.counselor, new.starts_on) == (
        EpisodeState.PENDING.value,
        cast.priya,
        TODAY + timedelta(days=7),
    )
    assert RosterEntry.objects.filter(person=cast.sam, until_on=None, group=cast.group).exists()
    assert WayBack.objects.get().led_to == new
    assert state_of(cast) == EpisodeState.LEFT.value


def letter_of(cast: Cast, base_url: str = "https://notes.example") -> object:
    row = OutboxRow.objects.get(kind="way_back")
    return composing.compose(row, base_url=base_url, at=AT)


def test_who_left_gets_a_neutral_word_with_the_address_of_their_page(cast: Cast) -> None:
    leave(cast)
    letter = letter_of(cast)
    assert isinstance(letter, composing.Letter)
    assert "https://notes.example/me/" in letter.text
    assert not {"seat", "program", "Riverside"} & set(letter.text.split())


def test_who_came_back_gets_none(cast: Cast) -> None:
    leave(cast)
    leaving.come_back(own_chart(cast), key="tap", at=AT)
    assert letter_of(cast) == composing.NO_LONGER_TRUE


def test_tapping_twice_is_coming_back_once(cast: Cast) -> None:
    leave(cast)
    for _ in range(2):
        leaving.come_back(own_chart(cast), key="tap", at=AT)
    assert Episode.objects.filter(person=cast.sam).count() == 2


def test_the_last_day_of_the_seat_still_counts_and_the_day_after_asks_again(cast: Cast) -> None:
    leave(cast)
    last = AT + timedelta(days=cast.template.seat_days)
    doors = [leaving.door_of(own_chart(cast, at=at), at=at) for at in (last, last + timedelta(days=1))]
    assert [door.how for door in doors if door] == ["seat", "ask"]


def test_when_the_seat_is_free_again_one_tap_asks_intake(cast: Cast) -> None:
    leave(cast)
    late = AT + timedelta(days=cast.template.seat_days + 1)
    assert leaving.come_back(own_chart(cast, at=late), key="tap", at=late) == "ask"
    enquiry = Enquiry.objects.get(person=cast.sam)
    assert (enquiry.owner, enquiry.is_open) == (cast.june, True)
    assert leaving.door_of(own_chart(cast, at=late), at=late) is None


def test_who_is_here_has_nothing_to_come_back_to(cast: Cast) -> None:
    assert leaving.door_of(own_chart(cast), at=AT) is None
    with pytest.raises(leaving.NoWayBack):
        leaving.come_back(own_chart(cast), key="", at=AT)


def test_a_stay_that_ended_while_the_lock_was_waited_for_is_not_moved(cast: Cast) -> None:
    chart = chart_of(cast)
    assert chart.find_episode() is not None  # read before the lock
    Episode.objects.filter(pk=cast.sam_episode.pk).update(is_open=False, state=EpisodeState.LEFT.value)

    with pytest.raises(CannotMove, match="not in the program now"):
        moving_levels.go_on_leave(chart, returns_on=BACK, reason="illness", key="late", at=AT)
