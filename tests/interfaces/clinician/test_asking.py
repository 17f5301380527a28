"""A questionnaire answered by phone is written down at the desk, and acts as it does on the phone."""

from __future__ import annotations

import pytest
from django.test import Client

from cast import Cast
from stepwell.records.measures.models import Response
from stepwell.records.outreach.models import Task

pytestmark = pytest.mark.usefixtures("noon")

ANSWERS = {
    "interest": "1",
    "mood": "2",
    "sleep": "1",
    "energy": "0",
    "appetite": "0",
    "self_regard": "1",
    "concentration": "0",
    "movement": "0",
    "safety": "0",
}


def browser(cast: Cast, who: str = "priya") -> Client:
    found = Client()
    found.force_login(getattr(cast, who).account)
    return found


def address(cast: Cast, instrument: str = "phq9") -> str:
    return f"/desk/people/{cast.sam.pk}/ask/{instrument}"


def test_answers_are_kept_as_an_interview_once(cast: Cast) -> None:
    priya = browser(cast)

    for _click in range(2):
        answer = priya.post(address(cast), {**ANSWERS, "key": "k1"})
        assert (answer.status_code, answer["Location"][-12:]) == (302, "tab=measures")

    kept = Response.objects.get(person=cast.sam, mode="interview")
    assert (kept.total, kept.band, kept.written_by) == (5, "mild", cast.priya.account_id)
    assert not Task.objects.filter(about=kept.pk).exists()


def test_question_nine_asks_for_a_talk_today_on_a_form_with_blanks(cast: Cast) -> None:
    answer = browser(cast).post(address(cast), {"safety": "1", "key": "k1"}, follow=True)

    kept = Response.objects.get(person=cast.sam, mode="interview")
    assert kept.total is None
    assert Task.objects.filter(about=kept.pk).exists()
    assert "the task is on the list" in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Nothing is answered yet"),
        ({"mood": "9"}, "Select a valid choice"),
        ({"mood": "x"}, "valid choice"),
    ],
)
def test_what_the_form_does_not_offer_is_told_and_nothing_is_kept(
    cast: Cast, sent: dict[str, str], said: str
) -> None:
    answer = browser(cast).post(address(cast), {**sent, "key": "k1"})

    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not Response.objects.filter(person=cast.sam, mode="interview").exists()


def test_a_questionnaire_nobody_ships_and_a_person_of_another_are_not_there(cast: Cast) -> None:
    assert browser(cast).get(address(cast, "phq99")).status_code == 404
    assert browser(cast, "omar").get(address(cast)).status_code == 404


def test_the_record_leads_to_both_questionnaires(cast: Cast) -> None:
    page = browser(cast).get(f"/desk/people/{cast.sam.pk}?tab=measures").content.decode()

    assert "Ask PHQ-9 by phone" in page
    assert "Ask GAD-7 by phone" in page
