"""What suits me, on the phone: saved whole or not at all, shown again as it was told."""

from __future__ import annotations

import re
from datetime import datetime, time

import pytest
import time_machine
from django.test import Client

from cast import Cast
from stepwell.actions import charts
from stepwell.actions.timetabling import shaping, telling
from stepwell.actions.timetabling.shaping import Shape
from stepwell.actions.timetabling.telling import WishedBlock, Wishes
from stepwell.records.episodes.models import WishedTime

MORNING, MIDDAY, EVENING = (time(6), time(12)), (time(12), time(17)), (time(17), time(22))


@pytest.fixture
def phone(cast: Cast, client: Client, at: datetime):
    with time_machine.travel(at, tick=False):
        client.force_login(cast.sam_account)
        yield client


def _wished(cast: Cast, at: datetime) -> Wishes | None:
    return telling.wishes_of(charts.open_own(cast.sign_in(cast.sam_account), what="record", at=at))


def _offer_gender(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.grace)
    shaping.shape_service(by, cast.group_service, Shape(90, True, True), key="shape", at=at)


def test_wishes_are_saved_as_a_whole(cast: Cast, phone: Client, at: datetime) -> None:
    answer = phone.post(
        "/me/suits",
        {
            "key": "k",
            "mode": "tele",
            "most_minutes_a_day": "180",
            "less-all-morning": "2",
            "less-4-evening": "3",
            "family-5-midday": "on",
        },
    )

    assert answer.status_code == 302
    wished = _wished(cast, at)
    assert wished is not None
    assert (wished.mode, wished.most_minutes_a_day, wished.same_gender) == ("tele", 180, False)
    assert set(wished.blocks) == {
        WishedBlock(None, *MORNING, dislike=2),
        WishedBlock(4, *EVENING, dislike=3),
        WishedBlock(5, *MIDDAY, family=True),
    }


def test_what_was_told_is_shown_again(cast: Cast, phone: Client, at: datetime) -> None:
    phone.post("/me/suits", {"key": "k", "mode": "in", "less-2-midday": "1", "family-all-evening": "on"})

    page = phone.get("/me/suits").content.decode()

    assert re.search(r'name="less-2-midday".*?<option value="1" selected>', page, re.DOTALL)
    assert re.search(r'<input[^>]*name="family-all-evening"[^>]*checked', page)
    assert re.search(r'<input[^>]*value="in"[^>]*checked', page)


def test_an_answer_nobody_offers_saves_nothing_and_loses_nothing(
    cast: Cast, phone: Client, at: datetime
) -> None:
    answer = phone.post("/me/suits", {"key": "k", "mode": "by boat", "less-1-morning": "2"})

    assert answer.status_code == 422
    assert _wished(cast, at) is None
    page = answer.content.decode()
    assert re.search(r'name="less-1-morning".*?<option value="2" selected>', page, re.DOTALL)


def test_a_form_sent_again_changes_nothing_told_since(cast: Cast, phone: Client, at: datetime) -> None:
    phone.post("/me/suits", {"key": "a", "mode": "in"})
    phone.post("/me/suits", {"key": "b", "mode": "tele"})

    phone.post("/me/suits", {"key": "a", "mode": "in"})

    wished = _wished(cast, at)
    assert wished is not None
    assert wished.mode == "tele"


def test_hours_told_elsewhere_are_kept_until_they_are_taken_off(
    cast: Cast, phone: Client, at: datetime
) -> None:
    late = WishedBlock(1, time(19, 30), time(21), dislike=2)
    chart = charts.open_own(cast.sign_in(cast.sam_account), what="record", at=at)
    telling.tell_wishes(chart, mode="in", same_gender=False, gender="", blocks=[late], key="t", at=at)

    page = phone.get("/me/suits").content.decode()
    assert "7:30 p.m." in page
    phone.post("/me/suits", {"key": "a", "mode": "in", "kept": "1_1930_2100_2", "less-3-morning": "1"})
    kept = _wished(cast, at)
    phone.post("/me/suits", {"key": "b", "mode": "in", "less-3-morning": "1"})

    assert kept is not None
    assert late in kept.blocks
    assert len(kept.blocks) == 2
    taken = _wished(cast, at)
    assert taken is not None
    assert taken.blocks == (WishedBlock(3, *MORNING, dislike=1),)
    assert WishedTime.objects.filter(voided_at=None).count() == 1


def test_a_group_for_ones_gender_is_asked_only_where_there_is_one(
    cast: Cast, phone: Client, at: datetime
) -> None:
    assert 'name="gender"' not in phone.get("/me/suits").content.decode()
    phone.post("/me/suits", {"key": "a", "mode": "in", "gender": "woman"})
    before = _wished(cast, at)

    _offer_gender(cast, at)
    assert 'name="gender"' in phone.get("/me/suits").content.decode()
    phone.post("/me/suits", {"key": "b", "mode": "in", "gender": "woman"})
    after = _wished(cast, at)

    assert before is not None
    assert (before.same_gender, before.gender) == (False, "")
    assert after is not None
    assert (after.same_gender, after.gender) == (True, "woman")


def test_other_words_need_words(cast: Cast, phone: Client, at: datetime) -> None:
    _offer_gender(cast, at)

    refused = phone.post("/me/suits", {"key": "a", "mode": "in", "gender": "word"})
    taken = phone.post("/me/suits", {"key": "a", "mode": "in", "gender": "word", "gender_word": "Nonbinary"})

    assert (refused.status_code, taken.status_code) == (422, 302)
    wished = _wished(cast, at)
    assert wished is not None
    assert (wished.same_gender, wished.gender) == (True, "nonbinary")


def test_the_week_and_the_busy_times_lead_there(phone: Client) -> None:
    assert 'href="/me/suits"' in phone.get("/me/week").content.decode()
    assert 'href="/me/suits"' in phone.get("/me/busy").content.decode()
