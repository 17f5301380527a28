"""What changed among my people stands on Today, one tap answers it; my own day is repaired from there."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from cast import TODAY, Cast
from stepwell.actions import charts, grouping, swapping
from stepwell.records.program.models import Site, StaffAbsence
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance, DayRepair, Swap


@pytest.fixture
def other(cast: Cast, at: datetime) -> Session:
    began = at - timedelta(weeks=1)
    group = grouping.open_group(
        site=cast.riverside,
        room=cast.room,
        service=cast.group_service,
        leader=cast.priya,
        title={"en": "Thursday CBT", "es": "TCC del jueves"},
        weekday=3,
        start_time=time(18),
        minutes=180,
        starts_on=TODAY - timedelta(days=7),
        at=began,
    )
    grouping.plan_sessions(group, until=TODAY + timedelta(days=7), at=began)
    return Session.objects.get(group=group, held_on=TODAY + timedelta(days=2))


def choose(cast: Cast, other: Session | None, at: datetime, policy: str = "ask") -> Swap:
    Site.objects.update(swap_policy=policy)
    own = charts.open_own(cast.sign_in(cast.sam_account), what="swap", at=at)
    takes = other.pk if other else None
    return swapping.take(own, session_id=cast.today.pk, takes_id=takes, reason="work", key="k", at=at)


@pytest.fixture
def desk(cast: Cast, client: Client, at: datetime):
    with time_machine.travel(at, tick=False):
        client.force_login(cast.priya.account)
        yield client


def test_what_was_asked_stands_on_today_and_yes_is_one_tap(desk: Client, cast: Cast, other: Session, at):
    swap = choose(cast, other, at)
    text = desk.get("/desk/").content.decode()
    assert "Changed weeks" in text
    assert f"/desk/changes/{swap.pk}" in text

    desk.post(f"/desk/changes/{swap.pk}", {"answer": "yes", "key": "y"})

    assert Attendance.objects.get(person=cast.sam, session=other).state == "expected"
    assert "Changed weeks" not in desk.get("/desk/").content.decode()


def test_a_place_gone_meanwhile_is_told_and_the_question_stays(desk: Client, cast: Cast, other: Session, at):
    swap = choose(cast, other, at)
    Session.objects.filter(pk=other.pk).update(status="cancelled")

    text = desk.post(f"/desk/changes/{swap.pk}", {"answer": "yes", "key": "y"}, follow=True).content.decode()

    assert "nothing has changed" in text
    assert Swap.objects.get(pk=swap.pk).state == "asked"


def test_what_was_taken_at_once_is_read_and_gone(desk: Client, cast: Cast, other: Session, at):
    swap = choose(cast, other, at, policy="at_once")
    assert "changed" in desk.get("/desk/").content.decode()

    desk.post(f"/desk/changes/{swap.pk}", {"answer": "seen"})

    assert "Changed weeks" not in desk.get("/desk/").content.decode()


def test_who_found_nothing_is_to_be_helped(desk: Client, cast: Cast, at: datetime):
    choose(cast, None, at)

    assert "Please find something" in desk.get("/desk/").content.decode()
    assert "Find what fits a changed week" in desk.get("/desk/tasks").content.decode()


def test_the_guest_says_on_the_roster_why_they_come(desk: Client, cast: Cast, other: Session, at):
    choose(cast, other, at, policy="at_once")

    text = desk.get(f"/desk/sessions/{other.pk}").content.decode()

    assert "comes instead of another session" in text


def test_my_own_day_is_repaired_in_two_taps_and_taken_back_in_one(desk: Client, cast: Cast):
    assert 'href="/desk/away"' in desk.get("/desk/").content.decode()
    page = desk.get("/desk/away?until=today").content.decode()
    field = f'name="way-{cast.today.pk}"'
    assert field in page
    assert "a call to make" in page

    desk.post("/desk/away", {"until": "today", "key": "k", f"way-{cast.today.pk}": "cancelled.."})

    act = DayRepair.objects.get()
    assert Session.objects.get(pk=cast.today.pk).status == "cancelled"
    assert "Take all of it back" in desk.get("/desk/away").content.decode()
    desk.post(f"/desk/away/{act.pk}/undo", {"key": "u"})
    assert Session.objects.get(pk=cast.today.pk).status == "planned"
    assert not StaffAbsence.objects.filter(voided_at=None).exists()


def test_a_stale_proposal_is_shown_again_with_the_new_one(desk: Client, cast: Cast):
    answer = desk.post("/desk/away", {"until": "today", "key": "k"})

    assert answer.status_code == 422
    assert "Something changed in the meantime" in answer.content.decode()
    assert not DayRepair.objects.exists()


def test_a_no_may_carry_a_word_and_help_may_be_not_possible(desk: Client, cast: Cast, other: Session, at):
    swap = choose(cast, None, at)
    page = desk.get("/desk/").content.decode()
    assert "Not possible" in page
    assert f'id="words-{swap.pk}"' in page

    answer = desk.post(
        f"/desk/changes/{swap.pk}", {"answer": "no", "words": "Call me.", "key": "n"}, follow=True
    )

    assert "and they are told" in answer.content.decode()
    swap.refresh_from_db()
    assert swap.state == "declined"
    assert swap.words
