"""Requests and emergencies through the pages: asked on the phone, answered at the officer's desk."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from cast import AT, Cast
from letting_in import let_in
from stepwell.domain.privacy.terms import Category
from stepwell.records.consents.models import Disclosure, EmergencyReview, Restriction, RestrictionRequest

pytestmark = pytest.mark.usefixtures("noon")

EMERGENCY = {
    "key": "e1",
    "recipient_name": "Dr. Ito",
    "recipient_place": "County hospital",
    "is_medical": "on",
    "nature": "Found without breath",
    "consent_cannot_be_had": "on",
    "categories": ["identity", "medications"],
    "channel": "spoken",
    "told_on": "2026-05-12",
    "told_time": "11:50",
}


def browser_of(account: object) -> Client:
    browser = Client()
    browser.force_login(account)  # type: ignore[arg-type]  # everybody of the cast has one
    return browser


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_asked_on_the_phone_and_agreed_at_the_desk(cast: Cast, at: datetime) -> None:
    let_in(cast, Category.SCHEDULE, at=at)
    sam, ada = browser_of(cast.sam_account), browser_of(cast.ada.account)
    asked = sam.post("/me/sharing/not-told", {"key": "r1", "words": "Not to Elena, please."})
    assert asked.status_code == 302
    assert "Not to Elena, please." in page(ada, "/trail/asked")

    address = f"/trail/person/{cast.sam.pk}/restrictions"
    request = str(RestrictionRequest.objects.get().pk)
    yes = {"key": "a1", "request": request, "who": str(cast.elena.pk), "words": "Done.", "yes": "1"}
    assert ada.post(address, yes).status_code == 302

    assert "Elena Reyes" in page(ada, address)
    assert "Done." in page(sam, "/me/sharing/not-told")
    assert "Sam" not in page(browser_of(cast.elena_account), "/family/")
    assert "Not to Elena" not in page(ada, "/trail/asked")


def test_declining_without_a_word_is_shown_again(cast: Cast) -> None:
    browser_of(cast.sam_account).post("/me/sharing/not-told", {"key": "r1", "words": "Not to Elena."})
    request = str(RestrictionRequest.objects.get().pk)
    no = {"key": "a1", "request": request, "who": "everybody", "words": "", "no": "1"}

    answer = browser_of(cast.ada.account).post(f"/trail/person/{cast.sam.pk}/restrictions", no)

    assert answer.status_code == 422
    assert "Say why in a sentence." in answer.content.decode()


def test_what_was_agreed_can_be_ended(cast: Cast) -> None:
    ada, address = browser_of(cast.ada.account), f"/trail/person/{cast.sam.pk}/restrictions"
    ada.post(address, {"key": "a1", "who": "plans", "yes": "1"})
    row = Restriction.objects.get()

    assert ada.post(f"{address}/{row.pk}/end").status_code == 302

    assert Restriction.objects.get().ended_at == AT


def test_an_emergency_is_written_down_at_the_desk_and_looked_at(cast: Cast) -> None:
    priya, ada = browser_of(cast.priya.account), browser_of(cast.ada.account)

    assert priya.post(f"/desk/people/{cast.sam.pk}/emergency", EMERGENCY).status_code == 302

    assert Disclosure.objects.get().at == AT.replace(minute=50, hour=16)  # 11:50 in Chicago
    assert "Found without breath" in page(ada, "/trail/asked")
    review = EmergencyReview.objects.get()
    assert ada.post(f"/trail/person/{cast.sam.pk}/emergency/{review.pk}").status_code == 302
    assert "Found without breath" not in page(ada, "/trail/asked")
    assert "a medical emergency" in page(ada, f"/trail/person/{cast.sam.pk}/")


def test_the_police_get_nothing_and_the_form_keeps_what_was_typed(cast: Cast) -> None:
    told = {**EMERGENCY}
    del told["is_medical"]

    answer = browser_of(cast.ada.account).post(f"/trail/person/{cast.sam.pk}/emergency", told)

    assert answer.status_code == 422
    assert "only medical personnel" in answer.content.decode()
    assert "Found without breath" in answer.content.decode()
    assert not Disclosure.objects.exists()
