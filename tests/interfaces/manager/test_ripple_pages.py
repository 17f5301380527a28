"""The pages of a change: asked, everybody touched, done as one act, taken back as one."""

from __future__ import annotations

from django.test import Client

from cast import TODAY, Cast
from stepwell.records.schedule.models import Group, Session
from stepwell.records.sessions.models import Ripple

MOVE = {"look": "1", "weekday": "3", "start_time": "09:00", "from_on": TODAY.isoformat()}


def address(cast: Cast, kind: str) -> str:
    return f"/manage/groups/{cast.group.pk}/change/{kind}"


def test_everybody_touched_is_on_one_page_before_anything_is_done(cast: Cast, grace: Client) -> None:
    page = grace.get(address(cast, "move"), MOVE).content.decode()

    assert "Sam Reyes" in page
    assert "2 h 45 min → 0" in page
    assert "has something else then" in page
    assert "Your appointment has changed" in page
    assert not Ripple.objects.exists()


def test_it_is_done_as_one_act_that_names_who_could_not_be_helped_and_is_taken_back(
    cast: Cast, grace: Client
) -> None:
    seen = grace.get(address(cast, "move"), MOVE).context["proposal"].seen
    done = grace.post(address(cast, "move"), {**MOVE, "seen": seen, "key": "k"}, follow=True)
    assert Group.objects.get(pk=cast.group.pk).weekday == 3
    assert "a call to make" in done.content.decode()
    act = Ripple.objects.get()

    back = grace.post(f"/manage/changes/{act.pk}/undo", {"key": "u"}, follow=True)

    assert "It was taken back." in back.content.decode()
    assert Group.objects.get(pk=cast.group.pk).weekday == TODAY.weekday()
    assert Session.objects.get(pk=cast.today.pk).held_on == TODAY


def test_what_can_not_be_read_is_said_and_nothing_is_lost(cast: Cast, grace: Client) -> None:
    answer = grace.get(address(cast, "move"), {**MOVE, "start_time": "late"})

    assert answer.status_code == 422
    assert 'value="late"' in answer.content.decode()


def test_a_change_that_is_no_more_what_was_seen_is_shown_again(cast: Cast, grace: Client) -> None:
    answer = grace.post(address(cast, "move"), {**MOVE, "seen": "other", "key": "k"})

    assert answer.status_code == 422
    assert "Something changed in the meantime" in answer.content.decode()


def test_there_is_no_such_kind_of_change(cast: Cast, grace: Client) -> None:
    assert grace.get(address(cast, "paint")).status_code == 404
    assert grace.get(f"/manage/sessions/{cast.today.pk}/change/add").status_code == 404


def test_every_kind_asks_what_it_needs(cast: Cast, june: Client) -> None:
    kinds = ("move", "cancel", "resize", "leader", "room")
    assert {june.get(address(cast, kind)).status_code for kind in kinds} == {200}
    session = f"/manage/sessions/{cast.today.pk}/change/"
    assert {june.get(session + kind).status_code for kind in kinds} == {200}


def test_a_session_moves_within_its_week(cast: Cast, grace: Client) -> None:
    session = f"/manage/sessions/{cast.today.pk}/change/move"

    assert grace.get(session, {"look": "1", "on": "2026-05-14", "start_time": "18:00"}).status_code == 200
    assert grace.get(session, {"look": "1", "on": "2026-05-19", "start_time": "18:00"}).status_code == 422
