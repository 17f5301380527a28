"""My shift changed, from the phone: told, seen, taken, taken back; without script and without surprise."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from cast import TODAY, Cast
from stepwell.actions import enrolling, grouping, settling
from stepwell.records.episodes.models import BusyTime, ComingWishes
from stepwell.records.program.models import Site
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance, Swap


@pytest.fixture
def other(cast: Cast, at: datetime) -> Session:
    """Thursday's group does the same job as today's, which Sam gives up."""
    Site.objects.update(swap_policy="at_once")
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
    return Session.objects.get(group=group, held_on=date(2026, 5, 14))


@pytest.fixture
def phone(cast: Cast, client: Client, at: datetime):
    with time_machine.travel(at, tick=False):
        client.force_login(cast.sam_account)
        yield client


def change(phone: Client, **more: str):
    told = {
        "key": "k1",
        "kind": "work",
        "day": TODAY.isoformat(),
        "from_time": "14:00",
        "until_time": "22:00",
        "instead": "on",
        "lasting": "once",
        **more,
    }
    return phone.post("/me/change", told)


def test_a_changed_shift_shows_what_it_touches_and_what_does_the_same_job(
    phone: Client, cast: Cast, other: Session
) -> None:
    answer = change(phone)

    assert answer.headers["Location"] == "/me/changed"
    text = phone.get("/me/changed").content.decode()
    assert "Coping with cravings" in text
    assert f'value="{other.pk}"' in text
    assert "Take this one" in text


def test_the_usual_shift_of_that_day_makes_way_and_of_that_day_alone(phone: Client, cast: Cast) -> None:
    change(phone)

    usual = BusyTime.objects.get(person=cast.sam, weekday=TODAY.weekday())
    assert usual.skipped_on == [TODAY.isoformat()]
    assert BusyTime.objects.get(person=cast.sam, on_date=TODAY).from_time == time(14)


def test_telling_it_twice_is_telling_it_once(phone: Client, cast: Cast) -> None:
    change(phone)
    change(phone)

    assert BusyTime.objects.filter(person=cast.sam, on_date=TODAY).count() == 1


def test_from_then_on_ends_the_old_time_and_asks_the_counselor(phone: Client, cast: Cast) -> None:
    change(phone, lasting="weekly")

    old, new = BusyTime.objects.filter(person=cast.sam, weekday=TODAY.weekday()).order_by("from_time")
    assert (old.valid_until, new.valid_from, new.from_time) == (TODAY, TODAY, time(14))
    assert cast.sam.tasks.filter(kind="change", about=new.pk).exists()


def test_hours_left_out_are_asked_for_and_nothing_is_lost(phone: Client) -> None:
    answer = change(phone, from_time="", kind="court")

    assert answer.status_code == 422
    text = answer.content.decode()
    assert '<option value="court" selected>' in text
    assert 'href="#id_from_time"' in text


def test_the_whole_day_needs_no_hours(phone: Client, cast: Cast) -> None:
    answer = change(phone, from_time="", until_time="", whole_day="on")

    assert answer.status_code == 302
    assert BusyTime.objects.get(person=cast.sam, on_date=TODAY).until_time == time(0)


def test_one_tap_takes_it_and_one_takes_it_back(phone: Client, cast: Cast, other: Session) -> None:
    page = f"/me/sessions/{cast.today.pk}/instead"
    phone.post(page, {"takes": str(other.pk), "reason": "work", "key": "t"})

    text = phone.get(page).content.decode()
    assert "You come at this time instead:" in text
    back = re.search(r"/me/changes/([0-9a-f-]+)/back", text)
    assert back is not None
    phone.post(back[0], {"key": "b"})
    assert Attendance.objects.get(person=cast.sam, session=cast.today).state == "expected"


def test_a_stale_tab_is_told_kindly(phone: Client, cast: Cast, other: Session) -> None:
    Session.objects.filter(pk=other.pk).update(status="cancelled")

    answer = phone.post(
        f"/me/sessions/{cast.today.pk}/instead", {"takes": str(other.pk), "reason": "work", "key": "t"}
    )

    assert answer.status_code == 422
    assert "nothing has changed for you" in answer.content.decode()
    assert not Swap.objects.exists()


def test_nothing_fits_is_said_plainly_with_whom_to_ask(phone: Client, cast: Cast) -> None:
    text = phone.get(f"/me/sessions/{cast.today.pk}/instead").content.decode()

    assert "No other session of this week does the same job" in text
    assert "Ask my counselor" in text


def test_the_page_names_nobody_else(phone: Client, cast: Cast, other: Session) -> None:
    assert "Marcus" not in phone.get(f"/me/sessions/{cast.today.pk}/instead").content.decode()


def tell(phone: Client, **told: object):
    return phone.post(
        "/me/busy", {"key": "b1", "kind": "work", "from_time": "06:00", "until_time": "14:00", **told}
    )


def test_shifts_that_come_round_are_one_time(phone: Client, cast: Cast) -> None:
    tell(phone, rota="2-2", first_on="2026-05-18")

    row = BusyTime.objects.get(person=cast.sam, rota_days=4)
    assert (row.rota_on, row.valid_from) == ([0, 1], date(2026, 5, 18))
    assert "2 days on, 2 days off" in phone.get("/me/busy").content.decode()


def test_week_a_and_b_begin_on_the_monday_of_week_a(phone: Client, cast: Cast) -> None:
    tell(phone, rota="AB", weekdays=["0", "1"], first_on="2026-05-20")

    row = BusyTime.objects.get(person=cast.sam, rota_days=14)
    assert (row.rota_on, row.valid_from) == ([0, 1], date(2026, 5, 18))


def test_days_and_shifts_at_once_are_refused(phone: Client) -> None:
    assert tell(phone, rota="2-2", first_on="2026-05-18", weekdays=["0"]).status_code == 422


def test_what_it_would_do_is_shown_and_nothing_is_saved(phone: Client, cast: Cast, other: Session) -> None:
    before = BusyTime.objects.count()
    text = tell(phone, weekdays=["1"], from_time="17:00", until_time="22:00", look="1").content.decode()

    assert "With this change" in text
    assert "<b>0 of 1</b> sessions" in " ".join(text.split())
    assert "Now it is 1." in text
    assert BusyTime.objects.count() == before


def test_a_changed_time_holds_from_today_and_the_old_one_until_then(phone: Client, cast: Cast) -> None:
    row = BusyTime.objects.get(person=cast.sam, weekday=3)
    assert phone.get(f"/me/busy/{row.pk}").status_code == 200

    phone.post(
        f"/me/busy/{row.pk}",
        {"key": "c", "kind": "work", "weekdays": ["3"], "from_time": "09:00", "until_time": "17:00"},
    )

    row.refresh_from_db()
    assert row.valid_until == TODAY
    assert BusyTime.objects.get(person=cast.sam, weekday=3, valid_until=None).from_time == time(9)


def test_somebody_elses_time_is_not_there(phone: Client, cast: Cast, at: datetime) -> None:
    theirs = enrolling.tell_busy(
        cast.marcus, kind="work", weekday=1, from_time=time(8), until_time=time(9), zone="UTC", at=at
    )

    assert phone.get(f"/me/busy/{theirs.pk}").status_code == 404


def test_how_one_can_come_is_kept(phone: Client, cast: Cast) -> None:
    phone.post("/me/coming", {"by_video": "on", "home_minutes": "45"})

    wishes = ComingWishes.objects.get(person=cast.sam)
    assert (wishes.by_video, wishes.home_minutes) == (True, 45)


def test_a_no_stands_on_today_with_why_and_a_next_step(phone: Client, cast: Cast, other: Session, at):
    Site.objects.update(swap_policy="ask", phone="312 555 0100")
    phone.post(
        f"/me/sessions/{cast.today.pk}/instead", {"takes": str(other.pk), "reason": "work", "key": "k"}
    )
    swap = Swap.objects.get()
    chart = settling.open_swap(cast.sign_in(cast.priya), swap.pk, at=at)
    settling.settle(chart, swap_id=swap.pk, yes=False, words="That group ends this week.", key="n", at=at)

    page = phone.get("/me/").content.decode()

    assert "About the time you asked for" in page
    assert "was not possible this time" in page
    assert "Your counselor has answered: see below." in page
    assert "That group ends this week." in page
    assert "Your place on Tuesday, May 12, 6 p.m. is still yours." in page
    assert f"/me/sessions/{cast.today.pk}/instead" in page
    assert "tel:312 555 0100" in page
    again = phone.get(f"/me/sessions/{cast.today.pk}/instead").content.decode()
    assert "choose another time below" in again
    assert "Ask for this one" in again
