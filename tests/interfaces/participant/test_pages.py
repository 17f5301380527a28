"""A participant's pages: reached, used without script, in both languages, and silent about what they are."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from cast import Cast
from stepwell.records.episodes.models import BusyTime, Episode
from stepwell.records.measures.models import CheckIn, Response
from stepwell.records.outreach.models import Task
from stepwell.records.people.models import ContactWishes
from stepwell.records.sessions.models import Attendance

PAGES = [
    "",
    "week",
    "progress",
    "who",
    "help",
    "sharing/",
    "sharing/invite",
    "letters",
    "busy",
    "contact",
    "calendar",
    "measures/phq9",
    "measures/gad7",
]


@pytest.fixture
def phone(cast: Cast, client: Client, at: datetime):
    """Sam's phone, signed in, on the cast's day."""
    with time_machine.travel(at, tick=False):
        client.force_login(cast.sam_account)
        yield client


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_under_a_title_that_gives_nothing_away(phone: Client, page: str) -> None:
    answer = phone.get(f"/me/{page}")

    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.split("<title>")[1].split("</title>")[0].strip() == "Notes"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_spanish(phone: Client, cast: Cast, page: str) -> None:
    cast.sam_account.language = "es"
    cast.sam_account.save(update_fields=["language"])

    answer = phone.get(f"/me/{page}")

    assert answer.status_code == 200
    assert '<html lang="es"' in answer.content.decode()


def test_today_tells_the_next_session_in_words_of_the_persons_life(phone: Client) -> None:
    text = phone.get("/me/").content.decode()

    assert "Good afternoon, Sam" in text
    assert "in 6 h" in text
    assert "after your shift" in text


def test_a_word_ahead_is_kept_and_shown(phone: Client, cast: Cast) -> None:
    phone.post(f"/me/sessions/{cast.today.pk}/answer", {"intent": "coming", "key": "k1"})

    assert Attendance.objects.get(session=cast.today, person=cast.sam).intent == "coming"
    assert "You said you're coming." in phone.get("/me/").content.decode()


def test_a_no_without_a_reason_is_asked_again_and_loses_no_word(phone: Client, cast: Cast) -> None:
    answer = phone.post(
        f"/me/sessions/{cast.today.pk}/answer", {"intent": "cannot", "words": "the bus", "key": "k2"}
    )

    assert answer.status_code == 422
    assert "the bus" in answer.content.decode()
    assert Attendance.objects.get(session=cast.today, person=cast.sam).intent == "none"


def test_a_session_of_others_is_not_there(phone: Client, cast: Cast) -> None:
    unknown = "018f0000-0000-7000-8000-000000000000"

    assert phone.post(f"/me/sessions/{unknown}/answer", {"intent": "coming"}).status_code == 404
    assert phone.get(f"/me/sessions/{unknown}/join").status_code == 404


def test_a_check_in_without_script_comes_back_to_the_page(phone: Client, cast: Cast) -> None:
    answer = phone.post("/me/check-in", {"on": "2026-05-12", "mood": "4", "craving": "3", "key": "c1"})

    assert answer.status_code == 302
    kept = CheckIn.objects.get(person=cast.sam)
    assert (kept.mood, kept.craving, kept.use) == (4, 3, "unsaid")


def test_a_slider_nobody_moved_is_no_answer(phone: Client, cast: Cast) -> None:
    page = phone.get("/me/").content.decode()
    asked = page[page.index('<select id="id_craving"') :]
    first = asked[asked.index("<option") : asked.index("</option>")]

    phone.post("/me/check-in", {"on": "2026-05-12", "mood": "4", "craving": ""})

    assert first == '<option value="">not said'
    assert "selected" not in asked[: asked.index("</select>")]
    start = page.index('id="check-in"')
    assert " checked" not in page[start : page.index("</form>", start)]
    assert CheckIn.objects.get(person=cast.sam).craving is None


def test_a_craving_of_none_at_all_is_an_answer_and_is_shown_again(phone: Client, cast: Cast) -> None:
    phone.post("/me/check-in", {"on": "2026-05-12", "craving": "0"})

    assert CheckIn.objects.get(person=cast.sam).craving == 0
    assert '<option value="0" selected>0: none</option>' in phone.get("/me/").content.decode()


def test_a_check_in_sent_twice_by_a_phone_is_kept_once(phone: Client, cast: Cast) -> None:
    body = {"on": "2026-05-11", "mood": "2", "filled_at": "2026-05-11T22:00:00.000Z"}
    headers = {"Accept": "application/json", "Idempotency-Key": "from-the-bus"}

    answers = [phone.post("/me/check-in", body, headers=headers) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert CheckIn.objects.filter(person=cast.sam).count() == 1


def test_a_check_in_that_is_not_right_says_so_to_the_phone(phone: Client) -> None:
    body = {"on": "2026-05-12", "craving": "11"}

    answer = phone.post("/me/check-in", body, headers={"Accept": "application/json"})

    assert answer.status_code == 422
    assert "0 to 10" in json.loads(answer.content)["errors"]["craving"][0]


def test_a_check_in_that_is_not_right_is_shown_again_whole(phone: Client) -> None:
    answer = phone.post("/me/check-in", {"on": "2026-05-12", "craving": "11", "words": "a long shift"})

    assert answer.status_code == 422
    assert "a long shift" in answer.content.decode()


def test_question_nine_leads_to_help_with_a_name_and_a_time(phone: Client, cast: Cast) -> None:
    body = {"thoughts_of_death": "1"} | _answers("phq9", 0, last=1)

    review = phone.post("/me/measures/phq9", body)
    sent = phone.post("/me/measures/phq9", body | {"send": "1", "key": "m1"}, follow=True)

    assert "tel:988" in review.content.decode()
    assert Response.objects.get(person=cast.sam).total == 1
    assert Task.objects.get(person=cast.sam).owner == cast.priya
    assert "Priya Natarajan was asked to call you by 12:15 p.m.;" in sent.content.decode()


def test_a_questionnaire_with_blanks_is_kept_without_a_total(phone: Client, cast: Cast) -> None:
    phone.post("/me/measures/gad7", {"nervous": "2", "send": "1", "key": "m2"})

    kept = Response.objects.get(person=cast.sam)
    assert (kept.total, kept.answers) == (None, [2, None, None, None, None, None, None])


def test_answers_that_a_phone_kept_are_dated_when_they_were_given_and_saved_once(
    phone: Client, cast: Cast, at: datetime
) -> None:
    now = at.astimezone(UTC)
    body = _answers("phq9", 0, last=1) | {"send": "1", "key": "kept"}
    body["filled_at"] = (now - timedelta(days=1)).isoformat()
    headers = {"Accept": "application/json", "X-Sent-At": now.isoformat(), "Idempotency-Key": "kept"}

    sent = [phone.post("/me/measures/phq9", body, headers=headers) for _ in range(2)]

    kept = Response.objects.get(person=cast.sam)
    assert [answer.json() for answer in sent] == [{"saved": True}] * 2
    assert at - kept.answered_at >= timedelta(hours=23)
    assert Task.objects.get(person=cast.sam).opened_at > kept.answered_at


def test_empty_answers_of_a_phone_are_refused_and_help_stands_by_only_where_it_is_asked_for(
    phone: Client,
) -> None:
    refused = phone.post("/me/measures/gad7", {"send": "1"}, headers={"Accept": "application/json"})

    assert (refused.status_code, refused.json()["saved"]) == (422, False)
    assert "data-help hidden" in phone.get("/me/measures/phq9").content.decode()
    assert "data-help" not in phone.get("/me/measures/gad7").content.decode()


def test_an_empty_questionnaire_is_asked_again(phone: Client, cast: Cast) -> None:
    assert phone.post("/me/measures/gad7", {"send": "1"}).status_code == 422
    assert phone.get("/me/measures/nothing").status_code == 404


def test_a_busy_time_is_told_and_taken_back(phone: Client, cast: Cast) -> None:
    BusyTime.objects.filter(person=cast.sam).update(voided_at=datetime(2026, 5, 1, tzinfo=UTC))
    phone.post(
        "/me/busy", {"kind": "court", "on_date": "2026-05-20", "from_time": "09:00", "until_time": "11:00"}
    )
    told = BusyTime.objects.get(person=cast.sam, voided_at=None)

    phone.post("/me/busy", {"void": str(told.pk)})

    assert told.on_date == date(2026, 5, 20)
    assert not BusyTime.objects.filter(person=cast.sam, voided_at=None).exists()


def test_the_same_busy_form_sent_again_brings_back_nothing_taken_off(phone: Client, cast: Cast) -> None:
    form = {
        "kind": "court",
        "on_date": "2026-05-20",
        "from_time": "09:00",
        "until_time": "11:00",
        "key": "f1",
    }
    phone.post("/me/busy", form)
    told = BusyTime.objects.get(person=cast.sam, on_date=date(2026, 5, 20))
    phone.post("/me/busy", {"void": str(told.pk)})

    phone.post("/me/busy", form)

    assert not BusyTime.objects.filter(person=cast.sam, kind="court", voided_at=None).exists()


def test_the_same_contact_form_sent_again_leaves_a_later_wish(phone: Client, cast: Cast) -> None:
    wish = {"channel": "email", "email": "a@test.invalid", "safe_from": "08:00", "safe_until": "20:00"}
    first = {**wish, "language": "en", "key": "f1"}
    phone.post("/me/contact", first)
    phone.post("/me/contact", {**first, "email": "b@test.invalid", "key": "f2"})

    phone.post("/me/contact", first)

    assert ContactWishes.objects.get(person=cast.sam).email == "b@test.invalid"


def test_the_page_says_after_how_many_quiet_minutes_it_locks(phone: Client) -> None:
    assert "after 30 quiet minutes" in phone.get("/me/who").content.decode()


@pytest.mark.parametrize("until", ["09:00", "11:00"])
def test_hours_that_end_as_they_begin_are_asked_again(phone: Client, cast: Cast, until: str) -> None:
    busy = {"kind": "court", "on_date": "2026-05-20", "from_time": "09:00", "until_time": until}
    safe = {"channel": "none", "language": "en", "safe_from": "09:00", "safe_until": until}

    answers = [phone.post("/me/busy", busy), phone.post("/me/contact", safe)]

    is_refused = until == "09:00"
    assert [answer.status_code for answer in answers] == ([422, 422] if is_refused else [302, 302])
    if is_refused:
        assert all("It ends when it begins." in answer.content.decode() for answer in answers)


def test_a_busy_time_on_no_day_is_asked_again(phone: Client) -> None:
    answer = phone.post("/me/busy", {"kind": "work", "from_time": "09:00", "until_time": "11:00"})

    assert answer.status_code == 422


def test_messages_stop_with_one_tap_and_only_the_person_turns_them_on(phone: Client, cast: Cast) -> None:
    phone.post("/me/contact", {"stop": "1"})
    stopped = ContactWishes.objects.get(person=cast.sam).stopped_at
    phone.post("/me/contact", {"allow": "1"})

    assert stopped is not None
    assert ContactWishes.objects.get(person=cast.sam).stopped_at is None


def test_who_looked_says_whether_the_seal_holds(phone: Client) -> None:
    assert "The seal" in phone.get("/me/who?seal").content.decode()


def test_after_the_stay_the_page_is_kind_and_says_what_now(phone: Client, cast: Cast) -> None:
    Episode.objects.filter(person=cast.sam).update(
        is_open=False, state="graduated", ends_on=date(2026, 5, 10)
    )

    text = phone.get("/me/").content.decode()

    assert "Your weeks here are behind you" in text


def test_staff_and_strangers_do_not_get_in(cast: Cast, client: Client) -> None:
    assert client.get("/me/").status_code == 302
    assert cast.priya.account is not None
    client.force_login(cast.priya.account)
    assert client.get("/me/").status_code in {302, 404}


def test_a_page_asks_no_more_when_there_is_more_history(
    phone: Client, cast: Cast, django_assert_max_num_queries
) -> None:
    for back in range(14):
        day = (date(2026, 5, 12) - timedelta(days=back)).isoformat()
        phone.post("/me/check-in", {"on": day, "mood": "3", "key": f"d{back}"})

    with django_assert_max_num_queries(32):
        phone.get("/me/")


def _answers(instrument: str, value: int, *, last: int) -> dict[str, str]:
    from stepwell.domain.instruments import registry

    items = registry.get(instrument).items
    return {item.key: str(value) for item in items[:-1]} | {items[-1].key: str(last)}


def test_after_the_last_day_nobody_is_said_to_be_waiting(phone: Client, cast: Cast) -> None:
    Episode.objects.filter(person=cast.sam).update(
        is_open=False, state="graduated", ends_on=date(2026, 5, 10)
    )

    today = phone.get("/me/").content.decode()
    week = phone.get("/me/week", {"week": "2026-W40"}).content.decode()
    phone.post("/me/check-in", {"on": "2026-05-12", "mood": "4", "key": "after"})

    assert "before your next session" not in today + phone.get("/me/").content.decode()
    assert "The weeks you were here stay to read" in week
    assert "hours are planned" not in week


def test_before_the_first_day_the_page_says_when_it_is(phone: Client, cast: Cast) -> None:
    Attendance.objects.filter(person=cast.sam).update(state="not_expected")
    Episode.objects.filter(person=cast.sam).update(starts_on=date(2026, 5, 17))

    text = phone.get("/me/").content.decode()

    assert "You start on Sunday, May 17" in text
    assert "Nothing is planned right now" not in text
    assert "0 of 9" not in text


def test_moods_axis_begins_where_moods_do(phone: Client, cast: Cast) -> None:
    phone.post("/me/check-in", {"on": "2026-05-12", "mood": "1", "craving": "2", "key": "axis"})

    text = phone.get("/me/progress").content.decode()

    drawing = text[text.index('aria-label="Your mood by week') :]
    words = re.findall(r'text-anchor="end">([^<]+)<', drawing[: drawing.index("</svg>")])
    assert words == ["1", "2", "3", "4", "5"]


def test_a_calendar_address_is_shown_once_and_can_be_ended(phone: Client) -> None:
    made = phone.post("/me/calendar", {"make": "1", "key": "k"}).content.decode()
    again = phone.post("/me/calendar", {"make": "1", "key": "k"}).content.decode()
    later = phone.get("/me/calendar").content.decode()
    ended = phone.post("/me/calendar", {"end": "1"}, follow=True).content.decode()

    address = made.split("/calendar/")[1].split('"')[0]
    assert address.endswith(".ics")
    assert again.split("/calendar/")[1].split('"')[0] == address
    assert ".ics" not in later
    assert "no longer works" in ended


@pytest.mark.parametrize("week", ["9999-W52", "0001-W01"])
def test_a_week_beyond_all_calendars_is_not_there(phone: Client, week: str) -> None:
    assert phone.get("/me/week", {"week": week}).status_code == 404


def test_words_that_are_too_long_are_asked_again_and_not_lost(phone: Client, cast: Cast) -> None:
    body = {"intent": "cannot", "reason": "work", "words": "late shift " * 100, "key": "k3"}

    answer = phone.post(f"/me/sessions/{cast.today.pk}/answer", body)

    assert answer.status_code == 422
    assert "late shift late shift" in answer.content.decode()
    assert Attendance.objects.get(session=cast.today, person=cast.sam).intent == "none"


def test_answers_sent_again_with_other_ticks_are_not_called_saved(phone: Client, cast: Cast) -> None:
    phone.post("/me/measures/phq9", _answers("phq9", 0, last=0) | {"send": "1", "key": "m2"})

    answer = phone.post("/me/measures/phq9", _answers("phq9", 0, last=1) | {"send": "1", "key": "m2"})

    assert answer.status_code == 302
    assert Response.objects.filter(person=cast.sam).count() == 2
    assert Task.objects.filter(person=cast.sam, kind="safety").count() == 1


def test_a_key_of_another_form_is_no_error(phone: Client, cast: Cast) -> None:
    phone.post("/me/check-in", {"on": "2026-05-12", "mood": "4", "key": "shared"})

    answer = phone.post("/me/measures/gad7", _answers("gad7", 1, last=1) | {"send": "1", "key": "shared"})

    assert answer.status_code == 302
    assert Response.objects.filter(person=cast.sam, instrument="gad7").count() == 1
